// The console of a team: the `rollcall` program before the mock's platforms,
// with people who sign in and an audit trail.

import { Rollcall, formOf } from './rollcall.js';
import { test as base, expect } from './test.js';

export { expect };

export const test = base.extend({
  /** Whether there is also a connection, `own`, that asks for its token: `test.use({ asks: true })`. */
  asks: [false, { option: true }],

  /** The connections that there are, by their IDs: `test.use({ connections: ['pivot'] })`. */
  connections: [['pivot', 'actian', 'metabase'], { option: true }],

  /** More settings of connections, by their IDs: `test.use({ settings: { pivot: 'approval.removals = true' } })`. */
  settings: [{}, { option: true }],

  /** The program, of this test alone. */
  rollcall: async ({ console, asks, connections, settings }, use) => {
    const own = `[[connections]]
id = "own"
platform = "pivot"
label = "Own"
environment = "staging"
base_url = "${console.apis}"
secret_ask = true
`;
    const rollcall = await Rollcall.start(asks ? own : '', 0, console.apis, '', connections, settings);
    await use(rollcall);
    await rollcall.stop();
  },

  baseURL: async ({ rollcall }, use) => use(rollcall.url),

  complaints: [
    async ({ complaints }, use) => {
      // Pieces are fetched when there is time: a session that ends in another tab may be gone by then.
      const refused = /status of 401 \(Unauthorized\) \(\S+\.wasm\)|HTTP status code is not ok/;
      complaints.allow(refused, 'pieces of the page are not answered without a session');
      await use(complaints);
    },
    { auto: true },
  ],

  isNow: true,
});

/** Signs somebody in, in this browser: as its form does, in another tab. */
export async function signIn(page, name) {
  const answer = await post(page, '/sign-in', formOf(name));
  expect(answer.headers().location).toBe('/');
}

/** Ends the session of this browser, in another tab. */
export const signOut = (page) => post(page, '/sign-out', '');

const post = (page, path, data) =>
  page.request.post(path, {
    data,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    maxRedirects: 0,
  });

export const badge = (page) => page.getByRole('banner').locator('.badge');
/** What is said once the server knows nobody any more. */
export const ended = (page) => page.getByRole('dialog', { name: 'Your session has ended' });
