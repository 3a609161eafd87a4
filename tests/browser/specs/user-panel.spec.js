// A user beside the list: its address, the way there and back, by keyboard too.

import { test, expect } from '../harness/test.js';
import { writes } from '../harness/invite.js';
import { openUsers, searchBox } from '../harness/users.js';
import { field, openUser, panel, part, receipt } from '../harness/user.js';

const ADMIN = 'admin@company.com';
const ANALYST = 'analyst@company.com';
const URL_OF = (name) => `/pivot/users/${encodeURIComponent(name)}`;
const link = (page, name) => page.getByRole('main').getByRole('link', { name, exact: true });
const heading = (page) => panel(page).getByRole('heading', { level: 2 });

test('opens beside the list, at an address of its own, and closes to where it was', async ({ page }) => {
  await openUsers(page, '?q=company');
  await link(page, ANALYST).click();
  await expect(heading(page)).toHaveText('Analyst Company');
  await expect(heading(page)).toBeFocused();
  await expect(page).toHaveTitle(/^Analyst Company · Users · Pivot demo/);
  expect(new URL(page.url()).pathname).toBe(URL_OF(ANALYST));
  await expect(searchBox(page)).toHaveValue('company');
  await expect(link(page, ADMIN)).toBeVisible();
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await expect(panel(page)).toHaveCount(0);
  await expect(searchBox(page)).toHaveValue('company');
  expect(new URL(page.url()).pathname).toBe('/pivot/users');
  // The focus is back in the row it came from.
  expect(await page.evaluate(() => document.activeElement.closest('tr')?.innerText)).toContain(ANALYST);
});

test('another user takes its place, and Back returns', async ({ page }) => {
  await openUsers(page);
  await link(page, ANALYST).click();
  await expect(heading(page)).toHaveText('Analyst Company');
  await link(page, ADMIN).click();
  await expect(heading(page)).toHaveText('Admin Company');
  await page.goBack();
  await expect(heading(page)).toHaveText('Analyst Company');
  await page.goBack();
  await expect(panel(page)).toHaveCount(0);
});

test('a reload shows the same user', async ({ page }) => {
  await openUser(page, 'pivot', ADMIN);
  await page.reload();
  await expect(heading(page)).toHaveText('Admin Company');
});

test('found, changed, saved and left by keyboard alone', async ({ page, console }) => {
  await openUsers(page);
  await searchBox(page).focus();
  await page.keyboard.type(ADMIN);
  await expect(link(page, ANALYST)).toHaveCount(0);
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(link(page, ADMIN)).toBeFocused({ timeout: 100 });
  }).toPass({ intervals: [10] });
  await page.keyboard.press('Enter');
  await expect(heading(page)).toBeFocused();
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(field(page, 'First name')).toBeFocused({ timeout: 100 });
  }).toPass({ intervals: [10] });
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Ada');
  await page.keyboard.press('Enter');
  await expect(receipt(page, 'Edit')).toContainText('read back from Pivot');
  expect((await writes(console)).map(({ endpoint }) => endpoint)).toEqual(['pivot.users.set']);
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  // The row takes the focus in the next frame.
  await expect.poll(() => page.evaluate(() => document.activeElement.closest('tr')?.innerText)).toContain(ADMIN);
});

test('Escape in a dialog closes the dialog, not the user', async ({ page }) => {
  await openUser(page, 'pivot', ADMIN);
  await part(page, 'Actions').getByRole('button', { name: 'Set the status record' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(heading(page)).toBeVisible();
  await expect(part(page, 'Actions').getByRole('button', { name: 'Set the status record' })).toBeFocused();
});

test('what is changed here shows in the list at once', async ({ page }) => {
  await openUser(page, 'pivot', ANALYST);
  await part(page, 'Access').getByRole('switch').click();
  await expect(part(page, 'Access').getByRole('switch')).toBeChecked();
  await expect(page.getByRole('table').getByRole('switch', { name: `Access for ${ANALYST}` })).toBeChecked();
});

test('under 900 px it takes the place of the list', async ({ page }) => {
  await page.setViewportSize({ width: 768, height: 800 });
  await openUser(page, 'pivot', ADMIN);
  await expect(searchBox(page)).toBeHidden();
  for (const width of [768, 320]) {
    await page.setViewportSize({ width, height: 800 });
    const wide = await panel(page).evaluate((element) => element.querySelector('.panel-body').scrollWidth - element.querySelector('.panel-body').clientWidth);
    expect(wide, `${width} px wide`).toBeLessThanOrEqual(0);
  }
});
