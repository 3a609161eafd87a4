// What Mozilla's HTTP Observatory says of `rollcall serve` with TLS of its own.

import { test as base, expect } from '@playwright/test';
import { grade } from '../harness/observatory.js';
import { FORM, Rollcall } from '../harness/rollcall.js';

const test = base.extend({
  rollcall: async ({}, use) => {
    const rollcall = await Rollcall.start();
    await use(rollcall);
    await rollcall.stop();
  },
});

/** What counts, and what it must come to whatever page it is. */
const RESULTS = [
  'corp-implemented-with-same-origin',
  'cross-origin-resource-sharing-not-implemented',
  'csp-implemented-with-no-unsafe-default-src-none',
  'hsts-implemented-max-age-at-least-six-months',
  // Nothing listens without TLS. Leading http:// here is another program's business.
  'redirection-not-needed-no-http',
  'referrer-policy-private',
  'x-content-type-options-nosniff',
  'x-frame-options-implemented-via-csp',
];
const NO_COOKIE = 'cookies-not-found';
const GOOD_COOKIE = 'cookies-secure-with-httponly-sessions-and-samesite';
const NO_SCRIPT = 'sri-not-implemented-but-no-scripts-loaded';
const OWN_SCRIPTS = 'sri-not-implemented-but-all-scripts-loaded-from-secure-origin';

/** The headers without which the Observatory says something else. */
const JUDGED = [
  'content-security-policy',
  'cross-origin-resource-policy',
  'referrer-policy',
  'strict-transport-security',
  'x-content-type-options',
];

for (const [name, path, form, shows, more] of [
  ['the console for who is not signed in', '/', '', '<form method="post" action="/sign-in">', [NO_COOKIE, NO_SCRIPT]],
  ['the page to sign in on', '/sign-in', '', '<form method="post" action="/sign-in">', [NO_COOKIE, NO_SCRIPT]],
  ['the console for who is signed in', '/', FORM, '<script', [GOOD_COOKIE, OWN_SCRIPTS]],
  ['the page to sign out on', '/sign-in', FORM, 'signed in as ada', [GOOD_COOKIE, NO_SCRIPT]],
]) {
  test(`${name} is graded A+, and not a header of it can go`, async ({ rollcall }) => {
    const { grade: mark, status, text, results, without } = await grade(rollcall, path, form);
    expect(status).toBe(200);
    expect(text).toContain(shows);
    expect(results.toSorted()).toEqual([...RESULTS, ...more].toSorted());
    expect(mark).toBe('A+');
    for (const header of JUDGED) expect(without[header].results, header).not.toEqual(results);
    // Not judged yet, and no less wanted.
    expect(without).toHaveProperty('cross-origin-opener-policy');
    expect(without).toHaveProperty('permissions-policy');
  });
}
