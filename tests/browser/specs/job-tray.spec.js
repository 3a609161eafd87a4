// Changes of many: what is asked first, how far they are, what came of them.

import { test, expect } from '../harness/test.js';
import { tray, receipts, saved, toAll, visit } from '../harness/shell.js';
import { statusOf } from '../harness/pivot.js';
import { expectRow, flip, openUsers, settled, userSwitch } from '../harness/users.js';

const ANALYST = 'analyst@company.com';
const ANALYSTS = [ANALYST, 'analyst@example.com'];
const ADMINS = ['admin@company.com', 'admin@example.com'];
const down = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };
const dialog = (page) => page.getByRole('dialog');
const yes = (page) => dialog(page).locator('button[type=submit]').click();
const press = (page, name) => tray(page).getByRole('button', { name, exact: true }).click();

/** What was sent that changes a status: how often. */
async function writes(console) {
  const { requests } = await console.ask('GET', '/__mock/requests');
  return requests.filter(({ endpoint }) => ['pivot.statuses.set', 'pivot.statuses.create'].includes(endpoint)).length;
}

test('a question names the affected users, and shows what will be sent', async ({ page, console }) => {
  await openUsers(page);
  await toAll(page, 'Enable');
  await expect(dialog(page)).toHaveAccessibleName('Enable 4 users');
  const names = dialog(page).getByRole('list', { name: 'Affected users' }).getByRole('listitem');
  await expect(names).toHaveText([...ADMINS, ...ANALYSTS].map((name) => new RegExp(name)));
  await dialog(page).getByText('Requests that will be sent').click();
  await expect(dialog(page)).toContainText('/via/pivot/api/v1/user-statuses/');
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  expect(await writes(console)).toBe(0);
});

test('users that are skipped are named with the reason, and stay unchanged', async ({ page, console }) => {
  await openUsers(page);
  await toAll(page, 'Disable');
  const held = dialog(page).getByRole('list', { name: 'Skipped' }).getByRole('listitem');
  await expect(held).toHaveText(ADMINS.map((name) => new RegExp(`${name}.*administrator`)));
  await dialog(page).getByText('Requests that will be sent').click();
  // The others are disabled already.
  await expect(dialog(page)).toContainText('(none)');
  await expect(dialog(page)).not.toContainText('user-statuses/admin%40');
  await yes(page);
  await expect(tray(page)).toContainText('2 skipped');
  for (const name of ADMINS) expect(await statusOf(console, name)).toEqual({ name });
});

test('what is done is taken back from the tray, and read back', async ({ page, console }) => {
  await openUsers(page);
  await toAll(page, 'Enable');
  await yes(page);
  await expect(tray(page)).toContainText('2 done, 2 were already in that state.');
  expect(await statusOf(console, ANALYST)).toEqual({ name: ANALYST });
  await press(page, 'Undo');
  await yes(page);
  await expectRow(page, { Name: ANALYST, Status: /Disabled/ });
  await expect.poll(() => statusOf(console, ANALYST)).toMatchObject({ disabled: expect.any(String) });
});

test('what failed is told by outcome, in the platform’s words, and done again alone', async ({ page, console, complaints }) => {
  complaints.expect(/status of 503/, 'one of the writes is answered with it');
  await openUsers(page);
  await console.fault({ endpoint: 'pivot.statuses.set', answer: down, times: 1 });
  await toAll(page, 'Enable');
  await yes(page);
  await expect(tray(page)).toContainText('1 done, 2 were already in that state, 1 failed.');
  await press(page, 'Details');
  const groups = dialog(page).getByRole('heading', { level: 3 });
  await expect(groups).toHaveText(['1 failed', '1 done, read back', '2 were already in that state']);
  await expect(dialog(page)).toContainText('The user store is being moved.');
  await dialog(page).getByLabel('Problems only').check();
  await expect(groups).toHaveText(['1 failed']);
  await page.keyboard.press('Escape');
  await console.ask('DELETE', '/__mock/requests');
  await press(page, 'Retry what failed');
  for (const name of ANALYSTS) await expectRow(page, { Name: name, Status: /Enabled/ });
  expect(await writes(console)).toBe(1);
});

test('a receipt is saved as JSON and as CSV', async ({ page }) => {
  await openUsers(page);
  await toAll(page, 'Enable');
  await yes(page);
  await press(page, 'Details');
  const button = (name) => () => dialog(page).getByRole('button', { name }).click();
  const json = await saved(page, button('Save as JSON'));
  expect(json.name).toMatch(/^receipt-.+\.json$/);
  expect(JSON.parse(json.text)).toMatchObject({ version: 2, change: 'enable', platform: 'pivot', rows: expect.any(Array) });
  expect(JSON.parse(json.text).rows).toHaveLength(4);
  const csv = await saved(page, button('Save as CSV'));
  for (const name of [...ADMINS, ...ANALYSTS]) expect(csv.text).toContain(name);
  expect(csv.text).toContain('done, read back');
  const outcomes = JSON.parse(json.text).rows.map(({ outcome }) => outcome);
  expect(outcomes.sort()).toEqual(['already', 'already', 'done', 'done']);
});

test('Dismiss takes a line away and leaves the focus on the page; Activity still has it', async ({ page }) => {
  await openUsers(page);
  await toAll(page, 'Enable');
  await yes(page);
  await press(page, 'Dismiss');
  await expect(tray(page)).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await visit(page, 'Activity');
  await expect(page.getByRole('region', { name: 'Changes' }).first()).toContainText('2 done, 2 were already in that state.');
});

test('one change that went well is said in passing, and can be taken back there', async ({ page, console }) => {
  await openUsers(page);
  await flip(page, ANALYST);
  await expect(receipts(page)).toContainText('Analyst Company is enabled, read back from Pivot.');
  await expect(tray(page)).toBeHidden();
  await receipts(page).getByRole('button', { name: 'Undo' }).click();
  await settled(page, ANALYST);
  await expectRow(page, { Name: ANALYST, Status: /Disabled/ });
  expect(await statusOf(console, ANALYST)).toMatchObject({ disabled: expect.any(String) });
  await expect(userSwitch(page, ANALYST)).not.toBeChecked();
});

test.describe('of sixty', () => {
  test.use({ seed: 'demo' });

  test('the progress is shown, and Cancel leaves the rest untouched', async ({ page, console }) => {
    await openUsers(page);
    await console.fault({ endpoint: 'pivot.statuses.set', answer: { kind: 'slow', ms: 800 } });
    await toAll(page, 'Disable');
    await yes(page);
    await expect(tray(page).getByRole('progressbar')).toBeVisible();
    await expect(tray(page)).toContainText(/\d+ of \d+/);
    await press(page, 'Cancel');
    await expect(tray(page)).toContainText(/not tried/, { timeout: 15_000 });
    expect(await writes(console)).toBeLessThan(20);
    await expect(tray(page).getByRole('button').first()).toBeFocused();
  });

  test('a page that is closed in the middle leaves what was done for the next', async ({ page, console, complaints }) => {
    complaints.allow(/^failed request/, 'the page is left while requests are under way');
    page.on('dialog', (asked) => asked.accept());
    await openUsers(page);
    await console.fault({ endpoint: 'pivot.statuses.set', answer: { kind: 'slow', ms: 800 } });
    await toAll(page, 'Disable');
    await yes(page);
    await expect(tray(page).getByRole('progressbar')).toBeVisible();
    await page.goto('/activity');
    await expect(tray(page)).toContainText('Left unfinished when a page was closed: Disable');
    await press(page, 'Details');
    await expect(dialog(page)).toContainText('may or may not have been made');
    await page.keyboard.press('Escape');
    const json = await saved(page, () => press(page, 'Save as JSON'));
    expect(JSON.parse(json.text).version).toBe(2);
    expect(JSON.parse(json.text).rows.length).toBeGreaterThan(20);
    await press(page, 'Dismiss');
    await expect(tray(page)).toBeHidden();
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('rollcall.run.')))).toEqual([]);
  });
});
