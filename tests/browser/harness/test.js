// The test function of every spec: a console of its own, and no complaint
// that the test did not announce.

import { test as base, expect } from '@playwright/test';
import { Complaints } from './complaints.js';
import { CLOCK, DIST, Mock } from './mock.js';

export { expect };

export const test = base.extend({
  /** What the mock holds at first: `test.use({ seed: 'demo' })`. */
  seed: ['documented', { option: true }],

  /** The platform whose token the console asks for: `test.use({ ask: 'pivot' })`. */
  ask: ['', { option: true }],

  /** Whether the page's "now" is now: `rollcall` has no clock to be set. Otherwise it is the mock's. */
  isNow: [false, { option: true }],

  /** The folder with the built app. */
  dist: async ({}, use) => use(DIST),

  /** The console and the platforms behind it, of this test alone. */
  console: async ({ seed, dist, ask }, use) => {
    const mock = await Mock.start(seed, dist, ask);
    await use(mock);
    await mock.stop();
  },

  baseURL: async ({ console }, use) => use(console.url),

  page: async ({ page, isNow }, use) => {
    // By the mock's clock what is written and shown does not change by the day.
    await page.clock.setFixedTime(isNow ? Date.now() : CLOCK);
    await use(page);
  },

  complaints: [
    async ({ page, baseURL }, use) => {
      const complaints = new Complaints(page, baseURL);
      await complaints.listen();
      await use(complaints);
      // Whatever is still on its way has arrived after a round trip.
      if (!page.isClosed()) await page.title();
      expect(complaints.report(), 'what the browser complained of').toEqual([]);
    },
    { auto: true },
  ],
});
