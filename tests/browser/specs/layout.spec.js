import { test, expect } from '../harness/test.js';
import { flip, openUsers, searchBox, userSwitch, usersTable } from '../harness/users.js';

test.use({ seed: 'demo' });

/** What is wider than its frame or stands outside the window, as selectors. */
const overflowing = (page) =>
  page.evaluate(() => {
    const wide = [document.documentElement, ...document.querySelectorAll('main, main *')].filter(
      (element) =>
        element.scrollWidth > element.clientWidth &&
        (element === document.documentElement || ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)),
    );
    return wide.map((element) => `${element.localName}.${element.className}: ${element.scrollWidth} > ${element.clientWidth}`);
  });

for (const width of [320, 360, 768, 1280, 1920]) {
  test(`at ${width} px nothing scrolls sideways`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await openUsers(page);
    expect(await overflowing(page)).toEqual([]);
  });
}

test.describe('narrow', () => {
  test.use({ seed: 'documented' });

  for (const width of [320, 360, 768]) {
    test(`at ${width} px every row still has its name, status and switch, and the table is still one`, async ({ page }) => {
      const name = 'admin@company.com';
      await page.setViewportSize({ width, height: 800 });
      await openUsers(page);
      await expect(searchBox(page)).toBeInViewport();
      await expect(userSwitch(page, name)).toBeInViewport();
      const row = usersTable(page).getByRole('row').filter({ has: userSwitch(page, name) });
      await expect(row.getByRole('rowheader')).toHaveText(name);
      await expect(row.getByText('Enabled', { exact: true })).toBeVisible();
      await flip(page, name);
      await expect(row.getByText('Disabled', { exact: true })).toBeVisible();
      await expect(userSwitch(page, name)).toHaveAttribute('aria-busy', 'false');
    });
  }
});

test('at 360 px the connections are behind a button', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await openUsers(page);
  const connection = page.getByRole('navigation', { name: 'Connections' }).getByRole('link').first();
  await expect(connection).toBeHidden();
  await page.getByRole('button', { name: 'Connections' }).click();
  await expect(connection).toBeVisible();
  await expect(connection).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Escape');
  await expect(connection).toBeHidden();
});

test('the head of the table stays in sight, and covers no switch that has the focus', async ({ page }) => {
  await openUsers(page);
  const switches = page.getByRole('switch');
  await switches.last().focus();
  await expect(usersTable(page).getByRole('columnheader', { name: 'Status' })).toBeInViewport();
  for (let presses = 0; presses < 30; presses += 1) await page.keyboard.press('Shift+Tab');
  const covered = await page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + 1);
    return !document.activeElement.contains(top);
  });
  expect(covered).toBe(false);
});

test('controls are at least 24 px in both directions, and 44 px under a finger', async ({ browser, page, console }) => {
  const small = (page, least) =>
    page.evaluate((least) => {
      const controls = document.querySelectorAll('button, input, select, summary, nav a, .actions a');
      return [...controls]
        .filter((control) => control.checkVisibility({ visibilityProperty: true }))
        .map((control) => [control.getAttribute('aria-label') ?? control.innerText, control.getBoundingClientRect()])
        .filter(([, box]) => Math.min(box.width, box.height) < least && box.width > 0)
        .map(([name, box]) => `${name}: ${box.width} × ${box.height}`);
    }, least);
  await openUsers(page);
  expect(await small(page, 24)).toEqual([]);
  const phone = await browser.newPage({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  await phone.goto(`${console.url}/pivot/users`);
  await expect(usersTable(phone)).toBeVisible();
  await expect(phone.getByRole('switch').first()).toBeVisible();
  expect(await small(phone, 44)).toEqual([]);
  await phone.close();
});
