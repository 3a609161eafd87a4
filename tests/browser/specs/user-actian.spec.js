// One user of Actian: what is shown, what is sent, what is said when it fails.

import { test, expect } from '../harness/test.js';
import { mails, writes } from '../harness/invite.js';
import { access, action, answer, detail, dialog, field, openUser, panel, part, receipt, save, unfold } from '../harness/user.js';

const ADMIN = 'admin@example.com';
const ANALYST = 'analyst@example.com';
const PATH = `/api/auth/auth/demo/user/${encodeURIComponent(ANALYST)}`;
const down = { kind: 'status', status: 503, body: '{"description":"The user store is being moved."}' };

const members = async (console) =>
  (await console.ask('GET', '/api/auth/auth/demo/users')).map?.(({ email }) => email) ??
  (await console.ask('GET', '/api/auth/auth/demo/users')).users.map(({ email }) => email);
const sent = async (console) => (await writes(console)).map(({ endpoint, path, query }) => ({ endpoint, path, query }));

test('every field is shown, and that nobody can be disabled', async ({ page }) => {
  await openUser(page, 'actian', ANALYST);
  await expect(await detail(page, 'Email')).toHaveText(ANALYST);
  await expect(await detail(page, 'Role')).toHaveText('User (user)');
  await expect(await detail(page, 'Tenant')).toHaveText('demo');
  await expect(access(page)).toHaveAttribute('aria-disabled', 'true');
  await expect(access(page)).toHaveAccessibleDescription(/no way to disable/);
});

test('names and role are changed in one request, and read back', async ({ page, console }) => {
  await openUser(page, 'actian', ANALYST);
  await expect(part(page, 'Edit').getByLabel('Email')).toHaveAttribute('readonly');
  await field(page, 'First name').fill('Änne & Co');
  await part(page, 'Edit').getByLabel('Administrator').check();
  await save(page);
  await expect(receipt(page, 'Edit')).toContainText('read back from Actian');
  const [{ endpoint, path, query }, ...more] = await sent(console);
  expect(more).toEqual([]);
  expect({ endpoint, path }).toEqual({ endpoint: 'actian.users.update', path: PATH });
  expect(Object.fromEntries(new URLSearchParams(query))).toMatchObject({ first_name: 'Änne & Co', role: 'admin' });
  await expect(await detail(page, 'Role')).toHaveText('Administrator (admin)');
});

test('a change that fails keeps what was typed', async ({ page, console, complaints }) => {
  complaints.expect(/status of 503/, 'the change is answered with it');
  await openUser(page, 'actian', ANALYST);
  await console.fault({ endpoint: 'actian.users.update', answer: down, times: 1 });
  await field(page, 'Last name').fill('Elsewhere');
  await save(page);
  await expect(receipt(page, 'Edit')).toContainText('The user store is being moved.');
  await expect(field(page, 'Last name')).toHaveValue('Elsewhere');
});

test('a name that is needed is asked for before anything is sent', async ({ page, console }) => {
  await openUser(page, 'actian', ANALYST);
  await field(page, 'First name').fill('');
  await save(page);
  await expect(part(page, 'Edit').getByRole('alert')).toContainText('Enter the first name');
  await expect(field(page, 'First name')).toHaveAttribute('aria-invalid', 'true');
  expect(await writes(console)).toEqual([]);
});

test('administrator rights are given after a question', async ({ page, console }) => {
  await openUser(page, 'actian', ANALYST);
  await action(page, 'Make administrator').click();
  await dialog(page).locator('button[type=submit]').click();
  await expect(receipt(page, 'Actions')).toContainText('read back from Actian');
  await expect(action(page, 'Take administrator rights')).toBeVisible();
  expect((await sent(console)).map(({ endpoint }) => endpoint)).toEqual(['actian.users.update']);
});

test('the last administrator keeps the rights', async ({ page, console }) => {
  await openUser(page, 'actian', ADMIN);
  await action(page, 'Take administrator rights').click();
  await expect(dialog(page)).toContainText(/last administrator|lock itself out/);
  await dialog(page).getByRole('button', { name: 'Close' }).last().click();
  expect(await writes(console)).toEqual([]);
});

test('removed from the tenant, and assigned to it again from the same page', async ({ page, console, complaints }) => {
  complaints.expect(/status of 404/, 'whoever is removed is looked for and not found');
  await openUser(page, 'actian', ANALYST);
  await action(page, 'Remove from this tenant').click();
  await dialog(page).getByLabel(/^Type/).fill(ANALYST);
  await dialog(page).locator('button[type=submit]').click();
  await expect(panel(page).getByText('User not found')).toBeVisible();
  expect(await members(console)).not.toContain(ANALYST);
  await panel(page).getByRole('button', { name: 'Assign to this tenant' }).click();
  await dialog(page).getByLabel('User', { exact: true }).check();
  await answer(page, 'Assign');
  await expect(part(page, 'Details')).toBeVisible();
  expect(await members(console)).toContain(ANALYST);
  expect((await sent(console)).map(({ endpoint }) => endpoint)).toEqual(['actian.users.delete', 'actian.users.assign']);
});

test('a password-reset email is asked for, which is not to say that it was sent', async ({ page, console }) => {
  await openUser(page, 'actian', ANALYST);
  await action(page, 'Request password-reset email').click();
  await dialog(page).locator('button[type=submit]').click();
  await expect(receipt(page, 'Actions')).toContainText('accepted it, and shows nothing to read back');
  expect((await sent(console)).map(({ endpoint }) => endpoint)).toHaveLength(1);
  expect(await mails(console)).toHaveLength(1);
});

test('my password is changed with the one that holds, and neither is shown', async ({ page, console, complaints }) => {
  complaints.expect(/status of 400/, 'the first try is with another one');
  await openUser(page, 'actian', ANALYST);
  await action(page, 'Change my password').click();
  await answer(page, 'Change my password');
  await expect(dialog(page).getByRole('alert')).toContainText('Enter the new password');
  await dialog(page).getByLabel('Current password', { exact: true }).fill('not-the-one');
  await dialog(page).getByLabel('New password', { exact: true }).fill('Correct-Horse-9!');
  await answer(page, 'Change my password');
  await expect(dialog(page).locator('.receipt')).toContainText('was not changed');
  await dialog(page).getByLabel('Current password', { exact: true }).fill('rollcall-demo-1');
  await answer(page, 'Change my password');
  await expect(dialog(page)).toHaveCount(0);
  await expect(receipt(page, 'Actions')).toContainText('Actian accepted it');
  expect((await sent(console)).map(({ path }) => path)).toEqual([`${PATH}/password`, `${PATH}/password`]);
  await expect(page.locator('body')).not.toContainText('Correct-Horse-9!');
});

test('what Actian does not offer is off limits, with the reason', async ({ page, console }) => {
  await openUser(page, 'actian', ANALYST);
  await unfold(page, 'What Actian does not offer');
  for (const name of ['Set the password', 'Set the status record', 'Show recipients']) {
    await expect(action(page, name)).toHaveAttribute('aria-disabled', 'true');
    await expect(action(page, name)).toHaveAccessibleDescription(/\.$/);
  }
  expect(await writes(console)).toEqual([]);
});
