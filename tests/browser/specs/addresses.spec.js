// Every user has one address: however it is opened, it is the same user, and the address bar has what the link has.

import { test, expect } from '../harness/test.js';
import { palette } from '../harness/shell.js';
import { addUser } from '../harness/pivot.js';
import { openUsers, searchBox, usersTable } from '../harness/users.js';
import { panel } from '../harness/user.js';

/** Names that are others when they are decoded once too often or too seldom, and names that look like something else. */
const NAMES = [
  ['100%25', '100%', '100', 'a%2Fb', 'a/b', 'a%252Fb', '%2B', '+ +', '%C3%BC', 'ü', 'u\u0308', '%ff', '%zz', '%00x'],
  ['a?b', 'a#b', 'a&b=c', 'a\\b', ';', 'a;b=c', '"<>', '//host', 'https://host/', '@', ':', "'", '{}', '|'],
  ['名', '👩🏽‍🚒', ' leading', 'trailing ', ' ', '...', 'users', 'invite', 'activity', 'index.html', 'ada\u202Emoc', 'a\u00a0b', '*', '~'],
  // What our server sends to no platform, because it could be taken for a step in the path.
  ['../b', '%2e%2e', '..%2f', 'a/../b', '..\\b'],
  // As long as a name may be; longer than a file's name, and than a file's path.
  ['名'.repeat(200), `${'x'.repeat(250)}%25`, `${'long/'.repeat(400)}%25`],
];

const encode = (name) => encodeURIComponent(name).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
const address = (name) => `/pivot/users/${encode(name)}`;
const anchor = (page, name) => page.locator(`a[href="${address(name)}"]`);
const link = (page, name) => usersTable(page).locator(anchor(page, name));
const short = (name) => JSON.stringify(name).slice(0, 40);

/** That this user is open, under its own address. */
async function expectOpen(page, name) {
  const open = () => page.evaluate(() => [location.pathname, document.querySelector('.panel h2')?.textContent]);
  await expect.poll(open, short(name)).toEqual([address(name), name]);
  await expect(panel(page).getByRole('region', { name: 'Details', exact: true }), short(name)).toBeVisible();
}

/** Opens the list with these users, all of them in sight. */
async function openList(page, console, names) {
  for (const name of names) await addUser(console, { name, roles: [] });
  await page.setViewportSize({ width: 1280, height: 1600 });
  await openUsers(page);
}

test.setTimeout(180_000);

for (const names of NAMES) {
  test.describe(`users called ${short(names[0])} and the like`, () => {
    test('are opened by click, reload, shared link, Back and Forward, each the same one', async ({ page, console, context }) => {
      await openList(page, console, names);
      const shared = await context.newPage();
      for (const name of names) {
        await link(page, name).click();
        await expectOpen(page, name);
        await page.reload();
        await expectOpen(page, name);
        await shared.goto(page.url());
        await expectOpen(shared, name);
        await page.goBack();
        await expect(panel(page)).toHaveCount(0);
        await page.goForward();
        await expectOpen(page, name);
        await panel(page).getByRole('button', { name: 'Close' }).click();
        await expect(page).toHaveURL('/pivot/users');
        await expect(panel(page)).toHaveCount(0);
      }
    });

    test('are opened by keyboard, by the row’s menu and in a tab of their own', async ({ page, console, context }) => {
      await openList(page, console, names);
      for (const name of names) {
        await link(page, name).press('Enter');
        await expectOpen(page, name);
        await page.goBack();
        await expect(panel(page)).toHaveCount(0);
        const row = usersTable(page).getByRole('row').filter({ has: anchor(page, name) });
        await row.getByRole('button', { name: /^Actions for/ }).click();
        await page.getByRole('menuitem', { name: 'Open' }).click();
        await expectOpen(page, name);
        await page.goBack();
        await expect(panel(page)).toHaveCount(0);
        const [tab] = await Promise.all([context.waitForEvent('page'), link(page, name).click({ button: 'middle' })]);
        await expectOpen(tab, name);
        await tab.close();
      }
    });

    test('are found and opened by the palette', async ({ page, console }) => {
      await openList(page, console, names);
      // White space alone finds everybody.
      for (const name of names.filter((name) => name.trim() !== '')) {
        await page.keyboard.press('Control+k');
        await expect(palette(page)).toBeFocused();
        await page.keyboard.insertText(name);
        const labels = page.getByRole('dialog').getByRole('option').locator('> span:first-child');
        const place = async () => (await labels.evaluateAll((all) => all.map((one) => one.textContent))).indexOf(name);
        await expect.poll(place, short(name)).toBeGreaterThanOrEqual(0);
        await labels.nth(await place()).click();
        await expectOpen(page, name);
        await panel(page).getByRole('button', { name: 'Close' }).click();
        await expect(panel(page)).toHaveCount(0);
      }
    });
  });
}

test('the address is right after going back and forward, whatever was there before', async ({ page, console }) => {
  await openList(page, console, ['a', 'b']);
  await page.goto('/activity');
  await page.getByRole('navigation').getByRole('link', { name: /^Pivot/ }).click();
  await link(page, 'a').click();
  await expectOpen(page, 'a');
  await page.goBack();
  await expect(panel(page)).toHaveCount(0);
  await page.goForward();
  await expectOpen(page, 'a');
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await expect(page).toHaveURL('/pivot/users');
  await page.reload();
  await expect(panel(page)).toHaveCount(0);
  await link(page, 'b').click();
  await expectOpen(page, 'b');
  await page.evaluate(() => history.go(-1));
  await expect(panel(page)).toHaveCount(0);
  await link(page, 'b').click();
  await expectOpen(page, 'b');
  await page.goBack();
  await expect(page).toHaveURL('/pivot/users');
});

test('a link to where one is adds no step to go back over', async ({ page, console }) => {
  await openList(page, console, ['a']);
  const before = await page.evaluate(() => history.length);
  await link(page, 'a').click();
  await expectOpen(page, 'a');
  await link(page, 'a').click();
  await link(page, 'a').click();
  expect(await page.evaluate(() => history.length)).toBe(before + 1);
});

for (const text of ['%40', '%2540', 'a&b', '+', '%2B', '#', 'ü', 'a=b', '100%', '名 x']) {
  test(`a search for “${text}” is kept over a reload and over going back`, async ({ page }) => {
    await openUsers(page);
    await searchBox(page).fill(text);
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(text);
    const url = page.url();
    await page.reload();
    await expect(searchBox(page)).toHaveValue(text);
    expect(page.url()).toBe(url);
    await page.getByRole('navigation').getByRole('link', { name: 'Activity' }).click();
    await expect(page).toHaveURL('/activity');
    await page.goBack();
    await expect(searchBox(page)).toHaveValue(text);
    expect(page.url()).toBe(url);
  });
}

test('an address that holds no text opens nobody, and says so', async ({ page }) => {
  await openUsers(page);
  await page.goto('/pivot/users/%ff');
  await expect(panel(page)).toContainText('%ff');
  await expect(panel(page)).toContainText('User not found');
});

for (const name of ['.', '..', '']) {
  test(`the name "${name}", which no address can carry, is listed without a link, and it is said why`, async ({ page, console }) => {
    await console.fault({
      endpoint: 'pivot.users.list',
      answer: { kind: 'status', status: 200, body: JSON.stringify([{ name, firstName: 'Dot', lastName: 'Only' }]) },
      times: 2,
    });
    await openUsers(page);
    const header = usersTable(page).getByRole('rowheader');
    await expect(header).toContainText('cannot be opened');
    await expect(header.getByRole('link')).toHaveCount(0);
    await usersTable(page).getByRole('button', { name: /^Actions for/ }).click();
    const open = page.getByRole('menuitem', { name: /^Open/ });
    await expect(open).toHaveAttribute('aria-disabled', 'true');
    await expect(open).toContainText('cannot be part of an address');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.insertText('Dot Only');
    const found = page.getByRole('dialog').getByRole('option', { name: /Dot Only/ });
    await expect(found).toHaveAttribute('aria-disabled', 'true');
    await expect(found).toContainText('cannot be part of an address');
  });
}
