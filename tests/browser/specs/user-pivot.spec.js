// One user of Pivot: what is shown, what is sent, what is said when it fails.

import { test, expect } from '../harness/test.js';
import { CLOCK } from '../harness/mock.js';
import { writes } from '../harness/invite.js';
import { addUser, statusOf } from '../harness/pivot.js';
import { access, action, answer, detail, dialog, field, openUser, panel, part, receipt, save, unfold } from '../harness/user.js';

const ADMIN = 'admin@company.com';
const ANALYST = 'analyst@company.com';
const NEW = 'new@company.com';
const NOW = new Date(CLOCK).toISOString();
const down = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };

const userPath = (name) => `/api/v1/users/${encodeURIComponent(name)}`;
const statusPath = (name) => `/api/v1/user-statuses/${encodeURIComponent(name)}`;
const userOf = async (console, name) => (await console.ask('GET', userPath(name)))[0];
const sent = async (console) => (await writes(console)).map(({ endpoint, path, body }) => ({ endpoint, path, body: JSON.parse(body || 'null') }));
const endpoints = async (console) => (await writes(console)).map(({ endpoint }) => endpoint);

test('every field is shown, those that no document names too', async ({ page, console }) => {
  const body = JSON.stringify([{ name: ADMIN, firstName: 'Ada', shoeSize: 44, tags: ['a', { b: null }] }]);
  await console.fault({ endpoint: 'pivot.users.list', answer: { kind: 'status', status: 200, body } });
  await openUser(page, 'pivot', ADMIN);
  await expect(await detail(page, 'Name')).toHaveText(ADMIN);
  await expect(await detail(page, 'First name')).toHaveText('Ada');
  await expect(await detail(page, 'Last name')).toHaveText('none');
  await expect(await detail(page, 'shoeSize')).toHaveText('44');
  await expect(await detail(page, 'tags')).toHaveText('["a",{"b":null}]');
});

test.describe('the form', () => {
  test('sends the user back whole, with only what was changed changed', async ({ page, console }) => {
    await openUser(page, 'pivot', ADMIN);
    const before = await userOf(console, ADMIN);
    await field(page, 'First name').fill('Ada');
    await save(page);
    await expect(receipt(page, 'Edit')).toContainText('read back from Pivot');
    await expect(await detail(page, 'First name')).toHaveText('Ada');
    expect(await userOf(console, ADMIN)).toEqual({ ...before, firstName: 'Ada' });
    expect(await sent(console)).toEqual([
      { endpoint: 'pivot.users.set', path: userPath(ADMIN), body: { user: expect.objectContaining({ firstName: 'Ada', lastName: 'Company' }) } },
    ]);
  });

  test('offers nothing to save until something is changed, and says so', async ({ page, console }) => {
    await openUser(page, 'pivot', ADMIN);
    const button = part(page, 'Edit').getByRole('button', { name: 'Save changes' });
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    await expect(button).toHaveAccessibleDescription('Nothing has been changed yet.');
    await button.click({ force: true });
    await field(page, 'Last name').fill('Elsewhere');
    await expect(button).toHaveAttribute('aria-disabled', 'false');
    await part(page, 'Edit').getByRole('button', { name: 'Discard changes' }).click();
    await expect(field(page, 'Last name')).toHaveValue('Company');
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(await writes(console)).toEqual([]);
  });

  test('keeps what was typed when it fails, and saves it when it is sent again', async ({ page, console, complaints }) => {
    complaints.expect(/status of 503/, 'the first try is answered with it');
    await openUser(page, 'pivot', ADMIN);
    await console.fault({ endpoint: 'pivot.users.set', answer: down, times: 1 });
    await field(page, 'First name').fill('Ada');
    await field(page, 'Email').fill('ada@company.com');
    await save(page);
    await expect(receipt(page, 'Edit')).toContainText('Pivot said: “The user store is being moved.” (status 503)');
    await expect(field(page, 'First name')).toHaveValue('Ada');
    await expect(field(page, 'Email')).toHaveValue('ada@company.com');
    await save(page);
    await expect(receipt(page, 'Edit')).toContainText('read back from Pivot');
    expect(await userOf(console, ADMIN)).toMatchObject({ firstName: 'Ada', email: 'ada@company.com' });
  });

  test('says to sign in again when the sign-in is over, and keeps what was typed', async ({ page, console, complaints }) => {
    complaints.expect(/status of 401/, 'the token is no longer good');
    await openUser(page, 'pivot', ADMIN);
    await console.fault({ platform: 'pivot', answer: { kind: 'status', status: 401, body: '{"error":"no session"}' } });
    await field(page, 'First name').fill('Ada');
    await save(page);
    await expect(receipt(page, 'Edit')).toContainText(/[Ss]ign in again|token/);
    await expect(field(page, 'First name')).toHaveValue('Ada');
    await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText('Admin Company');
  });

  test('gives and takes roles that Pivot offers', async ({ page, console }) => {
    await openUser(page, 'pivot', ADMIN);
    const roles = part(page, 'Edit').getByRole('group', { name: 'Roles' });
    await roles.getByLabel('Analyst', { exact: true }).check();
    await save(page);
    await expect(receipt(page, 'Edit')).toContainText('read back from Pivot');
    // In the 2023.01 pages roles are called users.
    expect((await userOf(console, ADMIN)).users.toSorted()).toEqual(['analyst', 'super-admin']);
  });

  test('takes roles as text when Pivot does not list them', async ({ page, console, complaints }) => {
    complaints.expect(/status of 503/, 'the roles are answered with it');
    await console.fault({ endpoint: 'pivot.roles.list', answer: down });
    await openUser(page, 'pivot', ADMIN);
    await field(page, 'Other roles').fill('analyst, night-shift');
    await save(page);
    await expect(receipt(page, 'Edit').or(dialog(page)).first()).toBeVisible();
    expect(await sent(console)).toEqual([
      expect.objectContaining({ endpoint: 'pivot.users.set', body: { user: expect.objectContaining({ name: ADMIN }) } }),
    ]);
    expect(JSON.stringify((await sent(console))[0].body)).toContain('"super-admin","analyst","night-shift"');
  });
});

test.describe('access', () => {
  test('is switched on and off, read back, and what was seen is kept', async ({ page, console }) => {
    await openUser(page, 'pivot', ANALYST);
    await access(page).click();
    await expect(access(page)).toBeChecked();
    await expect(receipt(page, 'Access')).toContainText('read back from Pivot');
    expect(await statusOf(console, ANALYST)).toEqual({ name: ANALYST });
    const seen = await unfold(page, 'Changes seen in this browser');
    await expect(seen.getByRole('listitem')).toHaveText([
      /^Enabled, read back after a change from here/,
      /^Disabled, read with the list/,
    ]);
    await access(page).click();
    await expect(access(page)).not.toBeChecked();
    await expect.poll(() => statusOf(console, ANALYST)).toEqual({ name: ANALYST, disabled: NOW });
  });

  test('goes back when Pivot refuses, in its words', async ({ page, console, complaints }) => {
    complaints.expect(/status of 503/, 'the write is answered with it');
    await openUser(page, 'pivot', ANALYST);
    const before = await statusOf(console, ANALYST);
    await console.fault({ endpoint: 'pivot.statuses.set', answer: down, times: 1 });
    await access(page).click();
    await expect(receipt(page, 'Access')).toContainText('The user store is being moved.');
    await expect(access(page)).not.toBeChecked();
    expect(await statusOf(console, ANALYST)).toEqual(before);
  });

  test('of an administrator is asked about first', async ({ page, console }) => {
    await openUser(page, 'pivot', ADMIN);
    await access(page).click();
    await expect(dialog(page)).toContainText('This user is an administrator.');
    await answer(page, 'Cancel');
    await expect(access(page)).toBeChecked();
    expect(await writes(console)).toEqual([]);
    await access(page).click();
    await answer(page, 'Disable Admin Company');
    await expect(access(page)).not.toBeChecked();
    await expect.poll(() => statusOf(console, ADMIN)).toEqual({ name: ADMIN, disabled: NOW });
  });

  test('a status is created where there was none, at the time that was typed', async ({ page, console, complaints }) => {
    complaints.expect(/status of 404/, 'Pivot holds no status');
    await addUser(console, { name: NEW, firstName: 'Nina' });
    await openUser(page, 'pivot', NEW);
    await action(page, 'Set the status record').click();
    await dialog(page).getByLabel('Disabled since').fill('last week');
    await answer(page, 'Set the status');
    await expect(dialog(page).getByRole('alert')).toContainText('Write the time like');
    await dialog(page).getByLabel('Disabled since').fill('2026-01-02T03:04:05.000Z');
    await answer(page, 'Set the status');
    await expect(receipt(page, 'Actions')).toContainText('read back from Pivot');
    expect(await statusOf(console, NEW)).toEqual({ name: NEW, disabled: '2026-01-02T03:04:05.000Z' });
    await expect(access(page)).not.toBeChecked();
  });

  test('a status is deleted after a question', async ({ page, console, complaints }) => {
    complaints.expect(/status of 404/, 'it is read back and gone');
    await openUser(page, 'pivot', ANALYST);
    await action(page, 'Delete the status record').click();
    await expect(dialog(page)).toBeVisible();
    await dialog(page).locator('button[type=submit]').click();
    await expect(receipt(page, 'Actions')).toBeVisible();
    expect(await statusOf(console, ANALYST)).toBeUndefined();
    expect(await endpoints(console)).toEqual(['pivot.statuses.delete']);
  });
});

test.describe('removal', () => {
  test('wants the name typed, disables, deletes the user, then the status, and reports each step', async ({ page, console, complaints }) => {
    complaints.expect(/status of 404/, 'both are read back and gone');
    await openUser(page, 'pivot', ADMIN);
    await action(page, 'Delete with its status').click();
    const yes = dialog(page).locator('button[type=submit]');
    await expect(yes).toHaveAttribute('aria-disabled', 'true');
    await dialog(page).getByLabel(/^Type/).fill(ADMIN);
    await yes.click();
    await expect(page.getByText('User not found')).toBeVisible();
    expect(await endpoints(console)).toEqual(['pivot.statuses.set', 'pivot.users.delete', 'pivot.statuses.delete']);
    expect((await console.api('GET', userPath(ADMIN))).status).toBe(404);
    expect(await statusOf(console, ADMIN)).toBeUndefined();
    await page.getByRole('button', { name: 'Details' }).click();
    const steps = dialog(page).getByRole('list', { name: 'Steps' }).getByRole('listitem');
    await expect(steps).toHaveText([/: accepted$/, /: accepted$/, /: accepted$/]);
  });

  test('that stops half-way says what is done and what is not', async ({ page, console, complaints }) => {
    complaints.expect(/status of (404|503)/, 'the status is not deleted');
    await openUser(page, 'pivot', ADMIN);
    await console.fault({ endpoint: 'pivot.statuses.delete', answer: down });
    await action(page, 'Delete with its status').click();
    await dialog(page).getByLabel(/^Type/).fill(ADMIN);
    await dialog(page).locator('button[type=submit]').click();
    await expect(page.getByText(/after a part was done/).first()).toBeVisible();
    expect(await statusOf(console, ADMIN)).toMatchObject({ name: ADMIN });
  });
});

test('a status without a user is shown as one, and can be deleted', async ({ page, console, complaints }) => {
  complaints.expect(/status of 404/, 'it is read back and gone');
  await console.ask('DELETE', userPath(ANALYST));
  await openUser(page, 'pivot', ANALYST);
  await expect(part(page, 'Edit')).toHaveCount(0);
  await expect(action(page, 'Delete with its status')).toHaveCount(0);
  await action(page, 'Delete the status record').click();
  await dialog(page).locator('button[type=submit]').click();
  await expect(page.getByText('User not found')).toBeVisible();
  // The first one was made here.
  expect(await endpoints(console)).toEqual(['pivot.users.delete', 'pivot.statuses.delete']);
});

test('the welcome email is asked for again with the address that was typed', async ({ page, console }) => {
  await openUser(page, 'pivot', ADMIN);
  await action(page, 'Request welcome email again').click();
  await dialog(page).getByLabel('Address of Pivot').fill('https://pivot.company.com');
  await answer(page, 'Request email');
  await expect(receipt(page, 'Actions')).toBeVisible();
  expect(await sent(console)).toEqual([
    expect.objectContaining({
      endpoint: 'pivot.users.set',
      body: expect.objectContaining({ sendWelcomeEmail: true, clientUrl: 'https://pivot.company.com' }),
    }),
  ]);
});

test('what Pivot does not offer is there, off limits, with the reason', async ({ page, console }) => {
  await openUser(page, 'pivot', ADMIN);
  await unfold(page, 'What Pivot does not offer');
  for (const name of ['Set the password', 'Request password-reset email', 'Assign to this tenant', 'Show recipients']) {
    await expect(action(page, name)).toHaveAttribute('aria-disabled', 'true');
    await expect(action(page, name)).toHaveAccessibleDescription(/\.$/);
    await action(page, name).click({ force: true });
  }
  await expect(dialog(page)).toHaveCount(0);
  expect(await writes(console)).toEqual([]);
});

test('every request is shown before it is made, with no secret', async ({ page, console }) => {
  await openUser(page, 'pivot', ADMIN);
  const requests = await unfold(page, 'Requests this page can make');
  for (const path of [userPath(ADMIN), statusPath(ADMIN)]) await expect(requests).toContainText(`/via/pivot${path}`);
  for (const method of ['GET', 'POST', 'DELETE']) await expect(requests).toContainText(`curl -X ${method}`);
  await expect(requests).toContainText('x-rollcall: 1');
  await expect(requests).not.toContainText('x-imply-api-token');
  await expect(requests).not.toContainText(': demo');
  expect(await writes(console)).toEqual([]);
});

test('the raw record is what Pivot answers, to the letter', async ({ page, console }) => {
  const body = JSON.stringify({ users: [{ name: ADMIN, '<b>odd</b>': 1 }] });
  await openUser(page, 'pivot', ADMIN);
  await console.fault({ endpoint: 'pivot.users.get', answer: { kind: 'status', status: 200, body }, times: 1 });
  const raw = await unfold(page, 'Raw record');
  await raw.getByRole('button', { name: 'Read it now' }).click();
  await expect(raw.locator('pre').first()).toContainText('"<b>odd</b>": 1');
  await expect(raw.locator('pre')).toHaveCount(2);
});

test('a user who is not there is said not to be there', async ({ page, console }) => {
  await page.goto('/pivot/users/nobody%40company.com');
  await expect(panel(page).getByText('User not found')).toBeVisible();
  await addUser(console, { name: 'nobody@company.com' });
  await panel(page).getByRole('button', { name: 'Refresh' }).click();
  await expect(part(page, 'Details')).toBeVisible();
});

for (const name of ['<img src=x onerror=alert(1)>', 'مدير النظام', 'x'.repeat(500), '👩🏽‍🚒', '100%', '%25', 'a/b?c#d']) {
  test(`${name.slice(0, 30)} is a name like any other`, async ({ page, console }) => {
    await addUser(console, { name, firstName: name, lastName: '<script>alert(2)</script>' });
    await openUser(page, 'pivot', name);
    await expect(await detail(page, 'Name')).toHaveText(name);
    await expect(field(page, 'First name')).toHaveValue(name);
    await expect(panel(page).locator('script, img, b')).toHaveCount(0);
    await field(page, 'First name').fill('Ada');
    await save(page);
    await expect(receipt(page, 'Edit')).toContainText('read back from Pivot');
    expect(await userOf(console, name)).toMatchObject({ name, firstName: 'Ada' });
  });
}
