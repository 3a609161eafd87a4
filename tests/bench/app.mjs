// How fast the console is with many users, in a real Chromium. `cargo xtask
// bench app` runs it and prints what it measured; nothing fails because this
// machine is slow.
//
// One line of JSON per measurement on standard output:
//   { "what": …, "value": number, "unit": …, "target": number | null, "better": "less" | "more" }

import { chromium } from 'playwright-core';
import { launchOptions } from '../browser/harness/chromium.js';
import { DIST, Mock } from '../browser/harness/mock.js';
import { filled } from './filled.mjs';
import { instrument } from './instrument.js';
import { lighthouse } from './lighthouse.mjs';

const SIZES = [1_000, 10_000, 100_000];
const WORDS = ['ana', 'lindgren', 'harb', 'example', 'o'];

const say = (what, value, unit, target = null, better = 'less') =>
  console.log(JSON.stringify({ what, value, unit, target, better }));

const percentile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
};
const median = (values) => percentile(values, 0.5);

async function open(browser, mock, path = '/pivot/users') {
  const page = await browser.newPage({ baseURL: mock.url, viewport: { width: 1280, height: 800 } });
  await page.addInitScript(instrument);
  await page.goto(path);
  await page.waitForFunction(() => globalThis.bench.firstRow !== undefined, undefined, { timeout: 60_000 });
  return page;
}

/** From the last byte of the lists to the first row on the page. */
const usable = (page) =>
  page.evaluate(() => {
    const answers = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/via/'));
    const lastByte = Math.max(...answers.map(({ responseEnd }) => responseEnd));
    return globalThis.bench.firstRow - lastByte;
  });

/** Types words letter by letter and takes them back; each keystroke by itself. */
async function keystrokes(page) {
  await page.getByRole('searchbox').first().focus();
  const measured = [];
  for (const word of WORDS) {
    for (const letter of word) measured.push(await page.evaluate((key) => globalThis.bench.type(key), letter));
    while (await page.evaluate(() => document.activeElement.value !== '')) {
      measured.push(await page.evaluate(() => globalThis.bench.erase()));
    }
  }
  return { painted: measured.map(({ painted }) => painted), task: measured.map(({ task }) => task) };
}

async function sorts(page) {
  const measured = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const buttons = page.locator('th[scope=col] button');
    for (let at = 0; at < (await buttons.count()); at += 1) {
      measured.push(await buttons.nth(at).evaluate((button) => globalThis.bench.press(button)));
    }
  }
  return measured.map(({ task }) => task);
}

/** Drags the scrollbar from end to end and back in four seconds. */
const drag = (page) => page.evaluate(() => globalThis.bench.drag(4000));

async function large(browser, size) {
  const mock = await Mock.start(String(size));
  try {
    const name = size.toLocaleString('en');
    const whole = size === 100_000;
    const page = await open(browser, mock);
    say(`${name} users: usable after the last byte`, await usable(page), 'ms', whole ? 1000 : null);
    const { painted, task } = await keystrokes(page);
    say(`${name} users: keystroke painted, p95`, percentile(painted, 0.95), 'ms', whole ? 50 : null);
    say(`${name} users: filtering, p95`, percentile(task, 0.95), 'ms', whole ? 40 : null);
    say(`${name} users: sorting, p95`, percentile(await sorts(page), 0.95), 'ms', whole ? 80 : null);
    const { frames, longest, elements } = await drag(page);
    say(`${name} users: frames a second while dragging`, 1000 / (frames.reduce((a, b) => a + b, 0) / frames.length), '', whole ? 58 : null, 'more');
    say(`${name} users: frame while dragging, p95`, percentile(frames, 0.95), 'ms', whole ? 21 : null);
    say(`${name} users: longest task while dragging`, longest, 'ms', whole ? 50 : null);
    say(`${name} users: elements in the table`, elements, '', whole ? 600 : null);
    const { wasm, js } = await page.evaluate(() => globalThis.bench.heap());
    say(`${name} users: wasm and JS heap`, (wasm + js) / 1e6, 'MB', whole ? 150 : null);
    await page.close();
  } finally {
    await mock.stop();
  }
}

async function changes(browser) {
  const mock = await Mock.start('1000');
  try {
    const page = await open(browser, mock);
    const toggles = [];
    // An administrator would be asked about first.
    await page.getByRole('combobox', { name: 'Rights' }).selectOption('other');
    await page.waitForFunction(() => location.search.includes('rights'));
    for (let at = 0; at < 8; at += 1) {
      const button = page.getByRole('switch').nth(at);
      toggles.push(await button.evaluate((element) => globalThis.bench.press(element)));
    }
    say('toggle painted, median (two frames are 33)', median(toggles.map(({ painted }) => painted)), 'ms', 34);
    await page.waitForFunction(() => document.querySelector('[role=switch][aria-busy=true]') === null);
    await page.reload();
    await page.waitForFunction(() => globalThis.bench.firstRow !== undefined);
    await page.getByRole('checkbox', { name: /all/i }).first().check();
    await page.getByRole('button', { name: 'Disable', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await page.evaluate(() => globalThis.bench.forget());
    // The last administrator is held back, and the button says so.
    const yes = dialog.getByRole('button', { name: /^(Disable|Go on)/ });
    const took = await yes.evaluate((button) => globalThis.bench.carriedOut(button));
    say('bulk change of 1,000 users', took, 'ms', 3000);
    say('longest task meanwhile', await page.evaluate(() => globalThis.bench.longest()), 'ms', 50);
    await page.close();
  } finally {
    await mock.stop();
  }
}

const browser = await chromium.launch(launchOptions);
try {
  for (const size of SIZES) await large(browser, size);
  await changes(browser);
  // A page that was built before, to compare with in the same run.
  const before = process.env.ROLLCALL_DIST_BEFORE;
  const [now, then] = await filled(browser, Mock, before ? [DIST, before] : [DIST]);
  say('a list of 60 users on a slow line and machine', now, 'ms', 2450);
  if (before) say('  the page it is compared with', then, 'ms');
} finally {
  await browser.close();
}
await lighthouse(say);
