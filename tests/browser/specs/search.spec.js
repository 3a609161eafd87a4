import { test, expect } from '../harness/test.js';
import { addUser } from '../harness/pivot.js';
import { column, expectNames, openUsers, searchBox, usersTable } from '../harness/users.js';

const ALL = ['admin@company.com', 'admin@example.com', 'analyst@company.com', 'analyst@example.com'];

test('finds by name, in any case, and counts', async ({ page }) => {
  await openUsers(page);
  await searchBox(page).fill('ANALYST');
  await expectNames(page, ['analyst@company.com', 'analyst@example.com']);
  await expect(page.locator('.count')).toHaveText('2 of 4 shown');
});

test('finds by several words, in any order', async ({ page }) => {
  await openUsers(page);
  await searchBox(page).fill('example admin');
  await expectNames(page, ['admin@example.com']);
});

test('finds by role', async ({ page, console }) => {
  await addUser(console, { name: 'kim@company.com', roles: ['night-shift'] });
  await openUsers(page);
  await searchBox(page).fill('night-shift');
  await expectNames(page, ['kim@company.com']);
});

test('finds what is not ASCII', async ({ page, console }) => {
  await addUser(console, { name: 'oe@company.com', firstName: 'Özgür', lastName: 'Ærø' });
  await addUser(console, { name: 'li@company.com', firstName: '丽', lastName: '李' });
  await openUsers(page);
  await searchBox(page).fill('özg');
  await expectNames(page, ['oe@company.com']);
  await searchBox(page).fill('李');
  await expectNames(page, ['li@company.com']);
});

for (const text of ['.*', '%40', '100%', '%zz', '<b>', '\\', '(', '&amp;', 'a&b=c#d', 'a+b']) {
  test(`takes ${text} as text, when typed and when it comes in the address`, async ({ page }) => {
    await openUsers(page);
    await searchBox(page).fill(text);
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(text);
    await expect(searchBox(page)).toHaveValue(text);
    await expect(page.getByText(`No users match “${text}”`)).toBeVisible();
    await page.reload();
    await expect(searchBox(page)).toHaveValue(text);
    await expect(page.getByText(`No users match “${text}”`)).toBeVisible();
  });
}

test('stands in the address, so a reload and a copied link keep it', async ({ page }) => {
  await openUsers(page);
  await searchBox(page).fill('analyst & company+ü');
  await expect.poll(() => [...new URL(page.url()).searchParams.values()]).toContain('analyst & company+ü');
  await searchBox(page).fill('analyst company');
  await expectNames(page, ['analyst@company.com']);
  await expect.poll(() => [...new URL(page.url()).searchParams.values()]).toContain('analyst company');
  await page.reload();
  await expect(searchBox(page)).toHaveValue('analyst company');
  await expectNames(page, ['analyst@company.com']);
});

test('typing leaves one step in the history, not one a letter', async ({ page }) => {
  await openUsers(page);
  const before = await page.evaluate(() => history.length);
  await searchBox(page).pressSequentially('analyst');
  await expectNames(page, ['analyst@company.com', 'analyst@example.com']);
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(before + 1);
});

test('without a match it says what hides everyone, and Clear shows them again', async ({ page }) => {
  await openUsers(page);
  await searchBox(page).fill('nobody here');
  await expect(page.getByText(/nobody here/).first()).toBeVisible();
  await expect(page.locator('.count')).toHaveText('0 of 4 shown');
  await page.getByRole('button', { name: /^Clear/ }).click();
  await expectNames(page, ALL);
  await expect(searchBox(page)).toHaveValue('');
  await expect(searchBox(page)).toBeFocused();
  await expect.poll(() => new URL(page.url()).search).toBe('');
});

test('a single user that is hidden is not called "all users"', async ({ page, console }) => {
  const body = JSON.stringify([{ name: 'ada@company.com', firstName: 'Ada', lastName: 'Only' }]);
  await console.fault({ endpoint: 'pivot.users.list', answer: { kind: 'status', status: 200, body }, times: 1 });
  await openUsers(page);
  await searchBox(page).fill('nobody here');
  await expect(page.getByText('The search hides the only user.')).toBeVisible();
});

test('the count is announced without moving the focus', async ({ page }) => {
  await openUsers(page);
  await searchBox(page).fill('example');
  await expect(page.locator('[role=status], [aria-live=polite]').filter({ hasText: /2 of 4/ })).toHaveCount(1);
  await expect(searchBox(page)).toBeFocused();
});

test.describe('among sixty', () => {
  test.use({ seed: 'demo' });

  test('every row that is left holds the text', async ({ page }) => {
    await openUsers(page);
    const everyone = await column(page, 'Last name');
    const name = everyone.find((last) => /^\w{5,}$/.test(last));
    await searchBox(page).fill(name.toLowerCase());
    await expect.poll(async () => (await column(page, 'Last name')).length).toBeLessThan(everyone.length);
    expect(await column(page, 'Last name')).toContain(name);
  });
});
