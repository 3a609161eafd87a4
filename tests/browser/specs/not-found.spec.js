import { test, expect } from '../harness/test.js';
import { expectNames, usersTable } from '../harness/users.js';

for (const path of ['/nowhere', '/pivot/nowhere', '/pivot/users/nowhere/else', '/missing/users', '/%2e%2e%2f/users', '/<script>/users']) {
  test(`${path} says that nothing is there, and leads home`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(usersTable(page)).toHaveCount(0);
    await expect(page).toHaveTitle(/not found/i);
    await page.getByRole('main').getByRole('link').first().click();
    await expect(usersTable(page)).toBeVisible();
    await expect(page).toHaveURL('/pivot/users');
  });
}

test('the start leads to the first connection, and Back does not bounce', async ({ page }) => {
  await page.goto('about:blank');
  await page.goto('/');
  await expect(page).toHaveURL('/pivot/users');
  await expectNames(page, ['admin@company.com', 'admin@example.com', 'analyst@company.com', 'analyst@example.com']);
  await page.goBack();
  await expect(page).toHaveURL('about:blank');
});
