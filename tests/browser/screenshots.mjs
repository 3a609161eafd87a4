// Pictures of the console, for people to look at:
//
//     npm run screenshots -- OUTDIR [FACE…]   every face in light and dark, in three widths
//     npm run screenshots -- --tour           writes the ones that README.md shows
//
// `cargo xtask screenshots` builds what they show and does the latter.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { launchOptions } from './harness/chromium.js';
import { FACES } from './harness/faces.js';
import { CLOCK, DIST, Mock } from './harness/mock.js';
import { Rollcall } from './harness/rollcall.js';
import { TOUR } from './harness/tour.js';
import { webp } from './harness/webp.js';

const [target, ...only] = process.argv.slice(2);
if (!target) {
  console.error('usage: npm run screenshots -- OUTDIR [FACE…] | --tour');
  process.exit(2);
}

const LOOKS = ['light', 'dark'].flatMap((theme) => [1280, 768, 360].map((width) => ({ theme, width })));
const PAGE = { viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' };
const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

/** Opens a face on a console of its own and saves it in each look. */
async function face(browser, name, folder) {
  const mock = await Mock.start('demo', DIST, FACES[name].ask);
  try {
    const page = await browser.newPage({ ...PAGE, baseURL: mock.url });
    await page.clock.setFixedTime(CLOCK);
    await FACES[name].open(page, mock);
    for (const { theme, width } of LOOKS) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 800 });
      const path = join(folder, `${name.replaceAll(' ', '-')}-${theme}-${width}.png`);
      await page.screenshot({ path, animations: 'disabled' });
      console.log(path);
    }
    await page.close();
  } finally {
    await mock.stop();
  }
}

/** Opens a stop of the tour on a console of its own, the demo's or a team's, and saves it in its looks. */
async function stop(browser, { name, looks, height = 800, team, running, open }) {
  const mock = await Mock.start('demo');
  const rollcall = team && (await Rollcall.start('', 0, mock.apis));
  try {
    const page = await browser.newPage({
      ...PAGE,
      viewport: { width: 1280, height },
      deviceScaleFactor: 1.5,
      baseURL: team ? rollcall.url : mock.url,
    });
    // A team's server goes by the machine's clock.
    if (running) await page.clock.install({ time: CLOCK });
    else await page.clock.setFixedTime(team ? Date.now() : CLOCK);
    await open(page, mock);
    for (const theme of looks) {
      await page.emulateMedia({ colorScheme: theme });
      const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      const path = join(FOLDER, `${name}${theme === looks[0] ? '' : `-${theme}`}.webp`);
      await writeFile(path, await webp(browser, picture));
      console.log(path);
    }
    await page.close();
  } finally {
    await rollcall?.stop();
    await mock.stop();
  }
}

const browser = await chromium.launch(launchOptions);
try {
  if (target === '--tour') {
    await mkdir(FOLDER, { recursive: true });
    for (const each of TOUR.filter(({ name }) => only.length === 0 || only.includes(name))) await stop(browser, each);
  } else {
    await mkdir(target, { recursive: true });
    for (const name of only.length > 0 ? only : Object.keys(FACES)) await face(browser, name, target);
  }
} finally {
  await browser.close();
}
