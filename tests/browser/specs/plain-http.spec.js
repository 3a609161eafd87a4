// `rollcall` opened over plain http by another name than this machine's.

import { NAME, launchOptionsWithName } from '../harness/nginx.js';
import { Rollcall } from '../harness/rollcall.js';
import { test as base, expect } from '../harness/test.js';

const PUBLIC_URL = `https://${NAME}:8443/`;

const test = base.extend({
  rollcall: async ({ console }, use) => {
    const rollcall = await Rollcall.start('', 0, console.apis, `public_url = "${PUBLIC_URL}"`);
    await use(rollcall);
    await rollcall.stop();
  },

  baseURL: async ({ rollcall }, use) => use(`http://${NAME}:${rollcall.port}`),
});

test.use({
  launchOptions: launchOptionsWithName,
});

/** What a browser says of refusals over http. */
function refused(complaints) {
  complaints.expect(/status of 403/, 'it is refused');
  complaints.expect(/Cross-Origin-Opener-Policy header has been ignored/, 'it counts over https only');
}

for (const path of ['/', '/pivot/users?q=a', '/sign-in']) {
  test(`${path} says to use https, and where, and asks for no password`, async ({ page, complaints }) => {
    refused(complaints);
    await page.goto(path);
    // It asks by a cookie first, which does not come back.
    await page.waitForURL('/sign-in?probed');
    await expect(page.getByRole('heading', { name: 'Use https' })).toBeVisible();
    await expect(page.getByRole('alert')).toContainText('opened over http');
    await expect(page.getByRole('link', { name: 'Open the console over https' })).toHaveAttribute('href', PUBLIC_URL);
    await expect(page.getByLabel('Password')).toHaveCount(0);
  });
}

test('a form that is sent nevertheless is refused on a page', async ({ page, complaints }) => {
  refused(complaints);
  await page.goto('/sign-in');
  await page.waitForURL('/sign-in?probed');
  await page.evaluate(() => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = '/sign-in';
    document.body.append(form);
    form.submit();
  });
  await page.waitForURL('/sign-in');
  await expect(page.getByRole('heading', { name: 'Use https' })).toBeVisible();
});

test('on the machine itself http is enough', async ({ page, rollcall, complaints }) => {
  complaints.expect(/request to another origin/, 'it is the same server by its other name');
  await page.goto(`http://localhost:${rollcall.port}/sign-in`);
  await expect(page.getByLabel('Password')).toBeVisible();
});
