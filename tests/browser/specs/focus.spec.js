import { test, expect } from '../harness/test.js';
import { openUsers, searchBox, userSwitch } from '../harness/users.js';

/** What was said to those who listen. */
const announced = (page, text) => page.locator('[aria-live=polite], [role=status]').filter({ hasText: text });

test('wherever Tab leads, the focus can be seen and is in the window', async ({ page }) => {
  await openUsers(page);
  const seen = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body || element === null) return null;
      // A part may wear the ring of the whole: a switch's track, a search box's frame.
      const wearers = [element, element.parentElement, ...element.querySelectorAll('*')];
      const ring = wearers.some((wearer) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(wearer);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      });
      const box = element.getBoundingClientRect();
      return {
        name: element.getAttribute('aria-label') ?? element.innerText,
        ring,
        inWindow: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      };
    });
    if (at === null || seen.length > 40) break;
    seen.push(at);
  }
  expect(seen.filter(({ ring, inWindow }) => !ring || !inWindow)).toEqual([]);
  const names = seen.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['Skip to the page', 'Search users', 'Refresh', 'Access for admin@company.com']));
  expect(names[0]).toBe('Skip to the page');
});

test('Skip to the page leads past the lists', async ({ page }) => {
  await openUsers(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').locator(':focus')).toBeInViewport();
});

test('a navigation moves the focus to the heading, names the page and says so', async ({ page }) => {
  await page.goto('/nowhere');
  await expect(page).toHaveTitle('Not found · Rollcall');
  await page.getByRole('main').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeFocused();
  await expect(page).toHaveTitle('Overview · Rollcall');
  await expect(announced(page, 'Overview')).toHaveCount(1);
  await page.getByRole('link', { name: 'Open Pivot' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeFocused();
  await expect(page).toHaveTitle(/^Users · .+ · Rollcall$/);
  await expect(announced(page, 'Users · ')).toHaveCount(1);
});

test('the first page leaves the focus alone', async ({ page }) => {
  await openUsers(page);
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
});

test('"/" leads to the search, and is a letter once there', async ({ page }) => {
  await openUsers(page);
  await page.keyboard.press('/');
  await expect(searchBox(page)).toBeFocused();
  await page.keyboard.press('/');
  await expect(searchBox(page)).toHaveValue('/');
});

test('a Refresh leaves the focus where it is', async ({ page }) => {
  await openUsers(page);
  await userSwitch(page, 'admin@company.com').focus();
  await page.getByRole('button', { name: 'Refresh' }).evaluate((button) => button.click());
  await expect(page.getByRole('button', { name: 'Refresh' })).toHaveAttribute('aria-busy', 'false');
  await expect(userSwitch(page, 'admin@company.com')).toBeFocused();
});
