// The page of people, as a person or a screen reader finds things on it.

import { expect } from './test.js';

export const peopleTable = (page) => page.getByRole('table', { name: 'People', exact: true });
export const peopleSearch = (page) => page.getByRole('searchbox', { name: 'Search people', exact: true });

/** The row of the person with this name. */
export const personRow = (page, name) =>
  peopleTable(page).getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });

/** Opens the page of people and waits until every connection has arrived. */
export async function openPeople(page, query = '') {
  await page.goto(`/people${query}`);
  await expect(peopleTable(page).getByRole('rowheader').first()).toBeVisible();
  await expect(peopleTable(page).getByRole('link', { name: 'unknown', exact: true })).toHaveCount(0);
}

/** The names in the rows on the page, from the top. */
export const names = (page) =>
  peopleTable(page)
    .getByRole('rowheader')
    .evaluateAll((all) => all.map((cell) => cell.querySelector('a').textContent));

/** What is in a person's row, by heading. */
export async function cellsOf(page, name) {
  const heads = await peopleTable(page).getByRole('columnheader').allInnerTexts();
  const cells = await personRow(page, name).locator('th, td').allInnerTexts();
  return Object.fromEntries(heads.map((head, at) => [head.trim(), cells[at].replace(/\s+/g, ' ').trim()]));
}
