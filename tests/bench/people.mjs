// How fast people across three connections are, in a real Chromium. `cargo xtask bench people` runs it and prints what
// it measured; nothing fails because this machine is slow.

import { chromium } from 'playwright-core';
import { launchOptions } from '../browser/harness/chromium.js';
import { Mock } from '../browser/harness/mock.js';
import { drag, heap, keystrokes, lastByte, LIMIT, median, open, percentile, say, sorts, visit } from './measurements.mjs';

/** Users of each platform, and how many people they are: 80 % of a platform's are on each of the others. */
const USERS = 100_000;
const PEOPLE = 1.3 * USERS;
/** Users of the platform whose accounts are reviewed. */
const REVIEWED = 10_000;
/** Users of each platform from which people leave. */
const COMPANY = '1000';
/** Some who have an account on each, one of whom leaves after the other. */
const LEAVERS = [300, 301, 302, 303, 305];

async function list(browser) {
  const mock = await Mock.start(String(USERS));
  try {
    const page = await visit(browser, mock, '/people');
    const usable = await page.evaluate((count) => globalThis.bench.rows(count), PEOPLE);
    say('people usable after the last byte', usable - (await lastByte(page)), 'ms', 1500);
    await page.evaluate(() => globalThis.bench.idle());
    const { before, after } = await page.evaluate(() => globalThis.bench.longestApart());
    say('longest task once the lists are read', after, 'ms', 50);
    say('longest task up to reading the last list', before, 'ms');
    const { painted, task } = await keystrokes(page);
    say('keystroke in the search painted, p95', percentile(painted, 0.95), 'ms', 50);
    say('searching, p95', percentile(task, 0.95), 'ms');
    say('sort, longest of all columns', Math.max(...(await sorts(page))), 'ms', 120);
    const { perSecond, frame, longest, elements } = await drag(page);
    say('frames a second while dragging', perSecond, '', 58, 'more');
    say('frame while dragging, p95', frame, 'ms');
    say('longest task while dragging', longest, 'ms', 50);
    say('elements in the table', elements, '');
    say('wasm and JS heap', await heap(page), 'MB', 350);
    await page.close();
  } finally {
    await mock.stop();
  }
}

/** Confirms what the dialog asks, typing what it wants to have typed. Answers how long it takes until `selector` is there. */
async function confirmed(page, selector) {
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const phrase = dialog.getByRole('textbox');
  if (await phrase.isVisible()) {
    await phrase.fill((await dialog.locator('label').textContent()).match(/“(.*)”/)[1]);
  }
  await page.evaluate(() => globalThis.bench.forget());
  const submit = dialog.locator('button[type=submit]');
  return submit.evaluate((button, awaited) => globalThis.bench.carriedOut(button, awaited), selector);
}

/** The button that runs the plan, once everything is loaded. */
const start = (page) => page.getByRole('button', { name: /^Remove the access of/ }).and(page.locator('[aria-disabled=false]'));

/** Confirms the plan on the page. Answers how long it takes until the receipts of `count` people are there. */
async function leave(page, count) {
  await start(page).click(LIMIT);
  const receipts = 'a[href*="/receipts/"]';
  const took = await confirmed(page, receipts);
  const stored = await page.locator(receipts).count();
  if (stored !== count) throw new Error(`${stored} receipts of ${count} leavers`);
  return took;
}

async function leavers(browser) {
  const mock = await Mock.start(COMPANY);
  try {
    const measured = [];
    for (const number of LEAVERS) {
      const page = await visit(browser, mock, `/people/leave?person=user000${number}@harborline.example`);
      await start(page).waitFor(LIMIT);
      const accounts = await page.getByRole('region', { name: 'What will be done' }).getByRole('article').count();
      if (accounts !== 3) throw new Error(`leaver ${number} has ${accounts} accounts`);
      measured.push(await leave(page, 1));
      await page.close();
    }
    say('a leaver on three connections, until the receipt', median(measured), 'ms', 1000);

    const page = await open(browser, mock, '/people');
    for (const search of ['user0001', 'user0002']) {
      await page.getByRole('searchbox').fill(search);
      await page.locator('.count', { hasText: /^100 of/ }).waitFor(LIMIT);
      await page.getByRole('checkbox', { name: 'Select all shown' }).check();
    }
    await page.getByRole('button', { name: 'Remove access everywhere…', exact: true }).click();
    say('200 leavers, until the receipts', await leave(page, 200), 'ms', 5000);
    say('longest task meanwhile', await page.evaluate(() => globalThis.bench.longest()), 'ms', 50);
    await page.close();
  } finally {
    await mock.stop();
  }
}

/** A list from HR: most people of one platform and some new ones, every hundredth by another name. */
function hrList() {
  const rows = Array.from({ length: USERS }, (_, at) => {
    const number = String(at < 0.9 * USERS ? at : at + USERS).padStart(7, '0');
    return `user${number}@harborline.example,${at % 100 === 0 ? 'Renamed' : ''},`;
  });
  return `email,first name,last name\n${rows.join('\n')}\n`;
}

async function reconcile(browser) {
  const mock = await Mock.start(String(USERS));
  try {
    const page = await visit(browser, mock, '/people/reconcile');
    await page.getByLabel('CSV file').waitFor(LIMIT);
    // The accounts are loaded and matched before.
    await page.waitForLoadState('networkidle', LIMIT);
    await page.evaluate((text) => globalThis.bench.make(text), hrList());
    await page.evaluate(() => globalThis.bench.idle());
    await page.evaluate(() => globalThis.bench.forget());
    const compare = 'button.primary[aria-disabled=false]';
    const read = await page.evaluate((ready) => globalThis.bench.chosen(ready), compare);
    say('list of 100,000 rows read', read, 'ms');
    const button = page.locator(compare);
    const compared = await button.evaluate((one) => globalThis.bench.carriedOut(one, '[role=group][aria-label=Lists]'));
    say('list read, compared and shown', read + compared, 'ms', 2000);
    say('longest task meanwhile', await page.evaluate(() => globalThis.bench.longest()), 'ms', 50);
    say('wasm and JS heap with the list', await heap(page), 'MB', 450);
    await page.close();
  } finally {
    await mock.stop();
  }
}

/** Takes the access of everyone in a company by a list, or changes their names. */
async function changes(browser, what, columns, cells, list) {
  const mock = await Mock.start(COMPANY);
  try {
    const page = await visit(browser, mock, '/people/reconcile');
    await page.getByLabel('CSV file').waitFor(LIMIT);
    const numbers = Array.from({ length: 1.3 * COMPANY }, (_, at) => String(at).padStart(6, '0'));
    const rows = numbers.map((number) => `user${number}@harborline.example,${cells}`);
    const compare = 'button.primary[aria-disabled=false]';
    const text = `email,${columns}\n${rows.join('\n')}\n`;
    await page.evaluate((list) => globalThis.bench.make(list), text);
    await page.evaluate((ready) => globalThis.bench.chosen(ready), compare);
    await page.getByLabel('Whose access is to be removed').selectOption({ value: 'marked' });
    await page.locator(compare).click(LIMIT);
    await page.getByRole('group', { name: 'Lists' }).getByRole('button', { name: list }).click(LIMIT);
    await page.getByRole('checkbox', { name: 'Select all shown' }).check(LIMIT);
    await page.getByRole('button', { name: /^Plan for / }).click();
    await page.getByRole('button', { name: /^Change the accounts of/ }).and(page.locator('[aria-disabled=false]')).click(LIMIT);
    let changed = 0;
    page.on('request', (request) => (changed += request.method() !== 'GET' && request.url().includes('/via/') ? 1 : 0));
    const took = await confirmed(page, '.plan-summary');
    say(`${what}: changes on three connections`, changed, '', 2000, 'more');
    say('until the receipts, for each 1,000 of them', (took * 1000) / changed, 'ms', 2000);
    say('longest task meanwhile', await page.evaluate(() => globalThis.bench.longest()), 'ms', 50);
    await page.close();
  } finally {
    await mock.stop();
  }
}

async function review(browser) {
  const mock = await Mock.start(String(REVIEWED));
  try {
    const page = await visit(browser, mock, '/reviews/new');
    await page.getByLabel('Name', { exact: true }).fill('Autumn review');
    const [pivot, actian] = await page.getByRole('group', { name: 'Connections' }).getByRole('checkbox').all();
    for (const box of [pivot, actian]) await box.uncheck();
    await page.getByLabel('Disabled accounts too').check();
    await page.locator('.review-count', { hasText: `${REVIEWED.toLocaleString('en')} accounts` }).waitFor(LIMIT);
    await page.getByRole('button', { name: 'Start a review' }).click();
    await page.waitForURL(/\/reviews\/[0-9a-f]+$/, LIMIT);
    const path = new URL(page.url()).pathname;
    await page.close();

    const opened = await visit(browser, mock, path);
    const shown = await opened.evaluate((count) => globalThis.bench.rows(count), REVIEWED);
    say('review of 10,000 accounts opened', shown, 'ms', 1000);
    await opened.waitForLoadState('networkidle', LIMIT);
    await opened.keyboard.press('n');
    const keep = opened.getByRole('region', { name: 'Decision', exact: true }).getByRole('button', { name: 'Keep' });
    const decisions = [];
    for (let at = 0; at < 20; at += 1) {
      decisions.push(await keep.evaluate((button) => globalThis.bench.press(button)));
    }
    say('a decision in it, p95', percentile(decisions.map(({ task }) => task), 0.95), 'ms', 16);
    say('a decision in it painted, p95', percentile(decisions.map(({ painted }) => painted), 0.95), 'ms');
    await opened.close();
  } finally {
    await mock.stop();
  }
}

const browser = await chromium.launch(launchOptions);
try {
  await list(browser);
  await leavers(browser);
  await reconcile(browser);
  await changes(browser, 'access removed by a list', 'status', 'left', 'To remove');
  await changes(browser, 'names changed by a list', 'first name', 'Renamed', 'To change');
  await review(browser);
} finally {
  await browser.close();
}
