// One user of Metabase: what is shown, what is sent, what is said when it fails.

import { test, expect } from '../harness/test.js';
import { writes } from '../harness/invite.js';
import { access, action, answer, detail, dialog, field, openUser, part, receipt, save, unfold } from '../harness/user.js';

const userOf = async (console, id) => (await console.api('GET', `/api/user/${id}`)).body;
const sent = async (console) =>
  (await writes(console)).map(({ endpoint, path, body }) => ({ endpoint, path, body: JSON.parse(body || 'null') }));
const endpoints = async (console) => (await writes(console)).map(({ endpoint }) => endpoint);

/** The id of whoever has this address, whether they can sign in or not. */
async function idOf(console, email) {
  const { data } = await console.ask('GET', '/api/user?status=all');
  return data.find((user) => user.email === email).id;
}

const ANALYST = 'analyst@example.com';
const SECOND = 'second@example.com';
const FORMER = 'former@example.com';

test('every field is shown, those that no document names too', async ({ page, console }) => {
  await openUser(page, 'metabase', String(await idOf(console, ANALYST)));
  await expect(await detail(page, 'Email')).toHaveText(ANALYST);
  await expect(await detail(page, 'Groups')).toHaveText('All Users (1), Finance (3)');
  await expect(await detail(page, 'Administrator')).toHaveText('no');
  await expect(await detail(page, 'Joined')).toContainText('2024');
  await expect(await detail(page, 'is_data_analyst')).toHaveText('false');
});

test('only what was changed is sent', async ({ page, console }) => {
  const id = await idOf(console, ANALYST);
  await openUser(page, 'metabase', String(id));
  await field(page, 'First name').fill('Ada');
  await field(page, 'Attributes').fill('region = north\n team=a = b');
  await save(page);
  await expect(receipt(page, 'Edit')).toContainText('read back from Metabase');
  expect(await sent(console)).toEqual([
    {
      endpoint: 'metabase.users.update',
      path: `/api/user/${id}`,
      body: { first_name: 'Ada', login_attributes: { region: 'north', team: 'a = b' } },
    },
  ]);
});

test('what Metabase says of a field stands at the field, and nothing typed is lost', async ({ page, console, complaints }) => {
  complaints.expect(/status of 400/, 'the address is somebody else’s');
  await openUser(page, 'metabase', String(await idOf(console, ANALYST)));
  await field(page, 'Email').fill(SECOND);
  await field(page, 'First name').fill('Ada');
  await save(page);
  await expect(field(page, 'Email')).toHaveAttribute('aria-invalid', 'true');
  await expect(field(page, 'Email')).toHaveAccessibleDescription(/Metabase said: .+/);
  await expect(part(page, 'Edit').getByRole('link', { name: /Metabase said/ })).toBeVisible();
  await expect(field(page, 'Email')).toHaveValue(SECOND);
  await expect(field(page, 'First name')).toHaveValue('Ada');
  await field(page, 'Email').fill('ada.new@example.com');
  await save(page);
  await expect(receipt(page, 'Edit')).toContainText('read back from Metabase');
});

test('an attribute without a value is refused before anything is sent', async ({ page, console }) => {
  await openUser(page, 'metabase', String(await idOf(console, ANALYST)));
  await field(page, 'Attributes').fill('no value');
  await save(page);
  await expect(part(page, 'Edit').getByRole('alert')).toContainText('write name = value');
  expect(await writes(console)).toEqual([]);
});

test('groups are given and taken; the one of everybody cannot be', async ({ page, console }) => {
  const id = await idOf(console, ANALYST);
  await openUser(page, 'metabase', String(id));
  const groups = part(page, 'Edit').getByRole('group', { name: 'Groups' });
  await expect(groups.getByLabel(/^All Users/)).toBeDisabled();
  await groups.getByLabel('Finance').uncheck();
  await save(page);
  await expect(receipt(page, 'Edit')).toContainText('read back from Metabase');
  expect((await userOf(console, id)).user_group_memberships.map((one) => one.id)).toEqual([1]);
});

test('deactivated and reactivated', async ({ page, console }) => {
  const id = await idOf(console, ANALYST);
  await openUser(page, 'metabase', String(id));
  await access(page).click();
  await expect(access(page)).not.toBeChecked();
  await expect(receipt(page, 'Access')).toContainText('read back from Metabase');
  await expect(part(page, 'Edit').getByRole('button', { name: 'Save changes' })).toHaveAccessibleDescription(/Enable the user first/);
  await access(page).click();
  await expect(access(page)).toBeChecked();
  await expect.poll(() => endpoints(console)).toEqual(['metabase.users.deactivate', 'metabase.users.reactivate']);
});

for (const restore of [true, false]) {
  test(`an administrator is reactivated ${restore ? 'with' : 'without'} the rights`, async ({ page, console }) => {
    const id = await idOf(console, FORMER);
    await openUser(page, 'metabase', String(id));
    await expect(access(page)).not.toBeChecked();
    await access(page).click();
    await expect(dialog(page)).toContainText(/administrator rights/i);
    if (restore) await dialog(page).getByLabel('Give the administrator rights back').check();
    await dialog(page).locator('button[type=submit]').click();
    await expect(access(page)).toBeChecked();
    await expect.poll(async () => (await userOf(console, id)).is_superuser).toBe(restore);
    const writes = ['metabase.users.reactivate', ...(restore ? ['metabase.users.update'] : [])];
    await expect.poll(() => endpoints(console)).toEqual(writes);
  });
}

test.describe('a password', () => {
  test('is made here, shown once, and goes to Metabase alone', async ({ page, console }) => {
    const id = await idOf(console, ANALYST);
    await openUser(page, 'metabase', String(id));
    await action(page, 'Set the password').click();
    await answer(page, 'Set the password');
    const shown = dialog(page).locator('pre');
    await expect(shown).toHaveText(/^\S{12,}$/);
    const password = await shown.innerText();
    await expect(dialog(page)).toContainText(ANALYST);
    await answer(page, "I've saved it");
    expect(await endpoints(console)).toEqual(['metabase.users.password']);
    expect((await console.api('POST', '/api/session', { username: ANALYST, password })).status).toBe(200);
    await expect(page.locator('body')).not.toContainText(password);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(password);
  });

  test('that is too short is refused in Metabase’s words, and can be typed again', async ({ page, console, complaints }) => {
    complaints.expect(/status of 400/, 'it is too short');
    await openUser(page, 'metabase', String(await idOf(console, ANALYST)));
    await action(page, 'Set the password').click();
    await dialog(page).getByLabel('One that I type').check();
    await dialog(page).getByLabel('New password', { exact: true }).fill('abc');
    await answer(page, 'Set the password');
    await expect(dialog(page).locator('.receipt')).toContainText(/password/i);
    await dialog(page).getByLabel('New password', { exact: true }).fill('Correct-Horse-9-battery');
    await answer(page, 'Set the password');
    await expect(dialog(page)).toHaveCount(0);
    await expect(page.locator('body')).not.toContainText('Correct-Horse-9-battery');
  });
});

test('administrator rights are given and taken, each after a question', async ({ page, console }) => {
  const id = await idOf(console, ANALYST);
  await openUser(page, 'metabase', String(id));
  await action(page, 'Make administrator').click();
  await dialog(page).locator('button[type=submit]').click();
  await expect(receipt(page, 'Actions')).toContainText('read back from Metabase');
  expect((await userOf(console, id)).is_superuser).toBe(true);
  await action(page, 'Take administrator rights').click();
  await dialog(page).locator('button[type=submit]').click();
  await expect(action(page, 'Make administrator')).toBeVisible();
  expect((await userOf(console, id)).is_superuser).toBe(false);
});

test('a password-reset email is asked for', async ({ page, console }) => {
  await openUser(page, 'metabase', String(await idOf(console, ANALYST)));
  await action(page, 'Request password-reset email').click();
  await dialog(page).locator('button[type=submit]').click();
  await expect(receipt(page, 'Actions')).toContainText('accepted it, and shows nothing to read back');
  expect((await sent(console)).map(({ body }) => body)).toEqual([{ email: ANALYST }]);
});

test('introductions are marked as seen', async ({ page, console }) => {
  await openUser(page, 'metabase', String(await idOf(console, 'never@example.com')));
  await expect(await detail(page, 'Introduction')).toHaveText('still to be shown');
  await action(page, 'Mark the first introduction as seen').click();
  await dialog(page).locator('button[type=submit]').click();
  await expect(receipt(page, 'Actions')).toBeVisible();
  await expect(await detail(page, 'Introduction')).toHaveText('seen');
  expect(await endpoints(console)).toHaveLength(1);
});

test('recipients are listed, and a failure is told', async ({ page, console, complaints }) => {
  complaints.expect(/status of 503/, 'the second time it fails');
  await openUser(page, 'metabase', String(await idOf(console, ANALYST)));
  await action(page, 'Show recipients').click();
  await expect(dialog(page).getByRole('list', { name: 'Recipients' })).toContainText(ANALYST);
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await console.fault({ platform: 'metabase', answer: { kind: 'status', status: 503, body: '"Busy."' }, times: 1 });
  await action(page, 'Show recipients').click();
  await expect(dialog(page)).toContainText('The recipients could not be loaded');
});

test('a name from a single sign-on cannot be changed, and says so', async ({ page, console }) => {
  await openUser(page, 'metabase', String(await idOf(console, 'sso@example.com')));
  await expect(field(page, 'First name')).toHaveAttribute('readonly');
  await expect(field(page, 'First name')).toHaveAccessibleDescription(/signs in elsewhere/);
});

test('what Metabase does not offer is off limits, with the reason', async ({ page, console }) => {
  await openUser(page, 'metabase', String(await idOf(console, ANALYST)));
  await unfold(page, 'What Metabase does not offer');
  for (const name of ['Delete the user', 'Assign to this tenant', 'Request welcome email again']) {
    await expect(action(page, name)).toHaveAttribute('aria-disabled', 'true');
    await expect(action(page, name)).toHaveAccessibleDescription(/\.$/);
  }
  expect(await writes(console)).toEqual([]);
});
