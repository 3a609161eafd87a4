// `rollcall` behind nginx, as deploy/nginx.conf has it, on another port than 443.

import { request } from 'node:https';
import { NAME, Nginx, launchOptionsWithName } from '../harness/nginx.js';
import { addUser } from '../harness/pivot.js';
import { FORM, Rollcall, submitSignIn } from '../harness/rollcall.js';
import { test as base, expect } from '../harness/test.js';

/** A user whose name nginx must not decode on the way. */
const USER = 'team/ada';

const test = base.extend({
  /** Whether the console knows its address, and not its name alone. */
  hasPublicUrl: [true, { option: true }],

  /** What nginx passes on as `Host`, in place of what the recipe says. */
  host: ['', { option: true }],

  nginx: async ({ console, hasPublicUrl, host }, use) => {
    await addUser(console, { name: USER, firstName: 'Team', lastName: 'Ada' });
    const nginx = await Nginx.prepare();
    const server = hasPublicUrl ? `public_url = "https://${NAME}:${nginx.port}"` : `hosts = ["${NAME}"]`;
    const rollcall = await Rollcall.start('', 0, console.apis, server);
    await nginx.start(rollcall.port, (recipe) => recipe.replace('$http_host', (before) => host || before));
    await use(nginx);
    await nginx.stop();
    await rollcall.stop();
  },

  baseURL: async ({ nginx }, use) => use(`https://${NAME}:${nginx.port}`),

  isNow: true,
});

test.use({
  ignoreHTTPSErrors: true,
  launchOptions: launchOptionsWithName,
});

/** Sends what a browser sends that knows no `Sec-Fetch-Site`. */
async function send(nginx, method, path, headers, body = '') {
  const answer = await new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: nginx.port,
        servername: NAME,
        rejectUnauthorized: false,
        method,
        path,
        headers: { host: `${NAME}:${nginx.port}`, origin: `https://${NAME}:${nginx.port}`, ...headers },
      },
      resolve,
    );
    sent.on('error', reject);
    sent.end(body);
  });
  let text = '';
  for await (const piece of answer) text += piece;
  return { status: answer.statusCode, headers: answer.headers, text };
}

const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

/** Signs in and changes a user; answers how the change went. */
async function change(nginx) {
  const entered = await send(nginx, 'POST', '/sign-in', FORM_TYPE, FORM);
  expect(entered.status, entered.text).toBe(303);
  const [cookie] = entered.headers['set-cookie'];
  return send(nginx, 'DELETE', `/via/pivot/api/v1/users/${encodeURIComponent(USER)}`, { cookie: cookie.split(';')[0], 'x-rollcall': '1' });
}

test('somebody signs in and opens a user', async ({ page, baseURL }) => {
  await page.goto('/pivot/users');
  await expect(page).toHaveURL(`${baseURL}/sign-in`);
  await submitSignIn(page);
  await expect(page).toHaveURL(`${baseURL}/pivot/users`);
  await expect(page.getByRole('heading', { name: 'Users', level: 1 })).toBeVisible();
});

test('a browser without Sec-Fetch-Site changes something, and another origin does not', async ({ nginx }) => {
  const deleted = await change(nginx);
  expect(deleted.status, deleted.text).toBeLessThan(300);
  for (const origin of ['null', `http://${NAME}:${nginx.port}`, `https://${NAME}`, `https://evil.example:${nginx.port}`]) {
    const refused = await send(nginx, 'POST', '/sign-in', { ...FORM_TYPE, origin }, FORM);
    expect(refused.status, origin).toBe(403);
  }
});

test.describe('where the recipe loses the port', () => {
  test.use({ host: '$host' });

  test('the public URL has it', async ({ nginx }) => {
    const deleted = await change(nginx);
    expect(deleted.status, deleted.text).toBeLessThan(300);
  });

  test.describe('and there is no public URL', () => {
    test.use({ hasPublicUrl: false });

    test('a change is refused with both addresses and what to change', async ({ nginx, baseURL }) => {
      const refused = await send(nginx, 'POST', '/sign-in', FORM_TYPE, FORM);
      expect(refused.status).toBe(403);
      expect(refused.text).toContain(`“${baseURL}”`);
      expect(refused.text).toContain(`“${NAME} (by the Host header)”`);
      expect(refused.text).toContain('public_url');
      expect(refused.text).toContain('proxy_set_header Host $http_host');
    });
  });
});

test.describe('without a public URL', () => {
  test.use({ hasPublicUrl: false });

  test('the recipe passes on what is needed', async ({ nginx }) => {
    const deleted = await change(nginx);
    expect(deleted.status, deleted.text).toBeLessThan(300);
  });
});
