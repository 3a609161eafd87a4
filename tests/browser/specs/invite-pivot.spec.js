import { test, expect } from '../harness/test.js';
import { addUser } from '../harness/pivot.js';
import {
  ZOE, done, expectLookUp, expectMessageInOutbox, failure, field, fillNew, mails, openInvite, submit, summary, typeNew, writes,
} from '../harness/invite.js';

test('an invitation requests the welcome email, and the page claims no more', async ({ page, console, complaints }) => {
  expectLookUp(complaints);
  await openInvite(page, 'pivot');
  await fillNew(page);
  await page.getByRole('checkbox', { name: 'Analyst', exact: true }).check();
  await field(page, 'Address in the link').fill('https://pivot.company.com');
  await submit(page);
  await expect(done(page, 'Zoe Adler')).toBeFocused();
  const said = page.getByRole('main');
  await expect(said).toContainText(
    `Pivot was asked to send the welcome email to ${ZOE}, with a link that starts with https://pivot.company.com.`,
  );
  await expect(said).toContainText('What Pivot does not report');
  await expect(said).toContainText('Whether the email was sent, or arrived.');
  expect(await writes(console)).toHaveLength(1);
  const [{ body }] = await writes(console);
  expect(JSON.parse(body)).toMatchObject({
    user: { name: ZOE, firstName: 'Zoe', lastName: 'Adler' },
    sendWelcomeEmail: true,
    clientUrl: 'https://pivot.company.com',
  });
  const [mail] = await mails(console);
  expect(mail.link).toMatch(/^https:\/\/pivot\.company\.com\//);
});

test('the success page links to the message in the outbox of the mock', async ({ page, console, complaints, context }) => {
  expectLookUp(complaints);
  await openInvite(page, 'pivot');
  await fillNew(page);
  await submit(page);
  await expectMessageInOutbox(page, context);
});

test('without the welcome email none is requested, and the page says that the user was not notified', async ({ page, console, complaints }) => {
  expectLookUp(complaints);
  await openInvite(page, 'pivot');
  await fillNew(page);
  await page.getByRole('checkbox', { name: 'Ask Pivot to send the welcome email' }).uncheck();
  await expect(field(page, 'Address in the link')).toHaveCount(0);
  await submit(page);
  await expect(page.getByRole('main')).toContainText('Pivot was not asked to send an email.');
  const [{ body }] = await writes(console);
  expect(Object.keys(JSON.parse(body))).toEqual(['user']);
  expect(await mails(console)).toEqual([]);
});

test('errors are listed and link to their fields, and nothing is sent', async ({ page, console }) => {
  await openInvite(page, 'pivot');
  await field(page, 'Address in the link').fill('pivot.company.com');
  await submit(page);
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole('link')).toHaveText([
    'Write the user name.',
    /^There is no address to send it to/,
    'Start with https:// (or http://).',
  ]);
  await summary(page).getByRole('link', { name: 'Write the user name.' }).click();
  await expect(field(page, 'User name')).toBeFocused();
  expect(await writes(console)).toEqual([]);
});

test('an existing user is found before anything is sent', async ({ page, console }) => {
  await openInvite(page, 'pivot');
  await field(page, 'User name').fill('ADMIN@company.com');
  await expect(page.getByText('already exists.')).toBeVisible();
  await expect(page.getByText('Pivot would replace that user without warning.')).toBeVisible();
  await submit(page);
  await expect(summary(page)).toContainText('A user with this name or address already exists.');
  expect(await writes(console)).toEqual([]);
});

test('a user who was created meanwhile is not replaced', async ({ page, console, complaints }) => {
  complaints.expect(/status of 404/, 'they have no status');
  await openInvite(page, 'pivot');
  await fillNew(page);
  await addUser(console, { name: ZOE, firstName: 'Another' });
  await submit(page);
  await expect(failure(page)).toContainText(`“${ZOE}” already exists. Nothing was sent.`);
  expect(await writes(console)).toHaveLength(1);
  expect((await console.ask('GET', `/api/v1/users/${ZOE}`))[0].firstName).toBe('Another');
});

test('a refusal quotes Pivot, keeps the form as typed, and can be retried', async ({ page, console, complaints }) => {
  expectLookUp(complaints);
  complaints.expect(/status of 403/, 'the write is refused');
  await openInvite(page, 'pivot');
  await fillNew(page);
  await console.fault({
    endpoint: 'pivot.users.set',
    answer: { kind: 'status', status: 403, body: '{"error":"This token may only read."}' },
    times: 1,
  });
  await submit(page);
  await expect(failure(page)).toContainText('Pivot said: “This token may only read.” (status 403)');
  await expect(field(page, 'User name')).toHaveValue(ZOE);
  await expect(field(page, 'Last name')).toHaveValue('Adler');
  await submit(page);
  await expect(done(page, 'Zoe Adler')).toBeVisible();
  await expect(failure(page)).toHaveCount(0);
});

test('a second press while the form is being sent sends nothing more', async ({ page, console, complaints }) => {
  expectLookUp(complaints);
  await openInvite(page, 'pivot');
  await fillNew(page);
  await console.fault({ endpoint: 'pivot.users.set', answer: { kind: 'slow', ms: 1000 }, times: 1 });
  await submit(page);
  await submit(page);
  await expect(done(page, 'Zoe Adler')).toBeVisible();
  expect(await writes(console)).toHaveLength(1);
});

test('where roles cannot be listed, their IDs can be typed', async ({ page, console, complaints }) => {
  complaints.expect(/status of (403|404)/, 'the roles cannot be listed, and the invited user does not exist yet');
  await console.fault({
    endpoint: 'pivot.roles.list',
    answer: { kind: 'status', status: 403, body: '{"error":"No."}' },
    times: 1,
  });
  await console.fault({
    endpoint: 'pivot.users.list',
    answer: { kind: 'status', status: 200, body: '[]' },
    times: 1,
  });
  await page.goto('/pivot/invite');
  await fillNew(page);
  await field(page, 'Roles').fill('analyst, viewer');
  await submit(page);
  await expect(done(page, 'Zoe Adler')).toBeVisible();
  const [{ body }] = await writes(console);
  expect(JSON.parse(body).user.users).toEqual(['analyst', 'viewer']);
});

test('the request can be seen before it is sent, as a curl line', async ({ page }) => {
  await openInvite(page, 'pivot');
  await page.getByText('What will be sent').click();
  await field(page, 'User name').fill("o'hara@company.com");
  const line = page.locator('.invite-form details pre');
  await expect(line).toContainText('curl -X POST');
  await expect(line).toContainText('/via/pivot/api/v1/users/o%27hara%40company.com');
  await expect(line).toContainText('"sendWelcomeEmail":true');
});

test('everything works from the keyboard', async ({ page, console, complaints }) => {
  expectLookUp(complaints);
  await openInvite(page, 'pivot');
  await typeNew(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(done(page, 'Zoe Adler')).toBeFocused();
  const [{ body }] = await writes(console);
  expect(JSON.parse(body).user.users).toHaveLength(1);
  const another = page.getByRole('button', { name: 'Invite another user' });
  await another.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(field(page, 'User name')).toHaveValue('');
});

test('the result is reported after the page was left while sending', async ({ page, console, complaints }) => {
  expectLookUp(complaints);
  await openInvite(page, 'pivot');
  await fillNew(page);
  await console.fault({ endpoint: 'pivot.users.set', answer: { kind: 'slow', ms: 1000 }, times: 1 });
  await submit(page);
  await page.getByRole('link', { name: 'All users' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();
  await expect(page.locator('.toast')).toContainText(`${ZOE} was created, read back from Pivot.`);
});
