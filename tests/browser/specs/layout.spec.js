import { look } from '../harness/axe.js';
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

for (const width of [360, 1280]) {
  test(`at ${width} px nothing that is there moves when the list comes`, async ({ page, console }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.addInitScript(() => {
      globalThis.moved = [];
      new PerformanceObserver((list) => globalThis.moved.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true });
    });
    // As long as that the page is painted without it.
    await console.fault({ endpoint: 'pivot.users.list', answer: { kind: 'slow', ms: 500 }, times: 1 });
    await openUsers(page);
    await expect(page.getByRole('button', { name: /statuses without a user/ })).toBeVisible();
    const moved = await page.evaluate(async () => {
      for (let frames = 0; frames < 2; frames += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      const place = ({ node }) => `${node?.nodeName}.${node?.className}`;
      return globalThis.moved.map(({ value, sources }) => ({ value, of: sources.map(place) }));
    });
    const all = moved.reduce((sum, { value }) => sum + value, 0);
    expect(all, JSON.stringify(moved)).toBeLessThan(0.01);
  });
}

test('the statuses without a user are shown on demand', async ({ page, console }) => {
  const statuses = await console.ask('GET', '/api/v1/user-statuses');
  const users = await console.ask('GET', '/api/v1/users');
  const known = new Set(JSON.stringify(users).match(/"name":"[^"]*"/g));
  const alone = JSON.stringify(statuses).match(/"name":"[^"]*"/g).filter((name) => !known.has(name));
  expect(alone.length).toBeGreaterThan(0);
  await openUsers(page);
  const more = page.getByRole('button', { name: /without a user/ });
  await expect(more).toHaveText(new RegExp(`^${alone.length} status`));
  const group = page.getByRole('group', { name: /without a user/ });
  await expect(group).toBeHidden();
  await more.click();
  await expect(group.getByRole('link')).toHaveText(alone.map((name) => name.slice(8, -1)));
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

for (const connection of ['pivot', 'actian', 'metabase']) {
  test(`at 360 px the rows of ${connection} begin within the first 250 px, below headings on one line`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await page.goto(`/${connection}/users`);
    const first = usersTable(page).getByRole('rowheader').first();
    await expect(first).toBeVisible();
    const top = await first.evaluate((cell) => cell.closest('tr').getBoundingClientRect().top);
    expect(top).toBeLessThanOrEqual(250);
    const headings = usersTable(page).getByRole('columnheader').getByRole('button');
    const boxes = await headings.evaluateAll((all) =>
      all.filter((heading) => heading.checkVisibility()).map((heading) => heading.getBoundingClientRect().toJSON()),
    );
    expect(boxes.length).toBeGreaterThan(3);
    expect(new Set(boxes.map(({ y }) => y)).size).toBe(1);
    expect(Math.max(...boxes.map(({ right }) => right))).toBeLessThanOrEqual(360);
  });
}

test('at 360 px the filters are behind a button that says how many are in use', async ({ page }) => {
  const filters = page.getByRole('button', { name: /^Filters/ });
  const status = page.getByRole('combobox', { name: 'Status', exact: true });
  await openUsers(page);
  await expect(status).toBeVisible();
  await expect(filters).toBeHidden();
  await page.setViewportSize({ width: 360, height: 800 });
  await expect(status).toBeHidden();
  await expect(filters).toHaveText('Filters');
  await filters.focus();
  await page.keyboard.press('Enter');
  await expect(status).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Tab');
  await expect(status).toBeFocused();
  expect(await overflowing(page)).toEqual([]);
  expect((await look(page)).violations).toEqual([]);
  await status.selectOption('Disabled');
  await expect(filters).toHaveText('Filters (1)');
  await page.getByRole('combobox', { name: 'Rights', exact: true }).selectOption('Administrators');
  await expect(filters).toHaveText('Filters (2)');
  await page.keyboard.press('Escape');
  await expect(status).toBeHidden();
  await expect(filters).toBeFocused();
  // What is chosen stays so, here and in the URL.
  await page.reload();
  await expect(filters).toHaveText('Filters (2)');
  await expect(status).toBeHidden();
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
