// The code that a first load does without, when it comes and when it does not.

import { cp, readdir } from 'node:fs/promises';
import { writes } from '../harness/invite.js';
import { DIST } from '../harness/mock.js';
import { statusOf } from '../harness/pivot.js';
import { test, expect } from '../harness/test.js';
import { agree, openUsers, press, settled, userSwitch } from '../harness/users.js';

const ANALYST = 'analyst@example.com';
const isPiece = (name) => /_(split|chunk)_\w+\.wasm/.test(name);
const failed = (page) => page.getByRole('alert').filter({ hasText: 'A part of this console could not be loaded' });

test('what is likely to be asked for next comes once people are shown', async ({ page }) => {
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await openUsers(page);
  await expect.poll(() => asked.filter((path) => path.includes('_split_work'))).toHaveLength(1);
  const list = asked.findIndex((path) => path.endsWith('/api/v1/users'));
  expect(asked.findIndex(isPiece), 'the list is asked for before any piece').toBeGreaterThan(list);
  expect(asked.filter((path) => path.includes('_split_invite'))).toEqual([]);
});

for (const [name, what] of [
  [ANALYST, 'changes once'],
  ['admin@company.com', 'asks once'],
]) {
  test(`a switch pressed twice before its code is here ${what}`, async ({ page, console }) => {
    await openUsers(page);
    await userSwitch(page, name).evaluate((button) => {
      button.click();
      button.click();
    });
    await agree(page);
    await settled(page, name);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect.poll(async () => (await writes(console)).length).toBe(1);
  });
}

test.describe('without its pieces', () => {
  test.use({
    dist: async ({}, use, testInfo) => {
      const dist = testInfo.outputPath('dist');
      await cp(DIST, dist, { recursive: true, filter: (file) => !isPiece(file) });
      await use(dist);
    },
  });

  /** Puts back what the server lacks. */
  async function mend(dist) {
    for (const name of await readdir(DIST)) if (isPiece(name)) await cp(`${DIST}/${name}`, `${dist}/${name}`);
  }

  test.beforeEach(({ complaints }) => {
    complaints.expect(/status of 404|TypeError/, 'the server has no such file');
  });

  test('the list is there; a switch says that nothing was done, and works once they are back', async ({ page, console, dist }) => {
    await openUsers(page);
    const before = await statusOf(console, ANALYST);
    await userSwitch(page, ANALYST).click();
    await expect(page.getByRole('status').filter({ hasText: 'Nothing was done' })).toBeVisible();
    expect(await statusOf(console, ANALYST)).toEqual(before);
    await mend(dist);
    await press(page, ANALYST);
    expect(await statusOf(console, ANALYST)).not.toEqual(before);
  });

  test('a page that does not come is said, and comes with Retry', async ({ page, dist }) => {
    await page.goto('/pivot/invite');
    await expect(failed(page)).toBeVisible();
    await mend(dist);
    await page.getByRole('button', { name: 'Retry' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Invite to/);
  });
});

test.describe('without the styles that come with its pieces', () => {
  const isLate = (name) => name.includes('style_on_demand');
  const sheets = (page) => page.evaluate(() => [...document.styleSheets].map(({ href }) => href ?? ''));

  test.use({
    dist: async ({}, use, testInfo) => {
      const dist = testInfo.outputPath('dist');
      await cp(DIST, dist, { recursive: true, filter: (file) => !isLate(file) });
      await use(dist);
    },
  });

  test('the overview is there all the same, and the next code asks for them again', async ({ page, dist, complaints }) => {
    complaints.expect(/Refused to apply style|style_on_demand.*ERR_ABORTED/, 'the server has no such file');
    await page.goto('/');
    await expect(page.getByRole('main').getByRole('link', { name: /Pivot demo/ }).first()).toBeVisible();
    await expect.poll(async () => (await sheets(page)).filter(isLate)).toEqual([]);
    for (const name of await readdir(DIST)) if (isLate(name)) await cp(`${DIST}/${name}`, `${dist}/${name}`);
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect((await sheets(page)).filter(isLate)).toHaveLength(1);
  });
});
