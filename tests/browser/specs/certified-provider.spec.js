// Signing in at the certified identity provider `oidc-provider`, as it comes.

import { test as base, expect } from '@playwright/test';
import { ALGORITHMS, CertifiedProvider } from '../harness/certified-provider.js';
import { freePort } from '../harness/port.js';
import { Rollcall } from '../harness/rollcall.js';

const test = base.extend({
  // How ID tokens are signed, and the answers of UserInfo, if at all.
  algorithm: ['RS256', { option: true }],
  userInfo: [undefined, { option: true }],
  roleClaim: ['groups', { option: true }],

  rollcall: async ({ algorithm, userInfo, roleClaim }, use) => {
    const port = await freePort();
    const url = `https://localhost:${port}`;
    const returnUrl = `${url}/sign-in/openid/return`;
    const provider = await CertifiedProvider.start(returnUrl, 'planted-secret', algorithm, userInfo);
    const rollcall = await Rollcall.start(
      `[openid]
label = "Company login"
issuer = "${provider.issuer}"
client_id = "rollcall"
client_secret_env = "SECRET"
console_url = "${url}"
scopes = ["email", "groups"]
domains = ["example.com"]
role_claim = "${roleClaim}"
operators = ["admins"]
viewers = ["staff"]`,
      port,
    );
    await use(rollcall);
    await rollcall.stop();
    await provider.stop();
  },

  baseURL: async ({ rollcall }, use) => use(`https://localhost:${rollcall.port}`),
});

test.use({ ignoreHTTPSErrors: true });

async function goToTheProvider(page) {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Sign in with Company login' }).click();
}

/** Signs in there as `name` and agrees to what the console asks for. */
async function signIn(page, name) {
  await goToTheProvider(page);
  await page.getByPlaceholder('Enter any login').fill(name);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

for (const [index, algorithm] of ALGORITHMS.entries()) {
  test.describe(`with ID tokens signed by ${algorithm}`, () => {
    // Each second one signs the answers of UserInfo as well.
    test.use({ algorithm, userInfo: index % 2 ? algorithm : undefined });

    test('an operator signs in, whose claims come by UserInfo', async ({ page, baseURL }) => {
      await signIn(page, 'ada');
      await expect(page).toHaveURL(`${baseURL}/`);
      await expect(page.locator('.badge')).toHaveText('ada@example.com · operator');
    });
  });
}

test('a viewer signs in, and out, and the next person in', async ({ page, baseURL, context }) => {
  await signIn(page, 'vera');
  await expect(page).toHaveURL(`${baseURL}/`);
  await expect(page.locator('.badge')).toHaveText('vera@example.com · viewer');
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in with Company login' })).toBeVisible();
  await context.clearCookies();
  await signIn(page, 'ada');
  await expect(page.locator('.badge')).toHaveText('ada@example.com · operator');
});

for (const [name, why] of [
  ['otto', 'the claim “groups” is the list “["visitors"]”; expected a value that is listed in operators or viewers'],
  ['nina', 'the claim “groups” is missing from the ID token and from UserInfo'],
  ['uwe', 'the provider does not say that it verified the email address: “email_verified” is false; expected true'],
  ['eve', 'the claim “email” has a value that is not listed in people or domains'],
]) {
  test(`${name} is not let in, and is told why`, async ({ page, context, baseURL }) => {
    await signIn(page, name);
    await expect(page.getByRole('alert')).toHaveText(
      `Company login knows you, but you may not use this console: ${why}. The administrator of this console or of Company login can change that.`,
    );
    const cookies = await context.cookies(baseURL);
    expect(cookies.map((cookie) => cookie.name)).not.toContain('__Host-rollcall');
  });
}

test('a sign-in that is cancelled there is said in the provider\'s words, and may be tried again', async ({ page }) => {
  await goToTheProvider(page);
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('alert')).toHaveText(
    'Company login did not let you in; it answered “access_denied”: “End-User aborted interaction”. Sign in again, or ask its administrator for access.',
  );
  await signIn(page, 'vera');
  await expect(page.locator('.badge')).toHaveText('vera@example.com · viewer');
});

test('a check finds nothing wrong with it', async ({ rollcall }) => {
  const printed = await rollcall.check();
  expect(printed).toMatch(/^Company login +yes /m);
  expect(printed).not.toContain('Company login: ');
});

test.describe('with a claim for roles that it does not know', () => {
  test.use({ roleClaim: 'realm_access.roles' });

  test('a check warns of it', async ({ rollcall }) => {
    expect(await rollcall.check()).toContain(
      'Company login: warning: it does not list the claim “realm_access.roles” (claims_supported), and may not send it\n',
    );
  });
});
