// The list as somebody wants it: filters, order and columns, and that the
// address keeps them.

import { test, expect } from '../harness/test.js';
import { writes } from '../harness/invite.js';
import { column, expectNames, openUsers, searchBox, usersTable } from '../harness/users.js';

const ALL = ['admin@company.com', 'admin@example.com', 'analyst@company.com', 'analyst@example.com'];
const filter = (page, name) => page.getByRole('combobox', { name, exact: true });
const heading = (page, name) => usersTable(page).getByRole('columnheader', { name, exact: true });
const query = (page) => Object.fromEntries(new URL(page.url()).searchParams);

test('filters narrow the list, stand in the address, and Back takes them away one by one', async ({ page }) => {
  await openUsers(page);
  await filter(page, 'Status').selectOption('Disabled');
  await expectNames(page, [ALL[2], ALL[3]]);
  await filter(page, 'Rights').selectOption('Administrators');
  await expect(page.getByText('No users match these filters')).toBeVisible();
  await expect.poll(() => query(page)).toEqual({ status: 'disabled', rights: 'admin' });
  await page.reload();
  await expect(page.getByText('No users match these filters')).toBeVisible();
  await page.goBack();
  await expectNames(page, [ALL[2], ALL[3]]);
  await expect(filter(page, 'Rights')).toHaveValue('');
  await page.goBack();
  await expectNames(page, ALL);
  await expect(filter(page, 'Status')).toHaveValue('');
});

test('a role that is chosen shows who has it', async ({ page }) => {
  await openUsers(page);
  await filter(page, 'Role').selectOption({ label: 'Analyst' });
  await expectNames(page, [ALL[2], ALL[3]]);
});

test('a value that nothing has hides everybody, and is said', async ({ page }) => {
  await page.goto('/pivot/users?role=gone');
  await expect(page.getByText('No users match these filters')).toBeVisible();
  await expect(filter(page, 'Role')).toHaveValue('gone');
});

test('every heading sorts, says so, and the address keeps it', async ({ page }) => {
  await openUsers(page);
  for (const name of ['First name', 'Last name', 'Roles', 'Status', 'Disabled since']) {
    await heading(page, name).getByRole('button').click();
    await expect(heading(page, name)).toHaveAttribute('aria-sort', 'ascending');
    await heading(page, name).getByRole('button').click();
    await expect(heading(page, name)).toHaveAttribute('aria-sort', 'descending');
    await expect(heading(page, 'Name')).toHaveAttribute('aria-sort', 'none');
  }
  await heading(page, 'Last name').getByRole('button').click();
  await expect.poll(() => column(page, 'Last name')).toEqual(['Company', 'Company', 'Example', 'Example']);
  await expect.poll(() => query(page)).toEqual({ sort: 'last' });
  await page.reload();
  await expect(heading(page, 'Last name')).toHaveAttribute('aria-sort', 'ascending');
});

test('columns are chosen, moved and kept, each platform by itself', async ({ page }) => {
  await openUsers(page);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Email' }).check();
  await page.getByRole('checkbox', { name: 'First name' }).uncheck();
  await page.getByRole('button', { name: 'Move Roles left' }).click();
  await page.getByRole('button', { name: 'Compact' }).click();
  await page.keyboard.press('Escape');
  const heads = () => usersTable(page).getByRole('columnheader').allInnerTexts();
  const chosen = ['', 'Name', 'Last name', 'Roles', 'Email', 'Status', 'Disabled since', 'Actions'];
  await expect.poll(heads).toEqual(chosen);
  await page.reload();
  await expect.poll(heads).toEqual(chosen);
  await expect(page.locator('.grid-frame')).toHaveAttribute('data-density', 'compact');
  await page.goto('/actian/users');
  await expect.poll(heads).toEqual(['', 'Email', 'First name', 'Last name', 'Role', 'Status', 'Actions']);
});

test('a user opens beside the list as it is, and Back closes it', async ({ page }) => {
  await openUsers(page, '?q=example');
  await page.getByRole('link', { name: ALL[1] }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Admin Example' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/pivot/users/admin%40example.com');
  await expect(searchBox(page)).toHaveValue('example');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 2, name: 'Admin Example' })).toHaveCount(0);
  await expectNames(page, [ALL[1], ALL[3]]);
});

test.describe('a thousand', () => {
  test.use({ seed: '1000' });

  const elements = (page) => usersTable(page).evaluate((table) => table.querySelectorAll('*').length);
  const first = (page) => usersTable(page).getByRole('rowheader').first();

  test('only what is in sight is on the page, wherever that is', async ({ page }) => {
    await openUsers(page);
    await expect(page.getByText(/^1,0\d\d of 1,0\d\d shown$|^1,000 of 1,000 shown$/)).toBeVisible();
    const frame = page.locator('.grid-frame');
    for (const share of [0, 0.31, 0.77, 1]) {
      await frame.evaluate((frame, share) => frame.scrollTo(0, frame.scrollHeight * share), share);
      await expect(first(page)).toBeVisible();
      expect(await elements(page)).toBeLessThanOrEqual(600);
    }
  });

  test('the focus stays with its user, however far the list is scrolled or sorted', async ({ page }) => {
    await openUsers(page);
    const access = page.getByRole('switch').nth(3);
    const name = await access.getAttribute('aria-label');
    await access.focus();
    const frame = page.locator('.grid-frame');
    const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    for (const top of [400, 9_000, 30_000, 0]) {
      await frame.evaluate((frame, top) => frame.scrollTo(0, top), top);
      expect(await focused()).toBe(name);
    }
    await heading(page, 'Last name').getByRole('button').evaluate((button) => button.click());
    await expect(heading(page, 'Last name')).toHaveAttribute('aria-sort', 'ascending');
    expect(await focused()).toBe(name);
  });

  test('arrows, Page Down and End lead through the rows', async ({ page }) => {
    await openUsers(page);
    await usersTable(page).getByRole('link').first().focus();
    const at = () => page.evaluate(() => Number(document.activeElement.closest('tr').getAttribute('aria-rowindex')));
    await page.keyboard.press('ArrowDown');
    expect(await at()).toBe(3);
    await page.keyboard.press('PageDown');
    expect(await at()).toBeGreaterThan(10);
    await page.keyboard.press('End');
    expect(await at()).toBe(Number(await usersTable(page).getAttribute('aria-rowcount')));
    await page.keyboard.press('Home');
    expect(await at()).toBe(2);
  });

  test('the place in the list is kept when the page is loaded again', async ({ page }) => {
    await openUsers(page);
    await page.locator('.grid-frame').evaluate((frame) => frame.scrollTo(0, 420 * 42));
    await expect.poll(() => Number(query(page).at)).toBeGreaterThan(100);
    const at = Number(query(page).at);
    await page.reload();
    await expect.poll(() => page.locator('.grid-frame').evaluate((frame) => frame.scrollTop)).toBeGreaterThan(100);
    await expect.poll(() => Number(query(page).at)).toBe(at);
  });
});

test.describe('Actian', () => {
  test('has a switch that cannot be pressed, and says why', async ({ page }) => {
    await page.goto('/actian/users');
    const access = page.getByRole('switch').first();
    await expect(access).toHaveAttribute('aria-disabled', 'true');
    await expect(access).toHaveAccessibleDescription(/Actian documents no way to disable a user/);
    await access.click({ force: true });
    await expect(page.getByRole('status', { name: 'Receipts' })).toContainText('Actian documents no way');
  });
});

test('somebody of another tenant of Actian is found by address and taken in', async ({ page, console, complaints }) => {
  complaints.expect(/status of 404/, 'whoever is taken in is looked for first');
  await console.ask('DELETE', '/api/auth/auth/demo/users/analyst%40example.com');
  await page.goto('/actian/users?q=analyst@example.com');
  await page.getByRole('link', { name: 'Assign “analyst@example.com” to this tenant' }).click();
  await page.getByRole('button', { name: 'Assign to this tenant' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Assign', exact: true }).click();
  await expect.poll(async () => (await writes(console)).map(({ endpoint }) => endpoint)).toEqual([
    // The first one was made here.
    'actian.users.delete',
    'actian.users.assign',
  ]);
});

for (const restore of [true, false]) {
  test(`a switch in the list gives an administrator of Metabase the rights back ${restore ? 'on demand' : 'on demand only'}`, async ({ page, console }) => {
    await page.goto('/metabase/users');
    const access = page.getByRole('switch', { name: 'Access for former@example.com' });
    await access.click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('Metabase removes administrator rights');
    if (restore) await dialog.getByLabel('Give the administrator rights back').check();
    await dialog.locator('button[type=submit]').click();
    await expect(access).toBeChecked();
    const wanted = ['metabase.users.reactivate', ...(restore ? ['metabase.users.update'] : [])];
    await expect.poll(async () => (await writes(console)).map(({ endpoint }) => endpoint)).toEqual(wanted);
  });
}

test.describe('Metabase', () => {
  test.use({ seed: 'demo' });

  test('shows who never signed in', async ({ page }) => {
    await page.goto('/metabase/users');
    await filter(page, 'Sign-in').selectOption('Never signed in');
    await expect.poll(async () => new Set(await column(page, 'Last sign-in'))).toEqual(new Set(['never']));
  });

  test('switches a user off and on again', async ({ page }) => {
    await page.goto('/metabase/users?q=aiko');
    const access = page.getByRole('switch', { name: 'Access for aiko.yamamoto@harborline.example' });
    await access.click();
    await expect(access).toHaveAttribute('aria-busy', 'false');
    await expect(access).not.toBeChecked();
    await expect(page.getByRole('status', { name: 'Receipts' })).toContainText('Aiko Yamamoto is disabled, read back from Metabase');
  });
});
