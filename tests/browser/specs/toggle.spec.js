import { test, expect } from '../harness/test.js';
import { CLOCK } from '../harness/mock.js';
import { addUser, setStatus, statusOf } from '../harness/pivot.js';
import { expectRow, flip, openUsers, press, refreshButton, settled, userSwitch } from '../harness/users.js';

const ADMIN = 'admin@company.com';
const ANALYST = 'analyst@company.com';
const NOW = new Date(CLOCK).toISOString();

test('switching off disables the user, from now', async ({ page, console }) => {
  await openUsers(page);
  await expect(userSwitch(page, ADMIN)).toBeChecked();
  await press(page, ADMIN);
  await expect(userSwitch(page, ADMIN)).not.toBeChecked();
  await expectRow(page, { Name: ADMIN, Status: /Disabled/, 'Disabled since': /.+/ });
  expect(await statusOf(console, ADMIN)).toEqual({ name: ADMIN, disabled: NOW });
});

test('switching on leaves no trace of having been disabled', async ({ page, console }) => {
  await openUsers(page);
  await press(page, ANALYST);
  await expectRow(page, { Name: ANALYST, Status: /Enabled/ });
  expect(await statusOf(console, ANALYST)).toEqual({ name: ANALYST });
});

test('off and on again ends where it began', async ({ page, console }) => {
  await openUsers(page);
  await press(page, ADMIN);
  await expectRow(page, { Name: ADMIN, Status: /Disabled/ });
  await press(page, ADMIN);
  await expectRow(page, { Name: ADMIN, Status: /Enabled/ });
  expect(await statusOf(console, ADMIN)).toEqual({ name: ADMIN });
});

test('a user without a status is enabled, and gets a status when switched off', async ({ page, console, complaints }) => {
  complaints.expect(/status of 404/, 'the status is looked up first, and Pivot says that there is none');
  await addUser(console, { name: 'new@company.com' });
  await openUsers(page);
  await expect(userSwitch(page, 'new@company.com')).toBeChecked();
  await press(page, 'new@company.com');
  await expectRow(page, { Name: 'new@company.com', Status: /Disabled/ });
  expect(await statusOf(console, 'new@company.com')).toEqual({ name: 'new@company.com', disabled: NOW });
});

for (const key of ['Space', 'Enter']) {
  test(`the switch works from the keyboard, with ${key}, and keeps focus`, async ({ page, console }) => {
    await openUsers(page);
    await userSwitch(page, ADMIN).focus();
    await page.keyboard.press(key);
    // An administrator is asked about; Enter says yes.
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Enter');
    await settled(page, ADMIN);
    await expectRow(page, { Name: ADMIN, Status: /Disabled/ });
    await expect(userSwitch(page, ADMIN)).toBeFocused();
    expect(await statusOf(console, ADMIN)).toEqual({ name: ADMIN, disabled: NOW });
  });
}

test('while Pivot takes its time the switch is pending, and pressing it again does nothing', async ({ page, console }) => {
  await openUsers(page);
  await console.fault({ endpoint: 'pivot.statuses.set', answer: { kind: 'slow', ms: 1500 }, times: 1 });
  const writes = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') writes.push(request.url());
  });
  await flip(page, ADMIN);
  await expect(userSwitch(page, ADMIN)).toHaveAttribute('aria-busy', 'true');
  await userSwitch(page, ADMIN).click({ force: true });
  await userSwitch(page, ADMIN).press('Space');
  await settled(page, ADMIN);
  await expectRow(page, { Name: ADMIN, Status: /Disabled/ });
  expect(writes).toHaveLength(1);
});

test('several users can be switched at the same time', async ({ page, console }) => {
  await openUsers(page);
  await console.fault({ endpoint: 'pivot.statuses.set', answer: { kind: 'slow', ms: 500 }, times: 2 });
  await flip(page, ADMIN);
  await userSwitch(page, ANALYST).click();
  await settled(page, ADMIN);
  await settled(page, ANALYST);
  await expectRow(page, { Name: ADMIN, Status: /Disabled/ });
  await expectRow(page, { Name: ANALYST, Status: /Enabled/ });
  expect(await statusOf(console, ADMIN)).toEqual({ name: ADMIN, disabled: NOW });
  expect(await statusOf(console, ANALYST)).toEqual({ name: ANALYST });
});

test.describe('what is shown is what Pivot holds', () => {
  test('after a reload', async ({ page }) => {
    await openUsers(page);
    await press(page, ADMIN);
    await expectRow(page, { Name: ADMIN, Status: /Disabled/ });
    await page.reload();
    await expectRow(page, { Name: ADMIN, Status: /Disabled/ });
    await expect(userSwitch(page, ADMIN)).not.toBeChecked();
  });

  test("after a reload, also of what was changed behind the console's back", async ({ page, console }) => {
    await openUsers(page);
    await setStatus(console, { name: ADMIN, disabled: '2026-01-02T03:04:05.000Z' });
    await page.reload();
    await expectRow(page, { Name: ADMIN, Status: /Disabled/, 'Disabled since': /2 Jan/ });
  });

  test('after Refresh, without a reload', async ({ page, console }) => {
    await openUsers(page);
    await setStatus(console, { name: ADMIN, disabled: '2026-01-02T03:04:05.000Z' });
    await addUser(console, { name: 'zoe@company.com', firstName: 'Zoë' });
    await refreshButton(page).click();
    await expectRow(page, { Name: ADMIN, Status: /Disabled/ });
    await expectRow(page, { Name: 'zoe@company.com', 'First name': 'Zoë', Status: /Enabled/ });
  });
});
