// What is measured on a page with a list, whatever it is a list of.
//
// One line of JSON per measurement on standard output:
//   { "what": …, "value": number, "unit": …, "target": number | null, "better": "less" | "more" }

import { instrument } from './instrument.js';

const WORDS = ['ana', 'lindgren', 'harb', 'example', 'o'];

/** How long anything may take, in milliseconds. */
export const LIMIT = { timeout: 60_000 };

export const say = (what, value, unit, target = null, better = 'less') =>
  console.log(JSON.stringify({ what, value, unit, target, better }));

export const percentile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
};
export const median = (values) => percentile(values, 0.5);

/** A new page at `path`, with `globalThis.bench`. */
export async function visit(browser, mock, path) {
  const page = await browser.newPage({ baseURL: mock.url, viewport: { width: 1280, height: 800 } });
  await page.addInitScript(instrument);
  await page.goto(path);
  return page;
}

/** A new page at `path`, as soon as its list has a row. */
export async function open(browser, mock, path = '/pivot/users') {
  const page = await visit(browser, mock, path);
  await page.waitForFunction(() => globalThis.bench.firstRow !== undefined, undefined, LIMIT);
  return page;
}

/** When the last byte of the lists came, as `performance.now()` has it. */
export const lastByte = (page) =>
  page.evaluate(() => {
    const answers = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/via/'));
    return Math.max(...answers.map(({ responseEnd }) => responseEnd));
  });

/** Types words letter by letter and takes them back; each keystroke by itself. */
export async function keystrokes(page) {
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

/** Sorts by each column, three times. */
export async function sorts(page) {
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
export async function drag(page) {
  const { frames, longest, elements } = await page.evaluate(() => globalThis.bench.drag(4000));
  const perSecond = 1000 / (frames.reduce((a, b) => a + b, 0) / frames.length);
  return { perSecond, frame: percentile(frames, 0.95), longest, elements };
}

/** The memory of the page in MB. */
export async function heap(page) {
  const { wasm, js } = await page.evaluate(() => globalThis.bench.heap());
  return (wasm + js) / 1e6;
}
