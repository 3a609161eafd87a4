// Pictures of every face of the console, for people to look at:
//
//     npm run screenshots -- OUTDIR [FACE…]   in light and dark, in three widths
//     npm run screenshots -- --readme         writes the ones that README.md shows

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { launchOptions } from './harness/chromium.js';
import { FACES } from './harness/faces.js';
import { CLOCK, DIST, Mock } from './harness/mock.js';

const [target, ...only] = process.argv.slice(2);
if (!target) {
  console.error('usage: npm run screenshots -- OUTDIR [FACE…] | --readme');
  process.exit(2);
}

const LOOKS = ['light', 'dark'].flatMap((theme) => [1280, 768, 360].map((width) => ({ theme, width })));

/** Opens a face on a console of its own and saves it in each look as `path(look)`. */
async function pictures(browser, face, looks, path) {
  const mock = await Mock.start('demo', DIST, FACES[face].ask);
  try {
    const page = await browser.newPage({
      baseURL: mock.url,
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    });
    await page.clock.setFixedTime(CLOCK);
    await FACES[face].open(page, mock);
    for (const look of looks) {
      await page.emulateMedia({ colorScheme: look.theme });
      await page.setViewportSize({ width: look.width, height: 800 });
      await page.screenshot({ path: path(look), animations: 'disabled' });
      console.log(path(look));
    }
    await page.close();
  } finally {
    await mock.stop();
  }
}

const browser = await chromium.launch(launchOptions);
try {
  if (target === '--readme') {
    const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
    const shown = LOOKS.filter(({ width }) => width === 1280);
    await pictures(browser, 'users', shown, ({ theme }) =>
      join(docs, theme === 'light' ? 'screenshot.png' : `screenshot-${theme}.png`),
    );
  } else {
    await mkdir(target, { recursive: true });
    for (const face of only.length > 0 ? only : Object.keys(FACES)) {
      await pictures(browser, face, LOOKS, ({ theme, width }) =>
        join(target, `${face.replaceAll(' ', '-')}-${theme}-${width}.png`),
      );
    }
  }
} finally {
  await browser.close();
}
