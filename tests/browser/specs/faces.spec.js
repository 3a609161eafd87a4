// What the users page shows when there is nothing, or nothing good, to show.

import { test, expect } from '../harness/test.js';
import { expectNames, flip, openUsers, openUsersWhole, refreshButton, rows, usersTable } from '../harness/users.js';

const ALL = ['admin@company.com', 'admin@example.com', 'analyst@company.com', 'analyst@example.com'];
const retry = (page) => page.getByRole('button', { name: 'Retry' });

/** How a platform can fail to answer, and what the page then says. */
const FAILURES = {
  'a refusal': {
    answer: { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' },
    says: /Pivot said: “The user store is being moved\.” \(status 503\)/,
    console: /status of 503/,
  },
  'a web page from something in between': {
    answer: {
      kind: 'status',
      status: 502,
      body: '<html><title>Bad Gateway</title></html>',
      content_type: 'text/html',
    },
    says: /web page titled “Bad Gateway”/,
    console: /status of 502/,
  },
  'a web page where data should be': { answer: { kind: 'html' }, says: /web page/ },
  'an empty answer': { answer: { kind: 'empty' }, says: /empty answer/ },
  'a truncated answer': { answer: { kind: 'truncated' }, says: /cannot be read/ },
  'an answer of the wrong shape': { answer: { kind: 'wrong_shape' }, says: /cannot be read/ },
};

for (const endpoint of ['pivot.users.list', 'pivot.statuses.list']) {
  for (const [what, { answer, says, console: complaint }] of Object.entries(FAILURES)) {
    test(`${what} to ${endpoint} is told, and Retry recovers`, async ({ page, console, complaints }) => {
      if (complaint) complaints.expect(complaint, 'Pivot answers with that status');
      await console.fault({ endpoint, answer, times: 1 });
      await page.goto('/pivot/users');
      await expect(page.getByText(says).first()).toBeVisible();
      await retry(page).click();
      await expectNames(page, ALL);
      await expect(page.getByText(says)).toHaveCount(0);
    });
  }
}

test('while Pivot takes its time the page is there, with bars where rows will be', async ({ page, console }) => {
  await console.fault({ endpoint: 'pivot.users.list', answer: { kind: 'slow', ms: 1500 }, times: 1 });
  await page.goto('/pivot/users');
  await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();
  await expect(usersTable(page).getByRole('columnheader', { name: 'Disabled since' })).toBeVisible();
  await expect(page.locator('.bar').first()).toBeVisible();
  await expect(usersTable(page).getByRole('rowheader')).toHaveCount(0);
  await expect(refreshButton(page)).toHaveAttribute('aria-busy', 'true');
  await expectNames(page, ALL);
  await expect(refreshButton(page)).toHaveAttribute('aria-busy', 'false');
});

test('a Pivot that never answers leaves the rest of the page usable', async ({ page, console }) => {
  await console.fault({ endpoint: 'pivot.users.list', answer: { kind: 'hang' }, times: 1 });
  await page.goto('/pivot/users');
  await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search users' }).fill('ada');
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('ada');
});

test('when a Refresh fails the old rows stay, and so does what to do', async ({ page, console, complaints }) => {
  complaints.expect(/status of 503/, 'the Refresh is answered with it');
  await openUsers(page);
  const before = await rows(page);
  await console.fault({ endpoint: 'pivot.users.list', answer: FAILURES['a refusal'].answer, times: 1 });
  await refreshButton(page).click();
  await expect(page.getByText(FAILURES['a refusal'].says).first()).toBeVisible();
  expect(await rows(page)).toEqual(before);
  await refreshButton(page).click();
  await expect(page.getByText(FAILURES['a refusal'].says)).toHaveCount(0);
  await expectNames(page, ALL);
});

test("when the console's own server is gone the old rows stay, and the page says so", async ({ page, console, complaints }) => {
  complaints.expect(/^failed request/, 'nobody answers any more');
  complaints.expect(/ERR_CONNECTION_REFUSED/, 'the browser says so too');
  await openUsersWhole(page);
  const before = await rows(page);
  await console.stop();
  await refreshButton(page).click();
  await expect(page.getByRole('alert')).toContainText('No answer came back');
  expect(await rows(page)).toEqual(before);
  await flip(page, 'admin@company.com');
  await expect(page.getByRole('alert').filter({ hasText: 'Admin Company was not changed' })).toBeVisible();
  expect(await rows(page)).toEqual(before);
});

test('an empty Pivot is said to be empty, not filtered', async ({ page, console }) => {
  for (const name of ALL) await console.ask('DELETE', `/api/v1/users/${encodeURIComponent(name)}`);
  await page.goto('/pivot/users');
  await expect(page.getByText(/no users/i).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Clear/ })).toHaveCount(0);
  await expect(usersTable(page).getByRole('rowheader')).toHaveCount(0);
});

test.describe('the request that failed', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('can be copied as curl, with no secret in it', async ({ page, console, complaints }) => {
    complaints.expect(/status of 503/, 'Pivot answers with it');
    await console.fault({ endpoint: 'pivot.users.list', answer: FAILURES['a refusal'].answer, times: 1 });
    await page.goto('/pivot/users');
    await page.getByRole('button', { name: 'Copy request' }).click();
    await expect(page.getByText('/via/pivot/api/v1/users').first()).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^curl /);
    expect(copied).toContain(`'${console.url}/via/pivot/api/v1/users'`);
    expect(copied).not.toContain('demo');
  });
});

test('two users of the same name are two rows, and one status', async ({ page, console }) => {
  const twins = [{ name: 'admin@company.com', firstName: 'One' }, { name: 'admin@company.com', firstName: 'Two' }];
  await console.fault({
    endpoint: 'pivot.users.list',
    answer: { kind: 'status', status: 200, body: JSON.stringify(twins) },
    times: 1,
  });
  await openUsers(page);
  const access = page.getByRole('switch', { name: 'Access for admin@company.com' });
  await expect(access).toHaveCount(2);
  await access.last().click();
  await expect(access.last()).toHaveAttribute('aria-busy', 'false');
  await expect(access.first()).not.toBeChecked();
  await expect(access.last()).not.toBeChecked();
});
