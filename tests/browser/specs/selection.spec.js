// Many users at once: selecting them, and what is then really sent.

import { readFile } from 'node:fs/promises';
import { test, expect } from '../harness/test.js';
import { tray, receipts } from '../harness/shell.js';
import { statusOf } from '../harness/pivot.js';
import { agree, openUsers, usersTable } from '../harness/users.js';

const box = (page, name) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true });
const bar = (page) => page.getByRole('region', { name: 'Selected users' });
const press = (page, name) => bar(page).getByRole('button', { name, exact: true }).click();
const more = async (page, name) => {
  await press(page, 'More');
  await page.getByRole('menuitem', { name }).click();
};

/** What was sent that changes something, in order: `POST /api/v1/…`. */
async function writes(console) {
  const { requests } = await console.ask('GET', '/__mock/requests');
  return requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
}

const ALL = ['admin@company.com', 'admin@example.com', 'analyst@company.com', 'analyst@example.com'];

test('the bar is there while somebody is selected, and Clear takes it away', async ({ page }) => {
  await openUsers(page);
  await expect(bar(page)).toHaveCount(0);
  await box(page, ALL[1]).check();
  await expect(bar(page)).toContainText('1 selected');
  await press(page, 'Clear');
  await expect(bar(page)).toHaveCount(0);
  await expect(box(page, ALL[1])).not.toBeChecked();
});

test('with Shift everybody between is selected', async ({ page }) => {
  await openUsers(page);
  await box(page, ALL[0]).check();
  await box(page, ALL[2]).click({ modifiers: ['Shift'] });
  await expect(bar(page)).toContainText('3 selected');
  await expect(box(page, ALL[1])).toBeChecked();
  await expect(box(page, ALL[3])).not.toBeChecked();
});

test('all shown are selected, and stay so when a search hides them', async ({ page }) => {
  await openUsers(page);
  await page.getByRole('checkbox', { name: 'Select all shown' }).check();
  await expect(bar(page)).toContainText('4 selected');
  await page.getByRole('searchbox').fill('analyst');
  await expect(bar(page)).toContainText('4 selected, 2 not shown');
});

test('many are enabled in one go: one request each, and none for users that are enabled already', async ({ page, console }) => {
  await openUsers(page);
  await page.getByRole('checkbox', { name: 'Select all shown' }).check();
  await console.ask('DELETE', '/__mock/requests');
  await press(page, 'Enable');
  await expect(page.getByRole('dialog')).toContainText('Enable 4 users');
  await agree(page);
  await expect(tray(page)).toContainText('2 done, 2 were already in that state');
  expect((await writes(console)).sort()).toEqual(
    ['company', 'example'].map((host) => expect.stringMatching(`^(POST|PUT) /api/v1/user-statuses/analyst(@|%40)${host}.com$`)),
  );
  for (const name of ALL) expect(await statusOf(console, name)).toEqual({ name });
});

test('the last administrators are skipped, and the other users are disabled', async ({ page, console }) => {
  await openUsers(page);
  await page.getByRole('checkbox', { name: 'Select all shown' }).check();
  await press(page, 'Disable');
  await expect(page.getByRole('dialog')).toContainText('2 skipped');
  await agree(page);
  await expect(tray(page)).toContainText('2 skipped');
  for (const name of ALL.slice(0, 2)) expect(await statusOf(console, name)).toEqual({ name });
});

test('a role is given to many', async ({ page, console }) => {
  await openUsers(page);
  await box(page, ALL[2]).check();
  await box(page, ALL[3]).check();
  await more(page, 'Give a role…');
  const dialog = page.getByRole('dialog');
  const role = dialog.getByLabel('Role');
  await role.selectOption({ index: (await role.locator('option').count()) - 1 });
  const chosen = await role.inputValue();
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await agree(page);
  await expect(tray(page)).toContainText(/2 (done|were already in that state)/);
  for (const name of [ALL[2], ALL[3]]) {
    const body = await console.ask('GET', `/api/v1/users/${encodeURIComponent(name)}`);
    expect(JSON.stringify(body)).toContain(JSON.stringify(chosen));
  }
});

test('removing asks for the words, removes, and forgets who is gone', async ({ page, console, complaints }) => {
  complaints.expect(/status of 404/, 'what was removed is looked for once more');
  await openUsers(page);
  await box(page, ALL[2]).check();
  await box(page, ALL[3]).check();
  await more(page, 'Remove…');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('remove 2 users');
  await agree(page);
  await expect(tray(page)).toContainText('2 done');
  await expect(usersTable(page).getByRole('rowheader')).toHaveText([ALL[0], ALL[1]]);
  await expect(bar(page)).toHaveCount(0);
  expect((await console.api('GET', `/api/v1/users/${ALL[2]}`)).status).toBe(404);
});

test('the file holds the columns shown of who is selected, and nothing that a spreadsheet runs', async ({ page, console }) => {
  const name = '=HYPERLINK("http://evil.example")';
  await console.ask('POST', '/api/v1/users/eve', { user: { name: 'eve', firstName: name, lastName: '+1' } });
  await openUsers(page);
  await box(page, 'eve').check();
  await box(page, ALL[3]).check();
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Export CSV')]);
  expect(download.suggestedFilename()).toBe('pivot-users.csv');
  const text = await readFile(await download.path(), 'utf8');
  expect(text.split('\r\n')).toEqual([
    '\ufeffName,First name,Last name,Roles,Status,Disabled since',
    expect.stringMatching(/^analyst@example\.com,Analyst,Example,Analyst,Disabled,2022-09-21T/),
    `eve,"'=HYPERLINK(""http://evil.example"")",'+1,,Enabled,`,
    '',
  ]);
});

test('by keyboard alone: find, select, disable, undo', async ({ page, console }) => {
  await openUsers(page);
  await page.keyboard.press('/');
  await page.keyboard.type('admin company');
  await expect(usersTable(page).getByRole('rowheader')).toHaveCount(1);
  await box(page, ALL[0]).focus();
  await page.keyboard.press('Space');
  await bar(page).getByRole('button', { name: 'Disable', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(receipts(page)).toContainText('is disabled');
  expect(await statusOf(console, ALL[0])).toMatchObject({ disabled: expect.any(String) });
  await receipts(page).getByRole('button', { name: 'Undo' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => statusOf(console, ALL[0])).toEqual({ name: ALL[0] });
});

test('where a platform has no switch the bar says why, and does nothing', async ({ page }) => {
  await page.goto('/actian/users');
  await page.getByRole('checkbox', { name: 'Select all shown' }).check();
  const disable = bar(page).getByRole('button', { name: 'Disable', exact: true });
  await expect(disable).toHaveAttribute('aria-disabled', 'true');
  await expect(disable).toHaveAccessibleDescription(/Actian documents no way to disable a user/);
});
