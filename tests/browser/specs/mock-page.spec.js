// The mock's own pages: what changes on an open page, and the emails.

import { look } from '../harness/axe.js';
import { test, expect } from '../harness/test.js';

const WELCOME = { user: { name: 'ada@example.com', firstName: 'Ada' }, sendWelcomeEmail: true };
const PASSWORD = 'whateverUP12!!';

const calls = (page) => page.locator('#journal tbody tr');

/** The mock's page, with a journal that is live. */
async function openMock(page, console, complaints) {
  complaints.expect(/request to another origin: http:\/\/127\.0\.0\.1:\d+\/__mock\//, 'the mock has an address of its own');
  await page.goto(`${console.apis}/__mock/`);
  await expect(page.getByText('New calls appear here.')).toBeVisible();
}

/** Whoever leaves a live journal ends its stream. */
const leaves = (complaints) => complaints.expect(/failed request: GET \S+\/requests\/stream\S* net::ERR_ABORTED/, 'the page is left');

test('a call appears while the page is open, with the reason of a refusal, until it is cleared', async ({ page, console, complaints }) => {
  await openMock(page, console, complaints);
  await expect(calls(page)).toHaveCount(0);
  await console.api('GET', '/api/v1/users?pretty');
  await expect(calls(page)).toContainText(['GET /api/v1/users?pretty']);
  await console.api('DELETE', '/api/v1/users/nobody');
  await expect(calls(page)).toHaveCount(2);
  const newest = calls(page).first();
  await expect(newest).toContainText('pivot.users.delete');
  await expect(newest).toContainText('404');
  await expect(newest).toContainText('Not found.');
  // As it was written down, so it is shown when the page is loaded again.
  const live = await newest.innerText();
  leaves(complaints);
  await page.reload();
  await expect(calls(page)).toHaveCount(2);
  expect(await calls(page).first().innerText()).toBe(live);
  await page.getByRole('button', { name: 'Clear the journal' }).click();
  await expect(calls(page)).toHaveCount(0);
  expect((await console.ask('GET', '/__mock/requests')).requests).toEqual([]);
});

test('a button puts everything back', async ({ page, console, complaints }) => {
  leaves(complaints);
  await console.ask('DELETE', '/api/v1/users/admin@company.com');
  await console.fault({ endpoint: 'pivot.users.get', answer: { kind: 'html' } });
  await openMock(page, console, complaints);
  await expect(page.locator('#faults')).toContainText('pivot.users.get');
  await page.getByRole('button', { name: 'Reset everything' }).click();
  await expect(page.locator('#faults')).toContainText('None.');
  await console.ask('GET', '/api/v1/users/admin@company.com');
});

for (const { platform, mail, send, signIn } of [
  {
    platform: 'Pivot',
    mail: 'Create your pivot account',
    send: (console) => console.ask('POST', '/api/v1/users/ada@example.com', WELCOME),
  },
  {
    platform: 'Actian',
    mail: /password/i,
    send: (console) => console.ask('DELETE', '/api/auth/auth/demo/user/analyst@example.com/password'),
    signIn: ['/api/auth/auth/token', { grantType: 'password', username: 'analyst@example.com', password: PASSWORD }],
  },
  {
    platform: 'Metabase',
    mail: /password/i,
    send: (console) => console.ask('POST', '/api/session/forgot_password', { email: 'analyst@example.com' }),
    signIn: ['/api/session', { username: 'analyst@example.com', password: PASSWORD }],
  },
]) {
  test(`an email of ${platform} is read in a sandbox, and its link sets a password`, async ({ page, console, complaints }) => {
    leaves(complaints);
    complaints.expect(/request to another origin: \S+\/(set-password|reset-password|auth\/reset_password)\//, 'the link in the email');
    await send(console);
    await openMock(page, console, complaints);
    await page.getByRole('link', { name: mail }).click();
    await expect(page.getByTitle('The message')).toHaveAttribute('sandbox', '');
    await expect(page.frameLocator('iframe').locator('body')).toContainText(/password|account/);
    await page.getByRole('definition').getByRole('link').click();
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set password' }).click();
    await expect(page.getByRole('status')).toContainText('is set');
    if (signIn) expect((await console.api('POST', ...signIn)).status).toBe(200);
    complaints.expect(/status of 4(04|10)/, 'the link has been used');
    await page.goto(page.url());
    await expect(page.getByRole('alert')).toBeVisible();
  });
}

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing on the mock's pages in ${colorScheme}`, async ({ page, console, complaints }) => {
    leaves(complaints);
    await page.emulateMedia({ colorScheme });
    await console.ask('POST', '/api/v1/users/ada@example.com', WELCOME);
    await console.api('DELETE', '/api/v1/users/nobody');
    await openMock(page, console, complaints);
    // Of the coverage one platform: all of it keeps axe busy for half a minute.
    for (const [path, part] of [['', 'body'], ['outbox/1', 'body'], ['coverage', 'section:has(#h-actian)']]) {
      await page.goto(`${console.apis}/__mock/${path}`);
      const { violations } = await look(page, { include: part });
      expect(violations.map(({ id, nodes }) => [id, nodes[0].html]), path).toEqual([]);
    }
  });
}
