// People: a row for each person across the connections, with what they have on each.

import { readFile } from 'node:fs/promises';
import { test, expect } from '../harness/test.js';
import { takeStorageAway, test as withFront } from '../harness/people.js';
import { cellsOf, names, openPeople, peopleSearch, peopleTable, personRow } from '../harness/people-list.js';

const down = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };
const REFUSED = [/status of 503/, 'the platform answers with it'];

const filter = (page, name) => page.getByRole('combobox', { name, exact: true });
const bar = (page) => page.getByRole('region', { name: 'Selected people' });
const select = (page, name) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true });
const query = (page) => new URL(page.url()).search;

test('a row for each person has what they have on each connection', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await expect(page).toHaveURL(/\/people$/);
  await expect(page).toHaveTitle('People · Rollcall');
  await expect(page.getByRole('heading', { name: 'People', level: 1 })).toBeFocused();
  await expect(page.locator('.meta .count')).toHaveText('12 of 12 shown');
  const heads = await peopleTable(page).getByRole('columnheader').allInnerTexts();
  expect(heads.map((head) => head.trim())).toEqual(
    ['', 'Name', 'Address', 'Pivot demo', 'Actian demo', 'Metabase demo', 'Last sign-in', 'Flags', 'Actions'],
  );
  expect(await cellsOf(page, 'Admin Example')).toMatchObject({
    Address: 'admin@example.com',
    'Pivot demo': 'Enabled admin',
    'Actian demo': 'Enabled admin',
    'Metabase demo': 'Enabled admin',
    'Last sign-in': '17 Feb 2024',
    Flags: 'Administrator',
  });
  expect(await cellsOf(page, 'Fred Former')).toMatchObject({ 'Pivot demo': 'none', 'Metabase demo': 'Disabled admin' });
  expect(await cellsOf(page, 'Nell Never')).toMatchObject({ 'Last sign-in': 'Never', 'Actian demo': 'none' });
});

test('a state leads to the account, and says its roles on focus and under the pointer', async ({ page }) => {
  await openPeople(page);
  const state = personRow(page, 'Admin Example').getByRole('link', { name: 'Enabled admin', exact: true }).first();
  const tip = page.getByRole('tooltip');
  await expect(state).toHaveAccessibleDescription(/Role/);
  await state.hover();
  await expect(tip).toHaveText(/Administrator\./);
  await page.keyboard.press('Escape');
  await expect(tip).toBeHidden();
  await personRow(page, 'Admin Example').getByRole('rowheader').getByRole('link').focus();
  await page.keyboard.press('Tab');
  await expect(state).toBeFocused();
  await expect(tip).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(personRow(page, 'Admin Company').getByRole('link', { name: 'Enabled admin' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/pivot\/users\/admin%40company\.com$/);
  await page.goBack();
  await expect(peopleTable(page)).toBeVisible();
});

test('the search, filters and sort are in the URL, and it restores them', async ({ page }) => {
  await openPeople(page);
  await peopleSearch(page).fill('example');
  await expect(page.locator('.meta .count')).toHaveText('10 of 12 shown');
  await filter(page, 'Has access to').selectOption('Access to Actian demo');
  await expect(page.locator('.meta .count')).toHaveText('2 of 12 shown');
  await peopleTable(page).getByRole('button', { name: 'Name', exact: true }).click();
  await expect.poll(() => names(page)).toEqual(['Analyst Example', 'Admin Example']);
  await expect.poll(() => query(page)).toBe('?q=example&access=actian&sort=-name');
  await page.reload();
  await expect.poll(() => names(page)).toEqual(['Analyst Example', 'Admin Example']);
  await expect(peopleSearch(page)).toHaveValue('example');
  await expect(filter(page, 'Has access to')).toHaveValue('actian');
  await page.goBack();
  await expect.poll(() => names(page)).toEqual(['Admin Example', 'Analyst Example']);
});

for (const [name, option, shown, expected] of [
  ['Has access to', 'Access to anything', 9, 'access=*'],
  ['Has access to', 'Access to Actian demo', 2, 'access=actian'],
  ['Lacks access to', 'No access to Metabase demo', 4, 'lacks=metabase'],
  ['Enabled and disabled', 'Enabled here, disabled there', 1, 'disabled=*'],
  ['Rights', 'Administrators anywhere', 3, 'rights=admin'],
  ['Sign-in', 'Never signed in', 1, 'seen=never'],
  ['Sign-in', 'Not signed in for 90 days', 8, 'seen=90'],
  ['Record', 'Departed', 0, 'record=departed'],
  ['Record', 'On one connection only', 10, 'record=unmatched'],
  ['Record', 'Without an address', 0, 'record=no-address'],
]) {
  test(`the filter "${name}" shows ${shown} for "${option}"`, async ({ page }) => {
    await openPeople(page);
    await filter(page, name).selectOption(option);
    await expect(page.locator('.meta .count')).toHaveText(`${shown} of 12 shown`);
    await expect.poll(() => decodeURIComponent(query(page))).toBe(`?${expected}`);
    await expect(page.getByText('No people match these filters')).toBeVisible({ visible: shown === 0 });
  });
}

test('a link asks for any number of days, and for when accounts on one connection were used', async ({ page }) => {
  await openPeople(page, '?seen=45');
  await expect(filter(page, 'Sign-in').locator('option:checked')).toHaveText('Not signed in for 45 days');
  await openPeople(page, '?seen=never:metabase');
  await expect(filter(page, 'Sign-in').locator('option:checked')).toHaveText('Metabase demo: never used');
  await expect.poll(() => names(page)).toEqual(['Nell Never']);
});

test('every column sorts, those of connections too', async ({ page }) => {
  await openPeople(page);
  const heading = (name) => peopleTable(page).getByRole('button', { name, exact: true });
  for (const [name, first] of [
    ['Address', 'ada Lovelace'],
    ['Actian demo', 'Admin Example'],
    ['Metabase demo', 'ada Lovelace'],
    ['Last sign-in', 'Admin Example'],
    ['Flags', 'Admin Company'],
  ]) {
    await heading(name).click();
    await expect(peopleTable(page).getByRole('columnheader', { name })).toHaveAttribute('aria-sort', 'ascending');
    await expect.poll(async () => (await names(page))[0], name).toBe(first);
  }
});

test('without a match it says so, and Clear shows everyone again', async ({ page }) => {
  await openPeople(page);
  await peopleSearch(page).fill('who is this');
  await expect(page.getByText('No people match “who is this”')).toBeVisible();
  await expect(page.getByText('The search hides all 12 people.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await expect(peopleSearch(page)).toBeFocused();
  await expect(page.locator('.meta .count')).toHaveText('12 of 12 shown');
});

test('a connection that is down leaves its column unknown, and Retry fills it', async ({ page, console, complaints }) => {
  complaints.expect(...REFUSED);
  await console.fault({ endpoint: 'actian.users.list', answer: down, times: 1 });
  await page.goto('/people');
  const notice = page.getByRole('alert').filter({ hasText: 'The users of Actian demo could not be loaded' });
  await expect(notice).toContainText('The user store is being moved.');
  await expect(page.locator('.meta .count')).toHaveText('12 of 12 shown');
  expect(await cellsOf(page, 'Fred Former')).toMatchObject({ 'Actian demo': 'unknown', 'Metabase demo': 'Disabled admin' });
  const unknown = personRow(page, 'Fred Former').getByRole('link', { name: 'unknown' });
  await expect(unknown).toHaveAccessibleDescription(/could not be loaded/);
  // Nobody lacks access for sure where nothing is known.
  await filter(page, 'Lacks access to').selectOption('No access to Actian demo');
  await expect(page.locator('.meta .count')).toHaveText('0 of 12 shown');
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(notice).toBeHidden();
  await expect(page.locator('.meta .count')).toHaveText('10 of 12 shown');
});

test('a connection that failed to load again keeps what was loaded before', async ({ page, console, complaints }) => {
  complaints.expect(...REFUSED);
  await openPeople(page);
  await console.fault({ endpoint: 'actian.users.list', answer: down, times: 1 });
  await page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect(page.getByText('The users of Actian demo could not be loaded again')).toBeVisible();
  await expect(page.getByText('Its column shows what was loaded')).toBeVisible();
  expect(await cellsOf(page, 'Admin Example')).toMatchObject({ 'Actian demo': 'Enabled admin' });
  expect(await cellsOf(page, 'Fred Former')).toMatchObject({ 'Actian demo': 'unknown' });
});

test('where every connection is down, each says so and there is no table', async ({ page, console, complaints }) => {
  complaints.expect(...REFUSED);
  for (const endpoint of ['pivot.users.list', 'actian.users.list', 'metabase.users.list']) {
    await console.fault({ endpoint, answer: down, times: 1 });
  }
  await page.goto('/people');
  await expect(page.getByRole('alert')).toHaveCount(2);
  const more = page.getByText('1 more connection could not be loaded');
  await more.click();
  await expect(page.getByRole('alert')).toHaveCount(3);
  await expect(peopleTable(page)).toBeHidden();
  for (let left = 3; left > 0; left--) {
    await page.getByRole('button', { name: 'Retry' }).first().click();
    await expect(page.getByRole('alert')).toHaveCount(left - 1);
  }
  await expect(page.locator('.meta .count')).toHaveText('12 of 12 shown');
});

test('people are shown before a slow connection has answered', async ({ page, console }) => {
  await console.fault({ endpoint: 'metabase.users.list', answer: { kind: 'slow', ms: 4000 }, times: 1 });
  await page.goto('/people');
  await expect(page.locator('.meta .count')).toHaveText('4 of 4 shown');
  const unknown = personRow(page, 'Admin Example').getByRole('link', { name: 'unknown' });
  await expect(unknown).toHaveAccessibleDescription('The users of this connection are not loaded yet.');
  await select(page, 'Admin Example').check();
  await expect(page.locator('.meta .count')).toHaveText('12 of 12 shown');
  // Who was selected is still the same.
  await expect(select(page, 'Admin Example')).toBeChecked();
  await expect(bar(page)).toContainText('1 selected');
});

withFront('people are shown while the server keeps nothing about them, and what does not work is said', async ({ page, front, complaints }) => {
  complaints.expect(...REFUSED);
  takeStorageAway(front);
  await page.goto('/people');
  await expect(page.locator('.meta .count')).toHaveText('78 of 78 shown');
  await expect(page.getByRole('alert')).toContainText('nothing about people can be saved');
  front.answer = undefined;
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByRole('alert')).toBeHidden();
});

test.describe('where a connection asks for its token', () => {
  test.use({ ask: 'pivot' });

  test('its column is unknown, and a link leads to where it is entered', async ({ page }) => {
    await page.goto('/people');
    await expect(page.getByText('Pivot demo asks for a secret before its users can be loaded.')).toBeVisible();
    expect(await cellsOf(page, 'Fred Former')).toMatchObject({ 'Pivot demo': 'unknown' });
    await page.getByRole('main').getByRole('link', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Sign in to Pivot demo' })).toBeVisible();
  });
});

test('selected people are exported as they are shown', async ({ page }) => {
  await openPeople(page);
  await select(page, 'Admin Example').check();
  await select(page, 'Fred Former').check();
  await expect(bar(page)).toContainText('2 selected');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    bar(page).getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('people.csv');
  const lines = (await readFile(await download.path(), 'utf8')).replace('\uFEFF', '').trim().split(/\r?\n/);
  expect(lines).toEqual([
    'Name,Address,Pivot demo,Actian demo,Metabase demo,Last sign-in,Flags',
    expect.stringContaining('Admin Example,admin@example.com,"Enabled, administrator"'),
    expect.stringContaining('Fred Former,former@example.com,none,none,"Disabled, administrator"'),
  ]);
});

test('the access of selected people, those too that a filter hides, is removed on a page of its own', async ({ page }) => {
  await openPeople(page);
  await select(page, 'Fred Former').check();
  await select(page, 'Admin Example').check();
  await peopleSearch(page).fill('fred');
  await expect(bar(page)).toContainText('2 selected, 1 not shown');
  await bar(page).getByRole('button', { name: 'Remove access everywhere' }).click();
  await expect(page).toHaveURL(/\/people\/leave\?person=former%40example\.com&person=admin%40example\.com$/);
});

test('everything is reached by keyboard alone', async ({ page }) => {
  await openPeople(page);
  await page.keyboard.press('/');
  await expect(peopleSearch(page)).toBeFocused();
  await page.keyboard.type('grace');
  await expect.poll(() => names(page)).toEqual(['Grace Hopper']);
  await expect.poll(() => query(page)).toBe('?q=grace');
  await page.getByRole('button', { name: 'Actions for Grace Hopper' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(
    ['Open', 'Open in Metabase demo', 'Export CSV', 'Give access…', 'Remove access everywhere…'],
  );
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/people\/leave\?person=second%40example\.com$/);
  await page.goBack();
  await expect.poll(() => names(page)).toEqual(['Grace Hopper']);
  await peopleTable(page).getByRole('link', { name: 'Grace Hopper' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/people\/second@example\.com$/);
});

test('columns can be chosen, and the choice is kept', async ({ page }) => {
  await openPeople(page);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Actian demo' }).uncheck();
  await page.getByRole('checkbox', { name: 'Accounts' }).check();
  // No row of before stays beside those with other columns.
  await expect(peopleTable(page).getByRole('columnheader', { name: 'Actian demo' })).toHaveCount(0);
  await expect.poll(async () => (await names(page)).length).toBe(12);
  await page.reload();
  await expect(peopleTable(page).getByRole('columnheader', { name: 'Accounts' })).toBeVisible();
  await expect(peopleTable(page).getByRole('columnheader', { name: 'Actian demo' })).toHaveCount(0);
  expect(await cellsOf(page, 'Admin Example')).toMatchObject({ Accounts: '3' });
});

test('at 360 px rows begin within the first 250 px, with the states of three connections', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await openPeople(page);
  const first = peopleTable(page).getByRole('rowheader').first().locator('..');
  expect((await first.boundingBox()).y).toBeLessThanOrEqual(250);
  const row = personRow(page, 'Admin Example');
  for (const state of await row.getByRole('link', { name: 'Enabled admin' }).all()) await expect(state).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.getByRole('button', { name: 'Filters', exact: true }).click();
  await filter(page, 'Rights').selectOption('Administrators anywhere');
  await expect(page.getByRole('button', { name: 'Filters (1)' })).toBeVisible();
});

test('a name of 500 characters takes no more room than others', async ({ page, console }) => {
  const long = 'Wolfeschlegelsteinhausenbergerdorff '.repeat(14).trim();
  await console.ask('PUT', '/api/user/4', { last_name: long });
  await openPeople(page);
  const row = personRow(page, `ada ${long}`);
  const height = async (name) => (await personRow(page, name).boundingBox()).height;
  await expect(row).toBeVisible();
  expect(await height(`ada ${long}`)).toBe(await height('Admin Example'));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
});

test('with 50 connections the table scrolls sideways, and the names stay in sight', async ({ page }) => {
  await page.route('**/api/connections', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    const [first] = body.connections;
    body.connections = Array.from({ length: 50 }, (_, at) => ({ ...first, id: `pivot${at}`, label: `Pivot number ${at}` }));
    body.early = {};
    await route.fulfill({ response: answer, json: body });
  });
  await page.route(/\/via\/pivot\d+\//, async (route) => {
    const as = (text) => text.replace(/pivot\d+/, 'pivot');
    const headers = await route.request().allHeaders();
    const target = headers['x-rollcall-target'];
    await route.continue({
      url: as(route.request().url()),
      headers: { ...headers, ...(target && { 'x-rollcall-target': as(target) }) },
    });
  });
  await page.goto('/people');
  await expect(page.locator('.meta .count')).toHaveText('4 of 4 shown');
  const row = personRow(page, 'Admin Company');
  const last = row.getByRole('link', { name: 'Enabled admin' }).last();
  await expect(row.getByRole('link', { name: 'Enabled admin' })).toHaveCount(50);
  await expect(last).not.toBeInViewport();
  await last.scrollIntoViewIfNeeded();
  await expect(last).toBeInViewport();
  await expect(row.getByRole('rowheader')).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
});
