// Every request of this browser: what is shown of it, and what never is.

import { test, expect } from '../harness/test.js';
import { requests, saved, visit } from '../harness/shell.js';
import { openUsers } from '../harness/users.js';

const rows = (page) => requests(page).getByRole('row').filter({ has: page.getByRole('rowheader') });
const down = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };

/** The activity after Pivot's users were loaded. */
async function openActivity(page) {
  await openUsers(page);
  await visit(page, 'Activity');
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeFocused();
}

/** As `openActivity`, after a Refresh that failed. */
async function openFailed(page, console, complaints) {
  complaints.expect(/status of 503/, 'the Refresh is answered with it');
  await openUsers(page);
  await console.fault({ endpoint: 'pivot.users.list', answer: down, times: 1 });
  await page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await visit(page, 'Activity');
}

test('lists every request, in words and as it was sent', async ({ page }) => {
  await openActivity(page);
  const users = rows(page).filter({ hasText: 'List users' });
  await expect(users).toContainText(['Pivot demo']);
  await expect(users).toContainText(['GET /api/v1/users']);
  await expect(users).toContainText(['200']);
  await expect(rows(page).filter({ hasText: 'List statuses' })).toHaveCount(1);
});

test('narrows the list by search, connection and kind, keeps that in the URL, and says when no request matches', async ({ page, console, complaints }) => {
  await openFailed(page, console, complaints);
  await page.getByLabel('Failures only').check();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('503, failed');
  await page.getByLabel('Changes only').check();
  await expect(page.getByText('No requests match these filters')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.getByRole('searchbox').fill('list statuses');
  await expect(rows(page)).toHaveCount(2);
  await expect(page).toHaveURL('/activity?q=list+statuses');
  await page.getByLabel('Connection', { exact: true }).selectOption('Actian demo');
  await expect(rows(page)).toHaveCount(0);
  await expect(page).toHaveURL('/activity?q=list+statuses&connection=actian');
  await page.goBack();
  await expect(rows(page)).toHaveCount(2);
});

test('one that failed shows the answer as it came, and can be made again', async ({ page, console, complaints }) => {
  await openFailed(page, console, complaints);
  await page.getByLabel('Failures only').check();
  await rows(page).getByRole('button', { name: 'List users' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('The user store is being moved.');
  await expect(dialog).toContainText(`curl`);
  await expect(dialog).toContainText(/Request ID\s*[0-9a-f]{16}/);
  await console.ask('DELETE', '/__mock/requests');
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await expect(page.locator('#announcements')).toHaveText('The request succeeded this time.');
  const made = (await console.ask('GET', '/__mock/requests')).requests;
  expect(made.map(({ endpoint }) => endpoint).filter((one) => one?.startsWith('pivot.'))).toEqual(['pivot.users.list']);
});

test('what is exported is what is shown', async ({ page, console, complaints }) => {
  await openFailed(page, console, complaints);
  await page.getByLabel('Failures only').check();
  const json = await saved(page, () => page.getByRole('button', { name: 'Export JSON' }).click());
  expect(json.name).toMatch(/^activity-.+\.json$/);
  expect(JSON.parse(json.text)).toMatchObject([{ connection: 'pivot', endpoint: 'pivot.users.list', status: '503', failed: 'true' }]);
  const csv = await saved(page, () => page.getByRole('button', { name: 'Export CSV' }).click());
  expect(csv.name).toMatch(/\.csv$/);
  expect(csv.text.trim().split('\r\n')).toHaveLength(2);
});

test('Clear forgets it all, and Undo brings it back', async ({ page }) => {
  await openActivity(page);
  const count = await rows(page).count();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(page.getByText('No requests yet')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(count);
});

test('a password is in no row, dialog or file', async ({ page }) => {
  const secret = 'Correct-horse-42';
  await page.goto('/metabase/users/1');
  const panel = page.locator('.panel');
  await panel.getByRole('button', { name: /password/i }).first().click();
  for (const input of await page.locator('input[type=password]:visible').all()) await input.fill(secret);
  await page.locator('button[type=submit]:visible').last().click();
  await expect(page.getByText(/read back|accepted/).first()).toBeVisible();
  await visit(page, 'Activity');
  await page.getByLabel('Changes only').check();
  await rows(page).first().getByRole('button').click();
  await expect(page.getByRole('dialog')).toContainText('password');
  expect(await page.content()).not.toContain(secret);
  await page.keyboard.press('Escape');
  const file = await saved(page, () => page.getByRole('button', { name: 'Export JSON' }).click());
  expect(file.text).not.toContain(secret);
});
