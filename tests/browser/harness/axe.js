// What axe finds on a page. It runs in the page itself, and only what is looked
// at leaves it: through @axe-core/playwright each look opens a second page for
// the sum, and carries every element that passed there and back.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SOURCE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/**
 * What is wrong in the part `include` of the page, or in all of it, by the rules
 * with one of `tags`, or by all: `{ violations: [{ id, nodes }], passes: [id] }`.
 *
 * Frames are left out: those of the console run no scripts, so axe cannot look
 * into them.
 */
export async function look(page, { include, tags } = {}) {
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(SOURCE);
  return page.evaluate(
    async ([include, tags]) => {
      const part = { exclude: [['iframe']], ...(include && { include: [[include]] }) };
      const rules = tags && { runOnly: { type: 'tag', values: tags } };
      // Of what passes, one element for each rule is enough to know that it was applied.
      const { violations, passes } = await globalThis.axe.run(part, {
        ...rules,
        // Not in axe's own set: who speaks to the page says the words that are seen.
        rules: { 'label-content-name-mismatch': { enabled: true } },
        resultTypes: ['violations'],
      });
      return {
        violations: violations.map(({ id, nodes }) => ({
          id,
          nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })),
        })),
        passes: passes.map(({ id }) => id),
      };
    },
    [include, tags],
  );
}
