// Runs whose page was closed, crashed or was left: other pages report them, unless a
// page goes on with them.

import { test, expect } from '../harness/test.js';
import { tray, toAll } from '../harness/shell.js';
import { openUsers } from '../harness/users.js';

const REPORT = 'Left unfinished when a page was closed: Enable 4 users';
const names = (page) => page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('rollcall.run.')));
const entry = (page) =>
  page.evaluate(() => Object.entries(localStorage).find(([name]) => name.startsWith('rollcall.run.')));

/** Begins a run that does not end: the platform does not answer. */
async function startRun(page, console) {
  await console.fault({ endpoint: 'pivot.statuses.set', answer: { kind: 'hang' } });
  await openUsers(page);
  await toAll(page, 'Enable');
  await page.getByRole('dialog').locator('button[type=submit]').click();
  await expect(tray(page).getByRole('progressbar')).toBeVisible();
}

/** Opens a page without a run. */
async function openActivity(page) {
  await page.goto('/activity');
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
}

/** Waits until the page waits for the end of another page's run. */
const untilAwaited = (page) =>
  expect
    .poll(() => page.evaluate(async () => (await navigator.locks.query()).pending.map(({ name }) => name.includes('run'))))
    .toEqual([true]);

const leave = (page) => page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
const comeBack = (page) => page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));

test('a tab that was open all the time reports the run of a tab that is closed', async ({ page, context, console }) => {
  await openActivity(page);
  const other = await context.newPage();
  await startRun(other, console);
  await untilAwaited(page);
  await expect(tray(page)).toBeHidden();
  await other.close();
  await expect(tray(page)).toContainText(REPORT);
  await tray(page).getByRole('button', { name: 'Dismiss' }).click();
  await expect(tray(page)).toBeHidden();
  expect(await names(page)).toEqual([]);
});

test('the run of a tab that crashes is reported', async ({ page, context, console }) => {
  await openActivity(page);
  const other = await context.newPage();
  await startRun(other, console);
  await untilAwaited(page);
  await other.goto('chrome://crash').catch(() => {});
  await expect(tray(page)).toContainText(REPORT);
});

test('a run that goes on in another tab is reported by no tab, whenever that was opened', async ({ page, context, console }) => {
  const other = await context.newPage();
  await startRun(other, console);
  await openActivity(page);
  await untilAwaited(page);
  await expect(tray(page)).toBeHidden();
});

test('a page that the browser keeps and shows again goes on with its run', async ({ page, context, console }) => {
  await openActivity(page);
  const other = await context.newPage();
  await startRun(other, console);
  await leave(other);
  await expect(tray(page)).toContainText(REPORT);
  await comeBack(other);
  await expect(tray(page)).toBeHidden();
  await other.close();
  await expect(tray(page)).toContainText(REPORT);
});

test('the next page reports the run even if it learns late of what the page before stored', async ({ page, console, complaints }) => {
  complaints.allow(/^failed request/, 'the page is left while requests are in progress');
  page.on('dialog', (asked) => asked.accept());
  await startRun(page, console);
  await openActivity(page);
  await expect(tray(page)).toContainText(REPORT);
  // The browser delivers what the page before wrote at its end to this page.
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith('rollcall.run.'));
    dispatchEvent(new StorageEvent('storage', { key, newValue: localStorage.getItem(key), storageArea: localStorage }));
  });
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await expect(tray(page)).toContainText(REPORT);
});

test('reports that another version stored are dropped, and the page says so once', async ({ page }) => {
  await openActivity(page);
  await page.evaluate(() => {
    const first = { title: 'Disable 1 user', connection: 'pivot', label: 'Pivot', platform: 'Imply Pivot', started: '', ended: '', rows: [] };
    localStorage.setItem('rollcall.run.2025-01-01T00:00:00.000Z', JSON.stringify(first));
    localStorage.setItem('rollcall.run.2025-01-02T00:00:00.000Z', 'no JSON');
  });
  await page.reload();
  await expect(tray(page)).toContainText('2 run reports from another version of Rollcall were dropped');
  await expect(tray(page).getByText('Left unfinished')).toHaveCount(0);
  expect(await names(page)).toEqual([]);
  await tray(page).getByRole('button', { name: 'Dismiss' }).click();
  await expect(tray(page)).toBeHidden();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
  await expect(tray(page)).toBeHidden();
});

test.describe('without locks, as on a page that did not come over a secure connection', () => {
  test.beforeEach(({ context }) => context.addInitScript(() => delete Navigator.prototype.locks));

  test('a run is reported once its page is left', async ({ page, context, console }) => {
    await openActivity(page);
    const other = await context.newPage();
    await startRun(other, console);
    await leave(other);
    await expect(tray(page)).toContainText(REPORT);
  });

  test('a run is reported where nothing was stored of it for long, as after a crash', async ({ page, context, console }) => {
    const other = await context.newPage();
    await other.clock.setFixedTime(await page.evaluate(() => Date.now()));
    await startRun(other, console);
    const [name, text] = await entry(other);
    await openActivity(page);
    await page.evaluate(
      ([name, text]) => {
        const stored = JSON.parse(text);
        const old = { ...stored, written: '2025-01-01T00:00:00.000Z', receipt: { ...stored.receipt, label: 'Old' } };
        localStorage.setItem(`${name}-old`, JSON.stringify(old));
      },
      [name, text],
    );
    await page.reload();
    await expect(tray(page)).toContainText('Enable 4 users · Old');
    await expect(tray(page).getByText('Left unfinished')).toHaveCount(1);
  });
});
