// The users page, as a person or a screen reader finds things on it.

import { expect } from './test.js';

export const usersTable = (page) => page.getByRole('table', { name: 'Users', exact: true });
export const searchBox = (page) => page.getByRole('searchbox', { name: 'Search users', exact: true });
export const refreshButton = (page) => page.getByRole('button', { name: 'Refresh', exact: true });
/** A user's switch. A name that could turn the text around it is set apart in the switch's own name. */
export const userSwitch = (page, name) =>
  page.getByRole('switch', { name: new RegExp(`^Access for \u2068?${name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}\u2069*$`) });

/** Presses a switch, and says yes where that is asked about. */
export async function flip(page, name) {
  await userSwitch(page, name).click();
  await agree(page);
}

/** Says yes to what is asked, where something is. */
export async function agree(page) {
  // The first time, the code that asks has to come.
  await expect(page.locator('html')).not.toHaveAttribute('data-waiting');
  const dialog = page.getByRole('dialog');
  if (await dialog.isVisible()) await dialog.locator('button.primary, button.danger').last().click();
}

/** Presses a switch and waits until what it asked for is settled, well or badly. */
export async function press(page, name) {
  await flip(page, name);
  await settled(page, name);
}

/** Waits until nothing is under way for a user's access. Before that the row shows what was asked for. */
export const settled = (page, name) => expect(userSwitch(page, name)).toHaveAttribute('aria-busy', 'false');

/** Opens the users of the demo's Pivot and waits for their rows. */
export async function openUsers(page, query = '') {
  await page.goto(`/pivot/users${query}`);
  await expect(usersTable(page).getByRole('rowheader').first()).toBeVisible();
}

/** As `openUsers`, and waits until the code that follows is here: nothing more has to come from the server. */
export async function openUsersWhole(page) {
  const [asked, came] = [new Set(), new Set()];
  const note = (into) => (request) => /_(split|chunk)_/.test(request.url()) && into.add(request.url());
  page.on('request', note(asked));
  page.on('requestfinished', note(came));
  await openUsers(page);
  await expect.poll(() => [...asked].some((url) => url.includes('_split_work')) && asked.size === came.size).toBe(true);
}

/** The rows shown, each as a record of column header to text. */
export function rows(page) {
  return usersTable(page).evaluate((table) => {
    const text = (cell) => cell.innerText.replace(/\s+/g, ' ').trim();
    const headers = [...table.tHead.rows[0].cells].map(text);
    return [...table.tBodies]
      .flatMap((body) => [...body.rows])
      .map((row) => Object.fromEntries([...row.cells].map((cell, at) => [headers[at], text(cell)])));
  });
}

/** Every row there is, scrolled to. Only those in sight, and some around, are on the page. */
export async function allRows(page) {
  const all = new Map();
  const count = Number(await usersTable(page).getAttribute('aria-rowcount')) - 1;
  await usersTable(page).getByRole('link').first().focus();
  await page.keyboard.press('Home');
  while (all.size < count) {
    const before = all.size;
    for (const row of await rows(page)) all.set(row.Name, row);
    await page.keyboard.press('PageDown');
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    for (const row of await rows(page)) all.set(row.Name, row);
    if (all.size === before) throw new Error(`${before} of ${count} rows can be scrolled to`);
  }
  return [...all.values()];
}

/** The values of one column, from the top. */
export const column = async (page, header) => (await rows(page)).map((row) => row[header]);

/** Waits until a row reads so: `{ Name: 'ada@company.com', Status: /Enabled/ }`. */
export async function expectRow(page, record) {
  const pattern = Object.fromEntries(
    Object.entries(record).map(([header, value]) => [
      header,
      value instanceof RegExp ? expect.stringMatching(value) : value,
    ]),
  );
  await expect.poll(() => rows(page)).toContainEqual(expect.objectContaining(pattern));
}

/** Waits until exactly these names are listed, in this order. */
export async function expectNames(page, names) {
  await expect(usersTable(page).getByRole('rowheader')).toHaveText(names);
}
