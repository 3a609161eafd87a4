// What Lighthouse says of the users page and the overview, on a desktop and throttled as a phone.

import { launch } from 'chrome-launcher';
import run, { desktopConfig } from 'lighthouse';
import { launchOptions } from '../browser/harness/chromium.js';
import { Mock } from '../browser/harness/mock.js';

/** Says the scores, out of 100. */
export async function lighthouse(say) {
  const mock = await Mock.start('demo');
  const chrome = await launch({
    chromePath: launchOptions.executablePath,
    chromeFlags: ['--headless=new', ...launchOptions.args, ...(launchOptions.chromiumSandbox ? [] : ['--no-sandbox'])],
  });
  try {
    for (const [page, path] of [
      ['users', '/pivot/users'],
      ['overview', '/'],
    ]) {
      for (const [device, config, performance] of [
        ['desktop', desktopConfig, 100],
        ['phone', undefined, 95],
      ]) {
        const flags = { port: chrome.port, logLevel: 'error', onlyCategories: ['performance', 'accessibility', 'best-practices'] };
        const { lhr } = await run(mock.url + path, flags, config);
        for (const [id, target] of [['performance', performance], ['accessibility', 100], ['best-practices', 100]]) {
          say(`Lighthouse, ${page}, ${device}: ${id}`, Math.round(lhr.categories[id].score * 100), '', target, 'more');
          const failing = Object.values(lhr.categories[id].auditRefs)
            .filter(({ weight }) => weight > 0)
            .map((ref) => lhr.audits[ref.id])
            .filter(({ score }) => score !== null && score < 1);
          for (const audit of failing) console.error(`    ${audit.id}: ${audit.displayValue ?? audit.title}`);
        }
      }
    }
  } finally {
    await chrome.kill();
    await mock.stop();
  }
}
