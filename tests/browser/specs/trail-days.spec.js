// The days of the audit log's filter are the reader's: from the first moment of one to the first of the next.

import { expect, signIn, test } from '../harness/team.js';

/** Where clocks are put forward at midnight, or by days, or not at all: the zone, the day, its first moment and its end. */
const DAYS = [
  ['UTC', '2026-03-08', '2026-03-08T00:00:00.000Z', '2026-03-09T00:00:00.000Z'],
  ['America/Havana', '2026-03-08', '2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z'],
  ['America/Havana', '2026-03-07', '2026-03-07T05:00:00.000Z', '2026-03-08T05:00:00.000Z'],
  ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
  ['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00.000Z', '2026-03-29T21:00:00.000Z'],
  ['Asia/Beirut', '2026-10-24', '2026-10-23T21:00:00.000Z', '2026-10-24T22:00:00.000Z'],
  ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z', '2026-04-24T21:00:00.000Z'],
  ['Africa/Cairo', '2026-10-29', '2026-10-28T21:00:00.000Z', '2026-10-29T22:00:00.000Z'],
  ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z', '2026-09-07T03:00:00.000Z'],
  ['America/Asuncion', '2023-10-01', '2023-10-01T04:00:00.000Z', '2023-10-02T03:00:00.000Z'],
  ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', '2018-11-05T02:00:00.000Z'],
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ['Asia/Kathmandu', '2026-12-31', '2026-12-30T18:15:00.000Z', '2026-12-31T18:15:00.000Z'],
  ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00.000Z', '2011-12-30T10:00:00.000Z'],
];

/** What the trail was asked for when the page at `path` was opened. */
async function asked(page, path) {
  const [answer] = await Promise.all([page.waitForResponse((one) => new URL(one.url()).pathname === '/api/trail'), page.goto(path)]);
  await answer.finished();
  return new URL(answer.url()).searchParams;
}

for (const zone of new Set(DAYS.map(([zone]) => zone))) {
  test.describe(`in ${zone}`, () => {
    test.use({ timezoneId: zone });

    test('a day is from its first moment to that of the next', async ({ page }) => {
      await signIn(page, 'ada');
      for (const [, day, since, until] of DAYS.filter(([of]) => of === zone)) {
        const query = await asked(page, `/activity/trail?since=${day}&until=${day}`);
        expect([query.get('since'), query.get('until')], day).toEqual([since, until]);
        const link = page.getByRole('link', { name: 'Export CSV' });
        const file = new URL(await link.getAttribute('href'), page.url()).searchParams;
        expect([file.get('since'), file.get('until')], day).toEqual([since, until]);
      }
    });
  });
}

for (const day of ['2026-02-30', '2026-02-29', '2026-13-01', '2026-00-01', '2026-04-31', 'yesterday', '2026-1-1', '2026-01-01T00:00']) {
  test(`“${day}” is refused in words, and nothing is asked for in its place`, async ({ page }) => {
    await signIn(page, 'ada');
    const requests = [];
    page.on('request', (request) => request.url().includes('/api/trail') && requests.push(request.url()));
    for (const [part, label] of [['since', 'From'], ['until', 'To']]) {
      await page.goto(`/activity/trail?${part}=${day}`);
      const said = page.locator('.notice').getByRole('alert');
      await expect(said).toContainText(`“${day}” is not a date`);
      await expect(said).toContainText(label);
      await expect(page.getByRole('link', { name: 'Export CSV' })).toBeHidden();
    }
    expect(requests).toEqual([]);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect(page).toHaveURL('/activity/trail');
    await expect(page.getByRole('table', { name: 'Entries' }).getByRole('rowheader', { name: 'Signed in' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Export CSV' })).toBeVisible();
  });
}

test('a search for anything is kept over a reload and over going back', async ({ page }) => {
  await signIn(page, 'ada');
  await page.goto('/activity/trail');
  const search = page.getByRole('searchbox', { name: 'Search entries' });
  for (const text of ['%40', 'a&b', '+', '#', '100%25']) {
    /** Does it, and waits until what is found is there: a page that is left before drops the request. */
    const found = async (act) => {
      const isIt = ({ pathname, searchParams }) => pathname === '/api/trail' && searchParams.get('search') === text;
      const [answer] = await Promise.all([page.waitForResponse((one) => isIt(new URL(one.url()))), act()]);
      await answer.finished();
    };
    await found(() => search.fill(text));
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(text);
    const url = page.url();
    await found(() => page.reload());
    await expect(search).toHaveValue(text);
    expect(page.url()).toBe(url);
    await page.getByRole('navigation', { name: 'Connections' }).getByRole('link', { name: 'Activity' }).click();
    await expect(search).toHaveCount(0);
    await found(() => page.goBack());
    await expect(search).toHaveValue(text);
  }
});
