import { test, expect } from '../harness/test.js';
import {
  ZOE, done, expectMessageInOutbox, failure, field, fillNew, mails, openInvite, submit, summary, typeNew, withoutMail, writes,
} from '../harness/invite.js';

const made = (page) => page.locator('.once pre');
const byMail = (page) => page.getByRole('radio', { name: 'Metabase sends its invitation' });
const byPassword = (page) => page.getByRole('radio', { name: /^Generate a password/ });

test('with mail set up Metabase sends the invitation, and the page claims no more', async ({ page, console, context }) => {
  await openInvite(page, 'metabase');
  await expect(page.getByText('Mail is set up on this Metabase.')).toBeVisible();
  await fillNew(page);
  await expect(page.getByRole('checkbox', { name: /^All Users/ })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: /^All Users/ })).toBeDisabled();
  await submit(page);
  await expect(done(page, 'Zoe Adler')).toBeFocused();
  const said = page.getByRole('main');
  await expect(said).toContainText('Metabase was asked to create the user without a password.');
  await expect(said).toContainText(`With mail set up it sends its invitation to ${ZOE}.`);
  await expect(said).toContainText('Whether the email was sent, or arrived.');
  const [write, ...more] = await writes(console);
  expect(more).toEqual([]);
  expect(write.endpoint).toBe('metabase.users.create');
  expect(JSON.parse(write.body)).toEqual({ first_name: 'Zoe', last_name: 'Adler', email: ZOE });
  const [mail] = await mails(console);
  expect(mail).toMatchObject({ platform: 'metabase', kind: 'invite', to: ZOE });
  await expectMessageInOutbox(page, context);
});

test('chosen groups are sent together with All Users', async ({ page, console }) => {
  await openInvite(page, 'metabase');
  await fillNew(page);
  await page.getByRole('checkbox', { name: 'Administrators', exact: true }).check();
  await submit(page);
  await expect(done(page, 'Zoe Adler')).toBeVisible();
  const [{ body }] = await writes(console);
  expect(JSON.parse(body).user_group_memberships.map(({ id }) => id)).toEqual([1, 2]);
});

test('without mail a password is generated, shown once and not stored', async ({ page, console }) => {
  await withoutMail(console);
  await openInvite(page, 'metabase');
  await expect(page.getByText('Mail is not set up on this Metabase')).toBeVisible();
  await expect(byPassword(page)).toBeChecked();
  await expect(page.getByText('No mail is set up, so Metabase sends nothing.')).toBeVisible();
  await fillNew(page);
  await submit(page);
  await expect(done(page, 'Zoe Adler')).toBeFocused();
  await expect(page.getByRole('main')).toContainText('No mail is set up there, so the user was not notified.');
  const password = await made(page).textContent();
  expect(password.length).toBeGreaterThan(15);
  // It is the user's password.
  const session = await console.api('POST', '/api/session', { username: ZOE, password });
  expect(session.status).toBe(200);
  await page.getByText('Requests', { exact: true }).click();
  await expect(page.locator('.receipt')).not.toContainText(password);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(password);
  await page.getByRole('button', { name: 'Invite another user' }).click();
  await expect(page.getByRole('main')).not.toContainText(password);
});

test('the page says when no invitation would be sent', async ({ page, console }) => {
  await withoutMail(console);
  await openInvite(page, 'metabase');
  await expect(byPassword(page)).toBeChecked();
  await byMail(page).check();
  await expect(page.getByText('Metabase would send nothing: no mail is set up there.')).toBeVisible();
});

test('the parts of the link in the invitation are checked', async ({ page }) => {
  await openInvite(page, 'metabase');
  const parts = page.locator('.link-parts > div');
  await expect(parts.nth(0)).toContainText('Not encrypted');
  await expect(parts.nth(1)).toContainText("This is the reader's own machine");
});

test('where Metabase does not report whether mail is set up, the page says so', async ({ page, console, complaints }) => {
  complaints.expect(/status of 503/, 'the properties cannot be had');
  await console.fault({
    endpoint: 'metabase.session.properties',
    answer: { kind: 'status', status: 503, body: 'down' },
    times: 1,
  });
  await openInvite(page, 'metabase');
  await expect(page.getByText('This Metabase did not report whether mail is set up.')).toBeVisible();
  await fillNew(page);
  await submit(page);
  await expect(page.getByRole('main')).toContainText(`Where mail is set up it sends its invitation to ${ZOE}.`);
});

test('a deactivated user is reactivated instead of invited again', async ({ page, console }) => {
  const { data } = await console.ask('GET', '/api/user?status=deactivated');
  const [former] = data;
  await openInvite(page, 'metabase');
  await field(page, 'Email address').fill(former.email.toUpperCase());
  await expect(page.getByText('already exists and is disabled.')).toBeVisible();
  await submit(page);
  await expect(summary(page)).toContainText('A user with this name or address already exists');
  expect(await writes(console)).toEqual([]);
  await page.getByRole('button', { name: 'Reactivate' }).click();
  await expect(page.getByRole('button', { name: 'Invite another user' })).toBeVisible();
  const [write, ...more] = await writes(console);
  expect(more).toEqual([]);
  expect(write).toMatchObject({ endpoint: 'metabase.users.reactivate', path: `/api/user/${former.id}/reactivate` });
});

test('a user who was created meanwhile is not invited again', async ({ page, console }) => {
  await openInvite(page, 'metabase');
  await fillNew(page);
  await console.ask('POST', '/api/user', { email: ZOE });
  await submit(page);
  await expect(failure(page)).toContainText(`“${ZOE}” already exists. Nothing was sent.`);
  await expect(field(page, 'Last name')).toHaveValue('Adler');
  expect(await writes(console)).toHaveLength(1);
});

test('an error that Metabase reports for a field is shown at that field', async ({ page, console, complaints }) => {
  complaints.expect(/status of 400/, 'Metabase refuses the address');
  await openInvite(page, 'metabase');
  await fillNew(page);
  await console.fault({
    endpoint: 'metabase.users.create',
    answer: { kind: 'status', status: 400, body: '{"errors":{"email":"Email address already in use."}}' },
    times: 1,
  });
  await submit(page);
  await expect(summary(page).getByRole('link', { name: 'Email address already in use.' })).toBeVisible();
  await expect(field(page, 'Email address')).toHaveAccessibleDescription(/already in use/);
  await expect(field(page, 'Last name')).toHaveValue('Adler');
});

test('a generated password stays visible when the user could not be verified', async ({ page, console, complaints }) => {
  complaints.expect(/status of 503/, 'reading back fails');
  await withoutMail(console);
  await openInvite(page, 'metabase');
  await expect(byPassword(page)).toBeChecked();
  await fillNew(page);
  const answer = { kind: 'status', status: 503, body: '{"message":"Moving."}' };
  await console.fault({ endpoint: 'metabase.users.get', answer, times: 1 });
  await submit(page);
  await expect(failure(page)).toContainText(`${ZOE}: Metabase accepted the change; it is not verified`);
  await expect(page.getByText('If the user was created after all, this is the password.')).toBeVisible();
  await expect(field(page, 'Email address')).toHaveValue(ZOE);
  const password = await made(page).textContent();
  expect((await console.api('POST', '/api/session', { username: ZOE, password })).status).toBe(200);
});

test('an invitation to Metabase works from the keyboard', async ({ page, console }) => {
  await openInvite(page, 'metabase');
  await typeNew(page);
  await byMail(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(byPassword(page)).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(done(page, 'Zoe Adler')).toBeFocused();
  await expect(made(page)).toBeVisible();
  expect(await writes(console)).toHaveLength(1);
});
