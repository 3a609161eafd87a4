// The frame of every page: the tray, the palette, the connections and what was asked.

import { readFile } from 'node:fs/promises';

export const tray = (page) => page.getByRole('region', { name: 'Changes', exact: true });
export const receipts = (page) => page.getByRole('status', { name: 'Receipts' });
export const card = (page, name) => page.getByRole('article', { name, exact: true });
export const requests = (page) => page.getByRole('table', { name: 'Requests', exact: true });
export const palette = (page) => page.getByRole('combobox', { name: 'Find a user, a page or an action' });

/** Goes to another page of the console without loading it anew: what this page did stays. */
export async function visit(page, name) {
  await page.getByRole('navigation', { name: 'Connections' }).getByRole('link', { name }).click();
}

/** Selects everybody who is shown on the users page, and presses a button of the bar. */
export async function toAll(page, button) {
  await page.getByRole('checkbox', { name: 'Select all shown' }).check();
  await page.getByRole('region', { name: 'Selected users' }).getByRole('button', { name: button, exact: true }).click();
}

/** Presses what saves a file, and answers its name and text. */
export async function saved(page, press) {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}
