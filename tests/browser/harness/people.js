// What the console's server keeps about people, behind the page's back, and the parts of the pages about people.

import { Front } from './front.js';
import { expect, test as base } from './test.js';

export const region = (page, name) => page.getByRole('region', { name });

/** Changes a row of the server's: `put(page, 'settings', { version: 0, value: … })`. Answers the status. */
export async function put(page, kind, body) {
  const answer = await page.request.put(`/api/people/${kind}`, {
    data: body,
    headers: { 'sec-fetch-site': 'same-origin', 'x-rollcall': '1' },
  });
  return answer.status();
}

/** Says whose an account is, or with `null` that it stands alone. */
export const assign = (page, connection, key, person, version = 0) =>
  put(page, 'assignments', { changes: [{ account: { connection, key }, version, value: { person } }] });

/** The pages before a proxy that can answer in the server's place. */
export const test = base.extend({
  front: async ({ console }, use) => {
    const front = await Front.start(console.url);
    await use(front);
    await front.stop();
  },
  baseURL: async ({ front }, use) => use(front.url),
  seed: ['demo', { option: true }],
});

const AWAY = [
  503,
  { 'content-type': 'application/json', 'x-rollcall': '1', 'x-rollcall-error': 'storage' },
  '{"error":"the database is away","message":"the database is away"}',
];

/** Takes what the server keeps about people out of reach: for all requests, or for those with this method. */
export function takeStorageAway(front, method) {
  const isMeant = (request) => !method || request.method === method;
  front.only = (request) => request.url.startsWith('/api/people') && isMeant(request);
  front.answer = AWAY;
}

export { expect };
