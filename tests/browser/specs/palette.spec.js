// Anywhere and anybody by keyboard: the palette, and the list of shortcuts.

import { test, expect } from '../harness/test.js';
import { palette } from '../harness/shell.js';
import { openUsers, searchBox } from '../harness/users.js';

const options = (page) => page.getByRole('dialog').getByRole('option');
const option = (page, name) => options(page).filter({ hasText: name });
const focused = (page) => page.getByRole('heading', { level: 1 });

async function open(page) {
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeFocused();
}

test('leads to a page, which takes the focus and is announced', async ({ page }) => {
  await openUsers(page);
  await open(page);
  await page.keyboard.type('activity');
  await expect(option(page, /^Activity/).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/activity');
  await expect(focused(page)).toBeFocused();
  await expect(page.locator('#announcements')).toContainText('Activity');
});

test('leads to a user of any connection', async ({ page }) => {
  await page.goto('/activity');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await open(page);
  await page.keyboard.type('analyst@company');
  await expect(option(page, /analyst@company\.com/).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/users\/.+/);
  await expect(page.locator('.panel').getByText('analyst@company.com').first()).toBeVisible();
});

test('does what the page can do, and opens what was done before', async ({ page, console }) => {
  await page.goto('/');
  await expect(page.getByRole('article').first()).toContainText('Reachable');
  await console.ask('DELETE', '/__mock/requests');
  await open(page);
  await page.keyboard.type('refresh every');
  await page.keyboard.press('Enter');
  const asked = async () => (await console.ask('GET', '/__mock/requests')).requests.map(({ endpoint }) => endpoint);
  await expect.poll(asked).toEqual(expect.arrayContaining(['pivot.users.list', 'actian.users.list', 'metabase.users.list']));
});

test('is walked with the arrows, round the ends, and left with Escape', async ({ page }) => {
  await openUsers(page);
  await searchBox(page).focus();
  await open(page);
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(options(page).last()).toHaveAttribute('aria-selected', 'true');
  await expect(options(page).last()).toBeInViewport();
  await page.keyboard.press('ArrowDown');
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true');
  const active = await palette(page).getAttribute('aria-activedescendant');
  await expect(options(page).first()).toHaveId(active);
  await page.keyboard.press('Escape');
  await expect(searchBox(page)).toBeFocused();
});

test('says that nothing goes with what is typed', async ({ page }) => {
  await openUsers(page);
  await open(page);
  await page.keyboard.type('nobody of this name');
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('No results');
});

test('"?" lists the keys of the page, and is a letter where somebody types', async ({ page }) => {
  await openUsers(page);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toContainText('Search users');
  await expect(dialog).toContainText('Find a user, a page or an action');
  await expect(dialog).toContainText('Show the shortcuts of this page');
  await page.keyboard.press('Escape');
  // A dialog that closes gives the focus to the heading where nothing had it before.
  await expect(dialog).toHaveCount(0);
  await expect(focused(page)).toBeFocused();
  await searchBox(page).focus();
  await page.keyboard.press('?');
  await expect(searchBox(page)).toHaveValue('?');
  await expect(dialog).toHaveCount(0);
});
