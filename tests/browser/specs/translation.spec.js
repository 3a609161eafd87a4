// The page opts out of translation by machine: its data must not be translated, and its text is its own to change.

import { test, expect } from '../harness/test.js';
import { access, openUser } from '../harness/user.js';
import { openUsers, press, rows, userSwitch } from '../harness/users.js';

test('asks translators to leave it alone', async ({ page }) => {
  await openUsers(page);
  await expect(page.locator('html')).toHaveAttribute('translate', 'no');
  await expect(page.locator('head meta[name="google"]')).toHaveAttribute('content', 'notranslate');
  expect(await page.evaluate(() => document.body.translate)).toBe(false);
});

test('a switch and its word agree', async ({ page }) => {
  await openUsers(page);
  const name = 'admin@company.com';
  for (const word of ['Disabled', 'Enabled']) {
    await press(page, name);
    await expect(userSwitch(page, name)).toBeChecked({ checked: word === 'Enabled' });
    const row = (await rows(page)).find((row) => row.Name === name);
    expect(Object.values(row).join(' ')).toContain(word);
  }
  await openUser(page, 'pivot', name);
  await expect(access(page)).toBeChecked();
});
