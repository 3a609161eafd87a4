// Signing in to `rollcall serve`, over TLS, in a real browser.

import { test as base, expect } from '@playwright/test';
import { IdentityProvider } from '../harness/identity.js';
import { freePort } from '../harness/port.js';
import { Rollcall, submitSignIn } from '../harness/rollcall.js';

const test = base.extend({
  provider: async ({}, use) => {
    const provider = await IdentityProvider.start();
    await use(provider);
    await provider.stop();
  },

  rollcall: async ({ provider }, use) => {
    const port = await freePort();
    const rollcall = await Rollcall.start(
      `[openid]
label = "Okta"
issuer = "${provider.issuer}"
client_id = "rollcall"
client_secret_env = "SECRET"
console_url = "https://localhost:${port}"
people = ["ada@example.com"]
default_role = "operator"`,
      port,
    );
    await use(rollcall);
    await rollcall.stop();
  },

  baseURL: async ({ rollcall }, use) => use(`https://localhost:${rollcall.port}`),
});

test.use({ ignoreHTTPSErrors: true });

test('a provider\'s page leads back into the console, whose cookie no other site\'s page sends', async ({ page, context, baseURL, provider }) => {
  await page.goto('/activity?kind=writes');
  await expect(page).toHaveURL(`${baseURL}/sign-in`);
  await page.getByRole('link', { name: 'Sign in with Okta' }).click();
  await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/authorize/);
  await page.getByRole('link', { name: 'Go on as ada' }).click();
  // Not the page to sign in on: the session's cookie was sent. And the page that was wanted.
  await expect(page).toHaveURL(`${baseURL}/activity?kind=writes`);
  await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible();

  const cookies = await context.cookies(baseURL);
  expect(cookies.map(({ name, httpOnly, secure, sameSite }) => ({ name, httpOnly, secure, sameSite }))).toEqual([
    { name: '__Host-rollcall', httpOnly: true, secure: true, sameSite: 'Strict' },
  ]);
  // The address with the code is not among those that "back" leads to.
  await page.goto('/sign-in');
  await expect(page.getByText('You are signed in as ada@example.com.')).toBeVisible();
  await page.goBack();
  await expect(page).not.toHaveURL(/openid/);

  // By another site's link the session is not sent along; the console asks once more.
  const asked = [];
  page.on('request', (request) => asked.push(request));
  await page.goto(`${provider.issuer}/keys`);
  await page.setContent(`<a href="${baseURL}/activity">To the console</a>`);
  await page.getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible();
  await expect(page).toHaveURL(`${baseURL}/activity`);
  const pages = asked.filter((request) => request.url() === `${baseURL}/activity`);
  const sent = await Promise.all(pages.map(async (request) => (await request.allHeaders()).cookie ?? ''));
  expect(sent.map((cookie) => /__Host-rollcall=/.test(cookie))).toEqual([false, true]);

  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in with Okta' })).toBeVisible();
  // Signed out, that link leads to the page to sign in on.
  await page.goto(`${provider.issuer}/keys`);
  await page.setContent(`<a href="${baseURL}/activity">To the console</a>`);
  await page.getByRole('link').click();
  await expect(page).toHaveURL(`${baseURL}/sign-in`);
});

test('whom the provider knows and the console does not is told so, and may try again', async ({ page, provider }) => {
  provider.claims.email = 'eve@example.com';
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Sign in with Okta' }).click();
  await page.getByRole('link', { name: 'Go on as ada' }).click();
  await expect(page.getByRole('alert')).toHaveText(
    'Okta knows you, but you may not use this console: the claim “email” has a value that is not listed in people or domains. The administrator of this console or of Okta can change that.',
  );
  await expect(page.getByRole('link', { name: 'Sign in with Okta' })).toBeVisible();
});

test('a password lets in as well', async ({ page, baseURL }) => {
  await page.goto('/sign-in');
  await submitSignIn(page);
  await expect(page).toHaveURL(`${baseURL}/`);
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
  await expect(page.locator('.badge')).toHaveText('ada · operator');
});

for (const [name, colorScheme, width] of [['small and light', 'light', 360], ['wide and dark', 'dark', 1280]]) {
  test(`the page to sign in on fits, ${name}`, async ({ page }, info) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/sign-in');
    const link = page.getByRole('link', { name: 'Sign in with Okta' });
    await expect(link).toBeVisible();
    const { x, width: wide, height } = await link.boundingBox();
    expect(x).toBeGreaterThanOrEqual(16);
    expect(x + wide).toBeLessThanOrEqual(width - 16);
    expect(height).toBeGreaterThanOrEqual(44);
    await page.screenshot({ path: info.outputPath('sign-in.png') });
  });
}
