// The page that compares a list of people with the platforms, as a person finds things on it.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { phraseOf } from './leave.js';
import { expect } from './people.js';

/** The list that the page offers as a sample. */
export const SAMPLE = fileURLToPath(new URL('../../../docs/samples/people.csv', import.meta.url));

export const fileInput = (page) => page.getByLabel('CSV file');
export const compareButton = (page) => page.getByRole('button', { name: 'Compare', exact: true });
export const planButton = (page) => page.getByRole('button', { name: /^Plan for \d/ });
export const runButton = (page) => page.getByRole('button', { name: /^Change the accounts of/ });
export const tab = (page, name) => page.getByRole('group', { name: 'Lists' }).getByRole('button', { name });
export const table = (page, name) => page.getByRole('table', { name, exact: true });
export const row = (page, list, address) => table(page, list).getByRole('row').filter({ hasText: address });

/** A file with this content, as an input takes it. */
export const file = (content, name = 'people.csv') => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.isBuffer(content) ? content : Buffer.from(content),
});

/** Opens the page and chooses a file. */
export async function choose(page, chosen) {
  await page.goto('/people/reconcile');
  await fileInput(page).setInputFiles(chosen);
}

/** Compares, and waits until all is compared. */
export async function compare(page) {
  await expect(compareButton(page)).toHaveAttribute('aria-disabled', 'false', { timeout: 15_000 });
  await compareButton(page).click();
  await expect(tab(page, 'To create')).toBeVisible({ timeout: 15_000 });
}

/** How many rows each list has. */
export async function counts(page) {
  const all = await page.getByRole('group', { name: 'Lists' }).getByRole('button').all();
  const entries = all.map(async (one) => [
    await one.locator('span').first().textContent(),
    Number((await one.locator('strong').textContent()).replaceAll(',', '')),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

/** Shows a list and selects all of it. */
export async function selectAll(page, list) {
  await tab(page, list).click();
  await table(page, list).getByRole('checkbox', { name: 'Select all shown' }).check();
}

/** Opens the plan for what is selected. */
export async function openPlan(page) {
  await planButton(page).click();
  await expect(runButton(page)).toHaveAttribute('aria-disabled', 'false', { timeout: 15_000 });
}

/** Presses the button of the plan, and says yes; what has to be typed is typed. */
export async function run(page) {
  await runButton(page).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  const phrase = await phraseOf(dialog);
  if (phrase) await dialog.getByRole('textbox').fill(phrase);
  await dialog.locator('button[type=submit]').click();
}

/** The report, as bytes. */
export async function report(page) {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the report' }).click();
  const saved = await download;
  return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) };
}
