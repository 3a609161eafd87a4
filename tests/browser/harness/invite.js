// The invite page, as a person or a screen reader finds things on it.

import { expect } from './test.js';

/** Opens the invite page of a connection and waits until its users are loaded. */
export async function openInvite(page, connection) {
  await page.goto(`/${connection}/invite`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Invite to /);
  await expect(page.getByRole('group', { name: /^(Roles|Role|Groups)$/ })).toBeVisible();
}

export const field = (page, name) => page.getByLabel(name, { exact: true });
/** A user that exists on no platform. */
export const ZOE = 'zoe@company.com';

/** What the field with the key of a user is called. */
const keyField = (page) => page.getByLabel(/^(Email address|User name)$/);

/** Fills in Zoe's details. */
export async function fillNew(page) {
  await keyField(page).fill(ZOE);
  await field(page, 'First name').fill('Zoe');
  await field(page, 'Last name').fill('Adler');
}

/** The same from the keyboard, which stays in the last of these fields. */
export async function typeNew(page) {
  await keyField(page).focus();
  await page.keyboard.type(ZOE);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Zoe');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Adler');
}

/** Follows the link on the page to the message in the mock's outbox, which is to Zoe. */
export async function expectMessageInOutbox(page, context) {
  const url = await page.getByRole('link', { name: "The message in the mock's outbox" }).getAttribute('href');
  const answer = await context.request.get(url);
  expect(answer.status()).toBe(200);
  expect(await answer.text()).toContain(ZOE);
}

/** Metabase reports once that no mail is set up. */
export const withoutMail = (console) =>
  console.fault({
    endpoint: 'metabase.session.properties',
    answer: { kind: 'status', status: 200, body: '{"site-name":"Harborline","email-configured?":false}' },
    times: 1,
  });

export const submit = (page) => page.getByRole('button', { name: 'Invite user', exact: true }).click();
export const done = (page, name) => page.getByRole('heading', { level: 2, name: `${name} is on`, exact: false });
/** The list of errors at the top of the form. */
export const summary = (page) => page.getByRole('alert').filter({ hasText: 'There is a problem' });
/** The page's notice that sending failed. The job tray may have one as well. */
export const failure = (page) => page.getByRole('main').locator('.notice').getByRole('alert');
export const preview = (page) => page.frameLocator('iframe[title="The email\'s text"]').locator('body');

/** Every write request, as the platform received it: the endpoint, the path and query, the body. */
export async function writes(console) {
  const { requests } = await console.ask('GET', '/__mock/requests');
  return requests
    .filter(({ method, path }) => method !== 'GET' && path.startsWith('/') && !path.startsWith('/__mock'))
    .map(({ endpoint, path, query, body }) => ({ endpoint, path, query, body }));
}

/** Every email that a platform would have sent. */
export const mails = async (console) => (await console.ask('GET', '/__mock/outbox')).mails;

/** Before a user is created, a lookup is answered with 404, which the browser reports. */
export const expectLookUp = (complaints) =>
  complaints.expect(/status of 404/, 'the invited user is looked up first, and does not exist');
