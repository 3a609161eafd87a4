// The overview: people and accounts in numbers, drift, last sign-ins and last changes.

import { look } from '../harness/axe.js';
import { card } from '../harness/shell.js';
import { expect as expectTeam, signIn, test as team } from '../harness/team.js';
import { test, expect } from '../harness/test.js';

const figure = (page, title) => page.locator('.figure', { has: page.getByRole('heading', { level: 2, name: title }) });
const total = (page, title) => figure(page, title).locator('.figure-total');
const line = (page, title, label) => figure(page, title).getByRole('listitem').filter({ hasText: label });
const bar = (page, label) => page.locator('.chart-bar').filter({ has: page.getByText(label, { exact: true }) });
const changes = (page) => page.getByRole('table', { name: 'Last changes', exact: true });
const count = (card, name) => card.locator('dl > div').filter({ hasText: name }).locator('dd');
const down = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };

/** The number at the end of a text, as the page writes it. */
const number = (text) => Number(/([\d,]+)$/.exec(text.trim())[1].replaceAll(',', ''));
const numberIn = async (locator) => number(await locator.innerText());

async function open(page) {
  await page.goto('/');
  await expect(page.getByText('3 connections', { exact: true })).toBeVisible();
  await expect(total(page, 'Drift')).toHaveText(/^\d+$/);
}

test.describe('of a company', () => {
  test.use({ seed: 'demo' });

  test('says how many people and accounts there are, and each number leads to its list', async ({ page }) => {
    await open(page);
    await expect(page).toHaveTitle('Overview · Rollcall');
    const parts = ['Pivot demo', 'Actian demo', 'Metabase demo'];
    for (const title of ['Enabled accounts', 'Administrators']) {
      let sum = 0;
      for (const label of parts) sum += await numberIn(line(page, title, label));
      expect(await numberIn(total(page, title))).toBe(sum);
    }
    const [users, disabled] = await Promise.all(['Users', 'Disabled'].map((name) => numberIn(count(card(page, 'Metabase demo'), name))));
    expect(await numberIn(line(page, 'Enabled accounts', 'Metabase demo'))).toBe(users - disabled);
    expect(await numberIn(total(page, 'People'))).toBeGreaterThan(70);
    await expect(line(page, 'People', 'Departed').getByRole('link')).toHaveAttribute('href', '/people?record=departed');
    for (const [title, label, url] of [
      ['Enabled accounts', 'Pivot demo', '/people?access=pivot'],
      ['Administrators', 'Metabase demo', '/metabase/users?status=enabled&rights=admin'],
      ['Drift', 'Only one administrator', '/drift#one-admin'],
    ]) {
      await expect(line(page, title, label).getByRole('link')).toHaveAttribute('href', url);
    }
    await line(page, 'Administrators', 'Metabase demo').getByRole('link').click();
    await expect(page).toHaveURL('/metabase/users?status=enabled&rights=admin');
  });

  test('shows every kind of drift with its cases', async ({ page }) => {
    await open(page);
    const lines = figure(page, 'Drift').getByRole('listitem');
    await expect(lines).toHaveCount(9);
    const numbers = (await lines.allInnerTexts()).map(number);
    for (const cases of numbers) expect(cases).toBeGreaterThan(0);
    const sum = numbers.reduce((one, other) => one + other);
    expect(await numberIn(total(page, 'Drift'))).toBe(sum);
    await expect(line(page, 'Drift', 'Departed, but enabled')).toHaveText('Departed, but enabled 1');
  });

  test('the chart has every account that is not disabled once, in words, in a table and as links', async ({ page }) => {
    await open(page);
    const metabase = card(page, 'Metabase demo');
    const enabled = (await numberIn(count(metabase, 'Users'))) - (await numberIn(count(metabase, 'Disabled')));
    const texts = await page.locator('.chart-parts > li').filter({ hasText: 'Metabase demo' }).allInnerTexts();
    expect(texts.map(number).reduce((one, other) => one + other)).toBe(enabled);
    await expect(bar(page, 'Not reported').getByRole('listitem').filter({ hasText: 'Metabase' })).toHaveCount(0);
    await expect(bar(page, 'Not reported').getByRole('link')).toHaveCount(2);
    await expect(bar(page, 'Never').getByRole('link')).toHaveAttribute('href', '/people?seen=never%3Ametabase');
    await expect(bar(page, 'Never').getByRole('link')).toHaveAccessibleName(/^Metabase demo \d+, Never$/);

    await page.getByText('Numbers as a table').click();
    const table = page.getByRole('table').filter({ hasText: 'Last sign-in' });
    await expect(table.getByRole('columnheader')).toHaveText(['Last sign-in', 'Pivot demo', 'Actian demo', 'Metabase demo']);
    const never = table.getByRole('row', { name: /^Never/ }).getByRole('cell').last();
    expect(await numberIn(never)).toBe(await numberIn(bar(page, 'Never').getByRole('link')));
    await expect(table.getByRole('row', { name: /^Never/ }).getByRole('cell').first()).toHaveText('0');
  });

  test('a part of a bar can be pressed, and keeps the page as it is', async ({ page }) => {
    await open(page);
    await page.evaluate(() => (globalThis.isSame = true));
    await bar(page, 'Last 7 days').locator('rect').first().click();
    await expect(page).toHaveURL('/people?seen=week%3Ametabase');
    expect(await page.evaluate(() => globalThis.isSame)).toBe(true);
  });

  test('a number leads to as many people as it says', async ({ page }) => {
    for (const [label, part, choice] of [
      ['Never', 'Metabase demo', 'never used'],
      ['31–90 days ago', 'Metabase demo', 'last used 31 to 90 days ago'],
      ['Not reported', 'Actian demo', 'use not reported'],
    ]) {
      await open(page);
      const link = bar(page, label).getByRole('link', { name: part });
      const accounts = await numberIn(link);
      await link.click();
      await expect(page.getByText(new RegExp(`^${accounts} of \\d+ shown$`))).toBeVisible();
      await expect(page.getByRole('combobox', { name: 'Sign-in' })).toContainText(`${part}: ${choice}`);
    }
  });

  test('every part of a bar can be seen, in its place and within the chart', async ({ page }) => {
    await open(page);
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      for (const svg of await page.locator('.chart-bar > svg').all()) {
        const frame = await svg.boundingBox();
        let end = frame.x;
        for (const rect of await svg.locator('rect').all()) {
          const box = await rect.boundingBox();
          expect(box.width).toBeGreaterThan(2);
          expect(Math.abs(box.x - end)).toBeLessThan(2);
          end = box.x + box.width;
        }
        expect(end).toBeLessThan(frame.x + frame.width + 2);
      }
    }
  });

  test('prints without the frame around it, to its end', async ({ page }) => {
    await open(page);
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('navigation', { name: 'Connections' })).toBeHidden();
    await expect(page.getByRole('banner')).toBeHidden();
    const isCut = await page.locator('main').evaluate((main) => main.scrollHeight > main.clientHeight + 1);
    expect(isCut).toBe(false);
  });
});

test('a connection that fails is unknown in words, no number counts it as none, and Refresh recovers', async ({ page, console, complaints }) => {
  complaints.expect(/status of 503/, 'Metabase answers with it');
  await console.fault({ endpoint: 'metabase.users.list', answer: down, times: 1 });
  await page.goto('/');
  await expect(page.getByText('2 of 3 connections', { exact: true })).toBeVisible();
  for (const title of ['Enabled accounts', 'Administrators']) {
    await expect(line(page, title, 'Metabase demo')).toHaveText('Metabase demo unknown');
    await expect(total(page, title)).toHaveText(/^at least \d+$/);
  }
  await expect(page.getByText('Metabase demo is not included: its users are not known.')).toHaveCount(2);
  await expect(card(page, 'Metabase demo')).toContainText('The user store is being moved.');
  await page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect(line(page, 'Enabled accounts', 'Metabase demo')).toHaveText(/^Metabase demo \d+$/);
  await expect(total(page, 'Enabled accounts')).toHaveText(/^\d+$/);
  await expect(page.getByText('is not included')).toHaveCount(0);
});

test('a connection that never answers keeps its place, and the numbers of the others are there', async ({ page, console }) => {
  await console.fault({ endpoint: 'pivot.users.list', answer: { kind: 'hang' }, times: 1 });
  await page.goto('/');
  await expect(line(page, 'Enabled accounts', 'Actian demo')).toHaveText(/^Actian demo \d+$/);
  await expect(line(page, 'Enabled accounts', 'Pivot demo')).toHaveText('Pivot demo –');
  await expect(total(page, 'Enabled accounts')).toHaveText(/^at least \d+$/);
});

test('without an audit log the page says so, and asks for none', async ({ page }) => {
  await open(page);
  await expect(page.getByText('This server has no audit log')).toBeVisible();
  await expect(changes(page)).toBeHidden();
});

test('what the server keeps cannot be loaded: the numbers are there, and it says what they lack', async ({ page, complaints }) => {
  complaints.expect(/status of (503|404)/, 'the server answers with it');
  const answer = { status: 503, headers: { 'x-rollcall': '1' }, json: { error: 'What is kept about people cannot be read.' } };
  await page.route('**/api/people', (route) => route.fulfill(answer));
  await page.goto('/');
  await expect(total(page, 'Enabled accounts')).toHaveText(/^\d+$/);
  await expect(page.getByText('Without what the server keeps, it is not known who has departed')).toBeVisible();
  await page.unroute('**/api/people');
  await page.locator('.drift-figures').getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText('Without what the server keeps')).toHaveCount(0);
});

/** How far things moved while the page was loaded (cumulative layout shift). */
async function openAndMeasure(page, width) {
  await page.setViewportSize({ width, height: 800 });
  await page.goto('/');
  await expectTeam(changes(page)).toBeVisible();
  await expectTeam(total(page, 'Drift')).toHaveText(/^\d+$/);
  return page.evaluate(() => globalThis.shifts.reduce((one, other) => one + other, 0));
}

/** Disables somebody as the console does, as the person who is signed in. */
async function disable(page, name) {
  const answer = await page.request.post(`/via/pivot/api/v1/user-statuses/${encodeURIComponent(name)}`, {
    data: { userStatus: { name, disabled: '2026-01-01T00:00:00.000Z' } },
    headers: { 'sec-fetch-site': 'same-origin', 'x-rollcall': '1' },
  });
  expectTeam(answer.status()).toBe(200);
}

/** Puts somebody on record as departed. */
async function depart(page, person) {
  const answer = await page.request.put('/api/people/departed', {
    data: { changes: [{ person, version: 0, value: { name: 'Somebody' } }] },
    headers: { 'sec-fetch-site': 'same-origin', 'x-rollcall': '1' },
  });
  expectTeam(answer.status()).toBe(200);
}

team('lists the last changes of accounts and of what is kept about people, for viewers too', async ({ page }) => {
  await signIn(page, 'vera');
  await page.goto('/');
  await expectTeam(page.getByText('Nothing was changed through this server yet.')).toBeVisible();
  await signIn(page, 'ada');
  for (let times = 0; times < 5; times += 1) await disable(page, 'analyst@example.com');
  await depart(page, 'analyst@example.com');
  await signIn(page, 'vera');
  await page.goto('/');
  const rows = changes(page).getByRole('row').filter({ has: page.getByRole('rowheader') });
  await expectTeam(rows).toHaveCount(5);
  await expectTeam(rows.nth(0)).toContainText(/ada.*Mark as departed.*analyst@example\.com.*Done/);
  await expectTeam(rows.nth(1)).toContainText(/ada.*Set status.*analyst@example\.com.*Pivot.*Done/);
  await rows.nth(1).getByRole('button').click();
  await expectTeam(page.getByRole('dialog')).toContainText('pivot.statuses.set');
  await page.keyboard.press('Escape');
  await expectTeam(line(page, 'People', 'Departed')).toHaveText('Departed 1');
  await page.getByRole('link', { name: 'Audit log' }).click();
  await expectTeam(page).toHaveURL('/activity/trail');
});

team('nothing moves while numbers and changes arrive', async ({ page }) => {
  await page.addInitScript(() => {
    globalThis.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.shifts.push(entry.value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await signIn(page, 'ada');
  for (let times = 0; times < 5; times += 1) await disable(page, 'analyst@example.com');
  for (const width of [1280, 360]) expectTeam.soft(await openAndMeasure(page, width), `${width} px wide`).toBeLessThan(0.02);
});

team.describe('with one connection', () => {
  team.use({ seed: 'demo', connections: ['metabase'] });

  team('the overview is the first page, and is reached from every other', async ({ page }, info) => {
    await signIn(page, 'ada');
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto('/');
      await expectTeam(page).toHaveURL('/');
      await expectTeam(page.getByText('1 connection', { exact: true })).toBeVisible({ timeout: 15_000 });
      await expectTeam(total(page, 'Enabled accounts')).toHaveText(/^[\d,]+$/);
      const all = await numberIn(total(page, 'Enabled accounts'));
      expectTeam(await numberIn(line(page, 'Enabled accounts', 'Metabase'))).toBe(all);
      await expectTeam(line(page, 'Drift', 'Disabled here, enabled there')).toHaveText('Disabled here, enabled there 0');
      await expectTeam(bar(page, 'Never').getByRole('link')).toHaveAccessibleName(/^Metabase \d+, Never$/);
      await expectTeam(card(page, 'Metabase')).toContainText('Reachable, signed in');
      const { violations } = await look(page);
      expectTeam.soft(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), `${width} px wide`).toEqual([]);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expectTeam.soft(wider, `${width} px wide`).toBeLessThanOrEqual(0);
      await page.screenshot({ path: info.outputPath(`overview-${width}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await card(page, 'Metabase').getByRole('link').first().click();
    await expectTeam(page).toHaveURL('/metabase/users');
    await page.getByRole('link', { name: 'Overview' }).click();
    await expectTeam(page).toHaveURL('/');
    await expectTeam(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeFocused();
  });
});
