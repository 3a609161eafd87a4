// The audit log in the console: the changes everyone made through the server.

import { look } from '../harness/axe.js';
import { expect, signIn, signOut, ended, test } from '../harness/team.js';
import { saved } from '../harness/shell.js';
import { test as demo } from '../harness/test.js';

const table = (page) => page.getByRole('table', { name: 'Entries', exact: true });
/** The changes alone: no sign-ins, and not that somebody reads this. */
const CHANGES = '/activity/trail?kind=change';
const rows = (page) => table(page).getByRole('row').filter({ has: page.getByRole('rowheader') });
const search = (page) => page.getByRole('searchbox', { name: 'Search entries' });
const who = (page) => page.getByRole('combobox', { name: 'Who' });

/** Changes something as the console does, as whoever is signed in. */
async function change(page, method, path, data) {
  const answer = await page.request.fetch(`/via/${path}`, {
    method,
    data,
    headers: { 'sec-fetch-site': 'same-origin', 'x-rollcall': '1', 'content-type': 'application/json' },
  });
  return answer.status();
}

const disable = (page, name) =>
  change(page, 'POST', `pivot/api/v1/user-statuses/${encodeURIComponent(name)}`, {
    userStatus: { name, disabled: '2026-01-01T00:00:00.000Z' },
  });

/** Tries to sign in; answers the status. */
const attempt = async (page, form) => {
  const headers = { 'sec-fetch-site': 'same-origin' };
  return (await page.request.post('/sign-in', { form, headers, maxRedirects: 0 })).status();
};

/** Two people change three things; one of them is refused, one is of another connection. */
async function fill(page) {
  await signIn(page, 'otto');
  expect(await change(page, 'PUT', 'metabase/api/user/1', { first_name: 'Otto', password: 'hidden' })).toBeLessThan(500);
  await signIn(page, 'ada');
  expect(await disable(page, 'analyst@example.com')).toBe(200);
  expect(await change(page, 'DELETE', 'pivot/api/v1/users/nobody')).toBe(404);
}

test('lists every change, newest first, with its details', async ({ page }) => {
  await fill(page);
  await page.goto(CHANGES);
  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).nth(0)).toContainText(/ada.*Delete user.*nobody.*Pivot.*Refused, 404/);
  await expect(rows(page).nth(1)).toContainText(/ada.*Set status.*analyst@example\.com.*Pivot.*Done/);
  await expect(rows(page).nth(2)).toContainText(/otto.*Update user.*1.*Metabase/);
  const time = rows(page).nth(0).locator('time');
  await expect(time).toHaveAttribute('title', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

  await rows(page).nth(2).getByRole('button').click();
  const dialog = page.getByRole('dialog', { name: 'Update user' });
  await expect(dialog).toContainText('metabase.users.update');
  await expect(dialog).toContainText('Request ID');
  await expect(dialog).toContainText('"first_name": "Otto"');
  await expect(dialog).not.toContainText('hidden');
  await page.keyboard.press('Escape');
  await expect(rows(page).nth(2).getByRole('button')).toBeFocused();
});

test('keeps the filters in the URL, and says when no entry matches', async ({ page }) => {
  await fill(page);
  await page.goto(`${CHANGES}&who=ada`);
  await expect(rows(page)).toHaveCount(2);
  await expect(who(page)).toHaveValue('ada');
  await search(page).fill('analyst');
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL('/activity/trail?q=analyst&kind=change&who=ada');
  await page.getByLabel('Connection', { exact: true }).selectOption('Metabase');
  await expect(page.getByText('No entries match these filters')).toBeVisible();
  await page.goBack();
  await expect(rows(page)).toHaveCount(1);
  await page.getByLabel('Connection', { exact: true }).selectOption('Metabase');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL('/activity/trail');
  // Two sign-ins, three changes, and that somebody reads this.
  await expect(rows(page)).toHaveCount(6);
  await page.getByLabel('To', { exact: true }).fill('2001-01-01');
  await page.getByLabel('To', { exact: true }).blur();
  await expect(page.getByText('No entries match these filters')).toBeVisible();
  await expect(page).toHaveURL('/activity/trail?until=2001-01-01');
  await page.getByLabel('To', { exact: true }).fill('');
  await page.getByLabel('From', { exact: true }).fill('2001-01-01');
  await page.getByLabel('From', { exact: true }).blur();
  await expect(rows(page)).toHaveCount(6);
});

test('lists sign-ins and readings of the log, with how and from where', async ({ page }) => {
  expect(await attempt(page, { name: 'ada', password: 'planted' })).toBe(401);
  expect(await attempt(page, { name: 'planted', password: 'x' })).toBe(401);
  await signIn(page, 'ada');
  await page.goto('/activity/trail');
  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).nth(0)).toContainText(/ada.*local.*Signed in.*from 127\.0\.0\.1.*Rollcall.*Done/);
  await expect(rows(page).nth(1)).toContainText(/unknown.*local.*Sign-in failed.*Unknown name, from.*Refused/);
  await expect(rows(page).nth(2)).toContainText(/ada.*local.*Sign-in failed.*Wrong password, from.*Refused/);
  await expect(table(page)).not.toContainText('planted');
  await signOut(page);
  await signIn(page, 'ada');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(rows(page)).toHaveCount(6);
  await expect(rows(page).nth(2)).toContainText(/ada.*Read the audit log/);

  await page.getByLabel('Kind', { exact: true }).selectOption('Sign-ins and sessions');
  await expect(page).toHaveURL('/activity/trail?kind=session');
  await expect(rows(page)).toHaveCount(5);
  await expect(table(page)).not.toContainText('Read the audit log');
  await page.getByLabel('Kind', { exact: true }).selectOption('Changes');
  await expect(page.getByText('No entries match these filters')).toBeVisible();
  await page.goBack();
  await expect(rows(page)).toHaveCount(5);
  await rows(page).nth(4).getByRole('button').click();
  const dialog = page.getByRole('dialog', { name: 'Sign-in failed' });
  await expect(dialog).toContainText('Not signed in: wrong password.');
  await expect(dialog).toContainText('Password on this server');
  await expect(dialog).toContainText('127.0.0.1');
  await expect(dialog).not.toContainText('Endpoint');
  await page.keyboard.press('Escape');

  const json = await saved(page, () => page.getByRole('link', { name: 'Export JSON' }).click());
  const actions = json.text.trim().split('\n').map((line) => JSON.parse(line).action);
  expect(actions.every((action) => action.startsWith('rollcall.sign'))).toBe(true);
  await page.goto('/activity/trail?kind=log');
  await expect(rows(page).filter({ hasText: 'Exported the audit log' })).toHaveCount(1);
});

test('what is exported is what is asked for', async ({ page }) => {
  await fill(page);
  await page.goto(`${CHANGES}&who=otto`);
  await expect(rows(page)).toHaveCount(1);
  const csv = await saved(page, () => page.getByRole('link', { name: 'Export CSV' }).click());
  expect(csv.name).toBe('rollcall-trail.csv');
  expect(csv.text.trim().split('\r\n')).toHaveLength(2);
  const json = await saved(page, () => page.getByRole('link', { name: 'Export JSON' }).click());
  expect(json.text.trim().split('\n').map((line) => JSON.parse(line).who)).toEqual(['otto']);
});

test('what is older is loaded on demand', async ({ page }) => {
  await signIn(page, 'ada');
  for (let at = 0; at < 105; at += 1) await change(page, 'DELETE', `pivot/api/v1/users/nobody-${at}`);
  await page.goto(CHANGES);
  await expect(rows(page)).toHaveCount(100);
  await expect(rows(page).first()).toContainText('nobody-104');
  await page.getByRole('button', { name: 'Load older entries' }).click();
  await expect(rows(page)).toHaveCount(105);
  await expect(rows(page).last()).toContainText('nobody-0');
  await expect(page.getByRole('button', { name: 'Load older entries' })).toHaveCount(0);
});

test('nothing yet, nothing new and nothing at all look like that', async ({ page, rollcall, complaints }) => {
  complaints.expect(/ERR_CONNECTION_REFUSED/, 'the server is gone');
  await signIn(page, 'ada');
  // What follows by itself: nothing more has to come from the server then.
  const whole = page.waitForEvent('requestfinished', (request) => request.url().includes('_split_work'));
  await page.goto(CHANGES);
  await expect(page.getByText('No entries match these filters')).toBeVisible();
  await whole;
  await change(page, 'DELETE', 'pivot/api/v1/users/nobody');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(rows(page)).toHaveCount(1);
  await rollcall.stop();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('alert')).toContainText('The audit log could not be loaded again');
  await expect(page.getByText(/^Below is what was loaded/)).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await search(page).fill('something');
  await expect(page.getByRole('alert')).toContainText('The audit log could not be loaded');
  await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
});

test('it comes back with the next session', async ({ page, complaints }) => {
  complaints.expect(/status of 401/, 'the session has ended');
  await fill(page);
  await page.goto('/pivot/users');
  await page.getByRole('link', { name: 'Activity' }).click();
  await page.getByRole('link', { name: 'Audit log' }).click();
  await expect(rows(page)).toHaveCount(5);
  await signOut(page);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(ended(page)).toBeVisible();
  await signIn(page, 'ada');
  await ended(page).getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  // And that somebody read it, signed out and signed in.
  await expect(rows(page)).toHaveCount(8);
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing on it in ${colorScheme}, and nothing scrolls sideways`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await fill(page);
    await page.goto('/activity/trail');
    await expect(rows(page)).toHaveCount(5);
    for (const width of [1280, 768, 360]) {
      await page.setViewportSize({ width, height: 800 });
      const { violations } = await look(page);
      expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), `${width} px wide`).toEqual([]);
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('html, main, main *')]
          .filter(({ scrollWidth, clientWidth, localName }) => clientWidth && scrollWidth > clientWidth && localName !== 'input')
          .filter((one) => one.localName === 'html' || ['auto', 'scroll'].includes(getComputedStyle(one).overflowX))
          .map(({ localName, className }) => `${localName}.${className}`),
      );
      expect.soft(wide, `${width} px wide`).toEqual([]);
    }
  });
}

demo('a server without an audit log says so', async ({ page, complaints }) => {
  complaints.expect(/status of 404/, 'there is none to be asked for');
  await page.goto('/activity/trail');
  await expect(page.getByText('This server has no audit log')).toBeVisible();
  await page.getByRole('link', { name: "View this browser's activity" }).click();
  await expect(page).toHaveURL('/activity');
});
