// The browser's rules for addresses that are not plain ASCII are those of the libraries that are used elsewhere
// (crates/roster/src/people/address/library.rs, which is tested with the same table).

import { readFile } from 'node:fs/promises';
import { test, expect } from '../harness/test.js';

const TABLE = new URL('../../fixtures/unicode/addresses.json', import.meta.url);

test('composes letters and writes domains in ASCII as everywhere', async ({ page }) => {
  const table = JSON.parse(await readFile(TABLE, 'utf8'));
  const nfc = await page.evaluate((rows) => rows.map(([text]) => [text, text.normalize('NFC')]), table.nfc);
  expect(nfc).toEqual(table.nfc);
  const domains = await page.evaluate((rows) => {
    const toAscii = (domain) => {
      if (/[\u0000-\u0020\u007f/:?#@\\%[\]<>^|]/.test(domain)) return null;
      try {
        const name = new URL(`https://${domain}`).hostname;
        return /(^|\.)\d+\.?$/.test(name) ? null : name;
      } catch {
        return null;
      }
    };
    return rows.map(([domain]) => [domain, toAscii(domain)]);
  }, table.domains);
  expect(domains).toEqual(table.domains);
});

test.describe('of a company', () => {
  test.use({ seed: 'demo' });

  test('the page takes the ways to write one address for one person', async ({ page }) => {
    // A domain in other letters and in ASCII, and a letter that is composed and taken apart: two accounts each.
    for (const name of ['Klaus Huber', 'Birgitta Ågren']) {
      await page.goto(`/people?q=${encodeURIComponent(name)}`);
      await expect(page.getByText(/^1 of \d+ shown$/)).toBeVisible();
      const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
      await expect(row.getByText('Enabled', { exact: true })).toHaveCount(2);
    }
  });
});
