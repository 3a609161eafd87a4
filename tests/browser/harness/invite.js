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

/** Fills in Zoe's details, where the address is the key. */
export async function fillNew(page) {
  await field(page, 'Email address').fill(ZOE);
  await field(page, 'First name').fill('Zoe');
  await field(page, 'Last name').fill('Adler');
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
