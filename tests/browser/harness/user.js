// The page of one user, as a person or a screen reader finds things on it.

import { expect } from './test.js';

/** Opens a user at its own address and waits until it is there. */
export async function openUser(page, connection, key) {
  await page.goto(`/${connection}/users/${encodeURIComponent(key)}`);
  await expect(part(page, 'Details')).toBeVisible();
}

export const panel = (page) => page.locator('.panel');
/** A part of the page: Access, Edit, Details, Actions. */
export const part = (page, name) => panel(page).getByRole('region', { name, exact: true });
export const field = (page, name) => part(page, 'Edit').getByLabel(name, { exact: true });
export const save = (page) => part(page, 'Edit').getByRole('button', { name: 'Save changes' }).click();
export const access = (page) => part(page, 'Access').getByRole('switch');
export const action = (page, name) => part(page, 'Actions').getByRole('button', { name, exact: true });
export const dialog = (page) => page.getByRole('dialog');
export const answer = (page, name) => dialog(page).getByRole('button', { name, exact: true }).click();
/** What the last change of a part came to. */
export const receipt = (page, name) => part(page, name).locator('.receipt');

/** What is said under a name among the details. */
export async function detail(page, name) {
  return part(page, 'Details')
    .locator('dl > div')
    .filter({ has: page.locator('dt').getByText(name, { exact: true }) })
    .locator('dd');
}

/** Unfolds one of the parts that are folded away, and answers it. */
export async function unfold(page, name) {
  const folded = panel(page).locator('details').filter({ has: page.locator('summary', { hasText: name }) }).last();
  await folded.locator('summary').first().click();
  return folded;
}
