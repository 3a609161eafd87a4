// How long a person waits for the list of users after opening its address for the
// first time, on a slow line and a slow machine.

const SLOW_LINE = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const SLOWDOWN = 4;
const USERS = '60';
const TURNS = 9;

/** Milliseconds from navigation to a list of 60 users, nothing cached. */
async function once(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', SLOW_LINE);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    await page.addInitScript(() => {
      const seen = new MutationObserver(() => {
        const row = document.querySelector('tbody [role=rowheader], tbody th[scope=row]');
        if (row === null || row.textContent.trim() === '') return;
        seen.disconnect();
        requestAnimationFrame(() => setTimeout(() => (globalThis.filledAfter = performance.now())));
      });
      document.addEventListener('DOMContentLoaded', () =>
        seen.observe(document.body, { childList: true, subtree: true, characterData: true }),
      );
    });
    await page.goto(`${url}/pivot/users`, { waitUntil: 'commit' });
    await page.waitForFunction(() => globalThis.filledAfter !== undefined, undefined, { timeout: 60_000 });
    return await page.evaluate(() => globalThis.filledAfter);
  } finally {
    await context.close();
  }
}

/** The medians for each page in `dists`, which take turns. */
export async function filled(browser, Mock, dists) {
  const mocks = [];
  try {
    for (const dist of dists) mocks.push(await Mock.start(USERS, dist));
    const measured = dists.map(() => []);
    for (let turn = 0; turn < TURNS; turn += 1) {
      for (const [at, mock] of mocks.entries()) measured[at].push(await once(browser, mock.url));
    }
    return measured.map((times) => [...times].sort((a, b) => a - b)[Math.floor(TURNS / 2)]);
  } finally {
    for (const mock of mocks) await mock.stop();
  }
}
