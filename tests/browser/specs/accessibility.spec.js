// What axe finds on every face of the console, in either theme, wide
// or narrow: nothing.

import { look } from '../harness/axe.js';
import { test, expect } from '../harness/test.js';
import { FACES } from '../harness/faces.js';
import { openUsers, press, userSwitch } from '../harness/users.js';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** What axe finds, one line each: the rule, the element and what to do. */
async function violations(page) {
  const { violations, passes } = await look(page, { tags: TAGS });
  // Contrast was looked at, not passed over.
  expect(passes).toContain('color-contrast');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

for (const [face, { open, complaint, ask, seed }] of Object.entries(FACES)) {
  test.describe(() => {
    test.use({ ask: ask ?? '', seed: seed ?? 'documented' });

    for (const colorScheme of ['light', 'dark']) {
      test(`axe finds nothing on the face "${face}" in ${colorScheme}`, async ({ page, console, complaints }) => {
        if (complaint) complaints.expect(...complaint);
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await open(page, console);
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: 800 });
          expect.soft(await violations(page), `${width} px wide`).toEqual([]);
        }
      });
    }
  });
}

test('every control of the users page has a name that does not change with its state', async ({ page }) => {
  await openUsers(page);
  const names = () =>
    page.getByRole('switch').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent));
  const before = await names();
  await press(page, 'admin@company.com');
  await expect(userSwitch(page, 'admin@company.com')).not.toBeChecked();
  expect(await names()).toEqual(before);
});
