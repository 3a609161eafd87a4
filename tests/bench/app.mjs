// How fast the console is with many users, in a real Chromium. `cargo xtask
// bench app` runs it and prints what it measured; nothing fails because this
// machine is slow.

import { chromium } from 'playwright-core';
import { launchOptions } from '../browser/harness/chromium.js';
import { DIST, Mock } from '../browser/harness/mock.js';
import { filled } from './filled.mjs';
import { lighthouse } from './lighthouse.mjs';
import { drag, heap, keystrokes, lastByte, median, open, percentile, say, sorts } from './measurements.mjs';

const SIZES = [1_000, 10_000, 100_000];

async function large(browser, size) {
  const mock = await Mock.start(String(size));
  try {
    const name = size.toLocaleString('en');
    const whole = size === 100_000;
    const page = await open(browser, mock);
    say(`${name} users: usable after the last byte`, (await page.evaluate(() => globalThis.bench.firstRow)) - (await lastByte(page)), 'ms', whole ? 1000 : null);
    const { painted, task } = await keystrokes(page);
    say(`${name} users: keystroke painted, p95`, percentile(painted, 0.95), 'ms', whole ? 50 : null);
    say(`${name} users: filtering, p95`, percentile(task, 0.95), 'ms', whole ? 40 : null);
    say(`${name} users: sorting, p95`, percentile(await sorts(page), 0.95), 'ms', whole ? 80 : null);
    const { perSecond, frame, longest, elements } = await drag(page);
    say(`${name} users: frames a second while dragging`, perSecond, '', whole ? 58 : null, 'more');
    say(`${name} users: frame while dragging, p95`, frame, 'ms', whole ? 21 : null);
    say(`${name} users: longest task while dragging`, longest, 'ms', whole ? 50 : null);
    say(`${name} users: elements in the table`, elements, '', whole ? 600 : null);
    say(`${name} users: wasm and JS heap`, await heap(page), 'MB', whole ? 150 : null);
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
    const took = await yes.evaluate((button) => globalThis.bench.carriedOut(button, '.tray-said'));
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
