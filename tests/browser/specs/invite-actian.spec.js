import { test, expect } from '../harness/test.js';
import {
  ZOE, done, expectLookUp, expectMessageInOutbox, failure, field, fillNew, mails, openInvite, submit, summary, typeNew, writes,
} from '../harness/invite.js';

const byPassword = (page) => page.getByRole('radio', { name: /^Set a password now/ });

test('without a password the page says that Actian promises an activation email, and claims no more', async ({ page, console, complaints, context }) => {
  expectLookUp(complaints);
  await openInvite(page, 'actian');
  await expect(page.getByText('Its text and its link are not documented')).toBeVisible();
  await fillNew(page);
  await page.getByRole('radio', { name: 'Administrator' }).check();
  await submit(page);
  await expect(done(page, 'Zoe Adler')).toBeFocused();
  const said = page.getByRole('main');
  await expect(said).toContainText(`Actian was given no password, for which its documentation promises an activation email to ${ZOE}.`);
  await expect(said).toContainText('What Actian does not report');
  await expect(said).toContainText('Whether the email was sent, or arrived.');
  const [write, ...more] = await writes(console);
  expect(more).toEqual([]);
  expect(write.endpoint).toBe('actian.users.create');
  const asked = Object.fromEntries(new URLSearchParams(write.query));
  expect(asked).toEqual({ email: ZOE, first_name: 'Zoe', last_name: 'Adler', role: 'admin' });
  const [mail] = await mails(console);
  expect(mail).toMatchObject({ platform: 'actian', kind: 'activation', to: ZOE });
  await expectMessageInOutbox(page, context);
});

test('a password is sent in the body only, and is not shown on the page', async ({ page, console, complaints }) => {
  expectLookUp(complaints);
  await openInvite(page, 'actian');
  await fillNew(page);
  await byPassword(page).check();
  await expect(page.getByText('Actian sends no email to a user who is created with a password.')).toBeVisible();
  await field(page, 'Password').fill('Secret-words-7');
  await page.getByText('What will be sent').click();
  await expect(page.locator('.invite-form details pre')).toContainText('curl -X POST');
  await expect(page.locator('.invite-form details pre')).not.toContainText('Secret-words-7');
  await submit(page);
  await expect(page.getByRole('main')).toContainText('Actian was given the password. Hand it over yourself.');
  await expect(page.getByRole('main')).not.toContainText('Secret-words-7');
  await expect(page.getByRole('link', { name: /outbox/ })).toHaveCount(0);
  const [{ path, query }] = await writes(console);
  expect(`${path}?${query}`).not.toContain('Secret');
  expect(await mails(console)).toEqual([]);
});

test('the fields that Actian requires are checked before anything is sent', async ({ page, console }) => {
  await openInvite(page, 'actian');
  await byPassword(page).check();
  await submit(page);
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole('link')).toHaveText([
    /^Write an email address/,
    /^Write the first name/,
    /^Write the last name/,
    /^Write the password/,
  ]);
  await summary(page).getByRole('link', { name: /^Write the password/ }).click();
  await expect(field(page, 'Password')).toBeFocused();
  expect(await writes(console)).toEqual([]);
});

test('an existing user is found whatever the case of the address', async ({ page, console }) => {
  await openInvite(page, 'actian');
  await field(page, 'Email address').fill('ADMIN@example.com');
  await expect(page.getByText('already exists.')).toBeVisible();
  await submit(page);
  await expect(summary(page)).toContainText('A user with this name or address already exists.');
  expect(await writes(console)).toEqual([]);
});

test('a refusal quotes Actian, keeps the form as typed, and can be retried', async ({ page, console, complaints }) => {
  expectLookUp(complaints);
  complaints.expect(/status of 403/, 'the write is refused');
  await openInvite(page, 'actian');
  await fillNew(page);
  await console.fault({
    endpoint: 'actian.users.create',
    answer: { kind: 'status', status: 403, body: '{"message":"This key may only read."}' },
    times: 1,
  });
  await submit(page);
  await expect(failure(page)).toContainText(`${ZOE} was not created`);
  await expect(failure(page)).toContainText('Actian said: “This key may only read.” (status 403)');
  await expect(field(page, 'First name')).toHaveValue('Zoe');
  await submit(page);
  await expect(done(page, 'Zoe Adler')).toBeVisible();
});

test('an invitation to Actian works from the keyboard', async ({ page, console, complaints }) => {
  expectLookUp(complaints);
  await openInvite(page, 'actian');
  await typeNew(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Secret-words-7');
  await page.keyboard.press('Enter');
  await expect(done(page, 'Zoe Adler')).toBeFocused();
  const [{ body }] = await writes(console);
  const asked = Object.fromEntries(new URLSearchParams(body));
  expect(asked).toMatchObject({ email: ZOE, role: 'admin' });
  expect(asked).toHaveProperty('password');
});
