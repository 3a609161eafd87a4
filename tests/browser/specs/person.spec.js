// One person across every connection.

import { assign, test, expect, put, region, takeStorageAway } from '../harness/people.js';
import { Rollcall } from '../harness/rollcall.js';
import { signIn, test as team } from '../harness/team.js';
import { agree } from '../harness/users.js';

const HANNAH = '/people/hannah.weiss@harborline.example';
const DOWN = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };

const cards = (page) => region(page, 'Accounts').getByRole('article');
const alike = (page) => region(page, 'May be the same person');
const history = (page) => page.getByRole('table', { name: 'Entries about this person' });

async function open(page, path = HANNAH) {
  await page.goto(path);
  await expect(cards(page).first()).toBeVisible();
}

test('shows the accounts side by side with their state, roles, sign-ins and why they belong', async ({ page }) => {
  await open(page);
  await expect(page).toHaveTitle(/^Hannah Weiß · People/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hannah Weiß');
  await expect(page.getByRole('list', { name: 'About this person' })).toContainText('Several accounts');
  const metabase = cards(page).filter({ hasText: 'Metabase' });
  await expect(metabase.first()).toContainText('Last sign-in');
  await expect(metabase.first()).toContainText('Matched by its address.');
  await expect(cards(page).filter({ hasText: 'Actian' }).getByRole('switch')).toHaveCount(0);
  await expect(page.getByText('Drift:')).toBeVisible();
});

test('says where there is no account', async ({ page }) => {
  await open(page, '/people/lena.brandt@atlas-consulting.example');
  await expect(cards(page).filter({ hasText: 'No account' })).not.toHaveCount(0);
  await expect(cards(page)).toHaveCount(3);
});

test('switches an account, with the same care as the list of users', async ({ page, console }) => {
  await open(page, '/people/sofia.lindqvist@harborline.example');
  const toggle = page.getByRole('switch', { name: /^Access for .* on Pivot/ });
  await expect(toggle).toBeChecked();
  await toggle.focus();
  await page.keyboard.press('Space');
  await agree(page);
  await expect(toggle).not.toBeChecked();
  await expect(toggle).toHaveAttribute('aria-busy', 'false');
  await expect(toggle).toBeFocused();
  const statuses = JSON.stringify(await console.ask('GET', '/api/v1/user-statuses'));
  expect(statuses).toMatch(/"name":"sofia\.lindqvist@harborline\.example"[^}]*"disabled":"2|"disabled":"2[^}]*"name":"sofia\.lindqvist@/);
  await expect(page.getByRole('list', { name: 'About this person' })).toContainText('Enabled and disabled');
});

test('does with an account what the row of the list does, and opens it', async ({ page }) => {
  await open(page, '/people/sofia.lindqvist@harborline.example');
  const pivot = cards(page).filter({ has: page.getByRole('heading', { name: 'Pivot demo' }) });
  await pivot.getByRole('button', { name: 'Actions' }).click();
  await expect(page.getByRole('menuitem', { name: 'Remove…' })).toBeVisible();
  await page.keyboard.press('Escape');
  await pivot.getByRole('link', { name: /^Open/ }).click();
  await expect(page).toHaveURL('/pivot/users/sofia.lindqvist%40harborline.example');
});

test('links those who look like the same person, and unlinks them again', async ({ page }) => {
  await open(page, '/people/sofia.lindqvist@harborline.example');
  const before = await cards(page).filter({ hasText: 'Belongs here' }).count();
  await expect(alike(page)).toContainText('the full names differ by one letter');
  await alike(page).getByRole('button', { name: /^Link/ }).click();
  const linked = cards(page).filter({ hasText: 'Linked by an administrator.' });
  await expect(linked).not.toHaveCount(0);
  expect(await cards(page).filter({ hasText: 'Belongs here' }).count()).toBeGreaterThan(before);
  await expect(alike(page)).toBeHidden();
  await expect(page.getByText(/^Also called/)).toContainText('Sofia');
  await page.reload();
  await expect(linked).not.toHaveCount(0);
  while ((await linked.count()) > 0) {
    const count = await linked.count();
    await linked.first().getByRole('button', { name: /^Take the link back/ }).click();
    await expect(linked).toHaveCount(count - 1);
  }
  await expect(alike(page)).toBeVisible();
});

test('unlinks an account that matches by its address, and takes that back', async ({ page }) => {
  await open(page);
  const count = await cards(page).filter({ hasText: 'Belongs here' }).count();
  await cards(page).first().getByRole('button', { name: /^Unlink/ }).click();
  await expect(cards(page).filter({ hasText: 'Belongs here' })).toHaveCount(count - 1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(cards(page).filter({ hasText: 'Belongs here' })).toHaveCount(count);
});

test('says to which person the accounts of a linked person belong now', async ({ page }) => {
  await page.goto('/people/ana.popescu@harborline.example');
  await alike(page).getByRole('button', { name: /^Link/ }).click();
  await expect(cards(page).filter({ hasText: 'Linked by an administrator.' })).not.toHaveCount(0);
  await page.goto('/people/ana.popescu~2Btest@harborline.example');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not found');
  await page.getByText('was linked to').getByRole('link').click();
  await expect(page).toHaveURL('/people/ana.popescu@harborline.example');
});

test('says that a person was not found, for an unknown key and for an invalid one', async ({ page }) => {
  await page.goto('/people/nobody@harborline.example');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not found');
  await expect(page.locator('main')).toContainText('nobody@harborline.example');
  await page.goto('/people/no%20key');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not found');
});

test('keeps a person who has departed, until they return', async ({ page }) => {
  await page.goto('/people/yusuf.demir@harborline.example');
  const departed = region(page, 'Departed');
  await expect(departed).toContainText('Departed');
  await expect(page.getByText('Drift:')).toBeVisible();
  await departed.getByRole('button', { name: 'They have returned' }).click();
  await expect(departed).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.reload();
  await expect(cards(page).first()).toBeVisible();
  await expect(departed).toBeHidden();
});

test('leads to removing access everywhere, and to giving and changing access', async ({ page }) => {
  await open(page);
  const leave = page.getByRole('link', { name: 'Remove access everywhere' });
  await expect(leave).toHaveAttribute('href', '/people/leave?person=hannah.weiss%40harborline.example');
  const give = page.getByRole('link', { name: 'Give access…' });
  await expect(give).toHaveAttribute('href', '/people/give?person=hannah.weiss%40harborline.example');
  const change = page.getByRole('link', { name: 'Change access…' });
  await expect(change).toHaveAttribute('href', '/people/change?person=hannah.weiss%40harborline.example');
});

test('says that a connection that is down is unknown, and tries it again', async ({ page, console, complaints }) => {
  complaints.expect(/status of 503/, 'the platform answers with it');
  await console.fault({ endpoint: 'metabase.users.list', answer: DOWN, times: 1 });
  await open(page);
  const metabase = cards(page).filter({ hasText: 'Metabase demo is unknown.' });
  await expect(metabase).toContainText('The user store is being moved.');
  await metabase.getByRole('button', { name: 'Retry Metabase demo' }).click();
  await expect(metabase).toHaveCount(0);
  await expect(cards(page).filter({ hasText: 'Last sign-in' })).not.toHaveCount(0);
});

test('shows the accounts while what the server keeps is away, and says what cannot be saved', async ({
  page,
  front,
  complaints,
}) => {
  complaints.expect(/status of 503/, 'the storage is away');
  complaints.allow(/status of 404/, 'the demo has no audit log, which is not known then');
  takeStorageAway(front);
  await open(page, '/people/sofia.lindqvist@harborline.example');
  await expect(page.getByText('What is kept about people could not be loaded')).toBeVisible();
  const link = alike(page).getByRole('button', { name: /^Link/ });
  await expect(link).toHaveAttribute('aria-disabled', 'true');
  front.answer = undefined;
  await page.getByRole('alert').locator('..').getByRole('button', { name: 'Retry' }).first().click();
  await expect(link).toHaveAttribute('aria-disabled', 'false');
});

test('says who changed an account first, if a link comes too late', async ({ page, complaints }) => {
  complaints.expect(/status of 409/, 'someone else was faster');
  await open(page);
  const handle = await cards(page).first().getByRole('button', { name: /^Unlink/ }).getAttribute('aria-label');
  const [, key] = /^Unlink: (.*) on /.exec(handle);
  expect(await assign(page, 'pivot', key, 'bo@harborline.example')).toBe(200);
  await cards(page).first().getByRole('button', { name: /^Unlink/ }).click();
  await expect(page.getByRole('alert').first()).toContainText('Someone else changed it');
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('shows a link that was saved although what else changed could not be loaded', async ({ page, front, complaints }) => {
  complaints.expect(/status of 503/, 'the storage is away');
  await open(page, '/people/sofia.lindqvist@harborline.example');
  const linked = cards(page).filter({ hasText: 'Linked by an administrator.' });
  // After a change of another administrator everything is loaded again.
  expect(await assign(page, 'pivot', 'someone.else@harborline.example', 'bo@harborline.example')).toBe(200);
  takeStorageAway(front, 'GET');
  await alike(page).getByRole('button', { name: /^Link/ }).click();
  await expect(linked).not.toHaveCount(0);
  await expect(page.getByText('What was loaded earlier is shown.')).toBeVisible();
  await expect(page.getByText('Who has which account could not be saved')).toHaveCount(0);
  front.answer = undefined;
  await page.reload();
  await expect(linked).not.toHaveCount(0);
});

test('says why a link could not be saved, even if someone else changed the account meanwhile', async ({ page, front, complaints }) => {
  complaints.expect(/status of 503/, 'the storage is away');
  await open(page);
  const unlink = cards(page).first().getByRole('button', { name: /^Unlink/ });
  const [, key] = /^Unlink: (.*) on /.exec(await unlink.getAttribute('aria-label'));
  expect(await assign(page, 'pivot', key, 'bo@harborline.example')).toBe(200);
  takeStorageAway(front, 'PUT');
  await unlink.click();
  const problem = page.getByRole('alert').filter({ hasText: 'Who has which account could not be saved' });
  await expect(problem).toContainText('the database is away');
  await expect(problem).not.toContainText('Someone else changed it');
});

test('shows a name of 500 characters without overflow, wide and narrow', async ({ page, console }) => {
  const name = 'W'.repeat(500);
  await console.ask('POST', '/api/user', { email: 'long@harborline.example', first_name: name, last_name: 'Long' });
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await open(page, '/people/long@harborline.example');
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wider, `${width} px wide`).toBe(0);
  }
});

/** A console with 50 connections: 47 more to the same Pivot. */
const wide = team.extend({
  rollcall: async ({ console }, use) => {
    const more = Array.from({ length: 47 }, (_, at) => `[[connections]]
id = "pivot${at}"
platform = "pivot"
label = "Pivot ${at}"
environment = "staging"
base_url = "${console.apis}"
secret_env = "SECRET"
`);
    const rollcall = await Rollcall.start(more.join(''), 0, console.apis);
    await use(rollcall);
    await rollcall.stop();
  },
});

wide.describe('with 50 connections', () => {
  wide.use({ seed: 'demo' });

  wide('shows what a person has on each of them', async ({ page }) => {
    await signIn(page, 'ada');
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await open(page, '/people/sofia.lindqvist@harborline.example');
      await expect(cards(page)).toHaveCount(50);
      await expect(page.getByRole('switch')).toHaveCount(48);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(wider, `${width} px wide`).toBe(0);
      // The history of 50 accounts is complete before the page is left.
      await expect(page.getByText('The audit log has nothing about their accounts.')).toBeVisible();
    }
  });
});

team.describe('of a team', () => {
  team.use({ seed: 'demo' });

  team('has what was done about the person, and only that', async ({ page }) => {
    await signIn(page, 'ada');
    await open(page, '/people/sofia.lindqvist@harborline.example');
    await expect(page.getByText('The audit log has nothing about their accounts.')).toBeVisible();
    const toggle = page.getByRole('switch', { name: /on Pivot/ });
    await toggle.click();
    await agree(page);
    await expect(toggle).not.toBeChecked();
    await expect(history(page).getByRole('row').filter({ hasText: 'Set status' })).toContainText(/ada.*Done/);
    await alike(page).getByRole('button', { name: /^Link/ }).click();
    await expect(history(page).getByRole('row').filter({ hasText: 'Link accounts to person' })).not.toHaveCount(0);
    await expect(history(page).getByRole('row').filter({ hasText: 'Set status' })).toContainText(/ada.*Done/);
    await page.goto('/people/samuel.kim@harborline.example');
    await expect(page.getByText('The audit log has nothing about their accounts.')).toBeVisible();
  });

  team('shows viewers what there is, and says why they change nothing', async ({ page }) => {
    await signIn(page, 'vera');
    await open(page);
    const actions = [
      page.getByRole('button', { name: 'Remove access everywhere' }),
      cards(page).first().getByRole('button', { name: /^Unlink/ }),
      page.getByRole('switch').first(),
    ];
    for (const action of actions) await expect(action).toHaveAttribute('aria-disabled', 'true');
    // It can be pressed all the same, and says why nothing happens.
    await page.getByRole('switch').first().click({ force: true });
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(await put(page, 'departed', { changes: [] })).toBeGreaterThanOrEqual(400);
  });
});
