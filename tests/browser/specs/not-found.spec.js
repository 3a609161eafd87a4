import { test, expect } from '../harness/test.js';
import { usersTable } from '../harness/users.js';

for (const path of ['/nowhere', '/pivot/nowhere', '/pivot/users/nowhere/else', '/missing/users', '/%2e%2e%2f/users', '/<script>/users']) {
  test(`${path} says that nothing is there, and leads home`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(usersTable(page)).toHaveCount(0);
    await expect(page).toHaveTitle(/not found/i);
    await page.getByRole('main').getByRole('link').first().click();
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeFocused();
    await expect(page).toHaveURL('/');
  });
}
