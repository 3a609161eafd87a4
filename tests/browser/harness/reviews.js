// The pages of access reviews, as a person finds things on them, and what the server has of them.

import { expect } from './test.js';

export const accounts = (page) => page.getByRole('table', { name: 'Accounts', exact: true });
export const row = (page, name) =>
  accounts(page).getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
/** What is decided about the account that is looked at, or about those that are selected. */
export const desk = (page) => page.getByRole('region', { name: 'Decision', exact: true });
export const selected = (page) => page.getByRole('region', { name: 'Selected accounts' });
export const saving = (page) => page.locator('.review-saving');
export const progress = (page) => page.locator('.review-status .progress-said');

/** Searches for a person, so that their row is on the page; nothing shows all accounts again. */
export async function search(page, text) {
  await page.getByRole('searchbox', { name: 'Search accounts' }).fill(text);
  if (text) await expect(accounts(page).getByRole('rowheader')).toHaveCount(1);
}

/** Moves the focus to the only account of this person. */
export async function focusOn(page, name) {
  await search(page, name);
  await row(page, name).getByRole('rowheader').getByRole('link').focus();
}

/** Opens the page that starts a review, and waits until the accounts in its scope are counted. */
export async function openStart(page, { name = 'Autumn review', connections, adminsOnly = false } = {}) {
  await page.goto('/reviews/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  const scope = page.getByRole('group', { name: 'Connections' });
  await expect(scope.getByRole('checkbox')).toHaveCount(3);
  for (const [index, box] of (await scope.getByRole('checkbox').all()).entries()) {
    if (connections) await box.setChecked(connections.includes(['pivot', 'actian', 'metabase'][index]));
  }
  await page.getByLabel('Administrators only').setChecked(adminsOnly);
  await expect(page.locator('.review-count')).toHaveText(/^[\d,]+ accounts? will be reviewed$/);
}

/** Starts a review, and answers its ID and how many accounts it has. */
export async function startReview(page, options) {
  await openStart(page, options);
  await page.getByRole('button', { name: 'Start a review' }).click();
  await expect(page).toHaveURL(/\/reviews\/[0-9a-f]+$/, { timeout: 15_000 });
  await expect(accounts(page).getByRole('rowheader').first()).toBeVisible({ timeout: 15_000 });
  const id = page.url().split('/').pop();
  const { items } = await review(page, id);
  return { id, items };
}

const get = async (page, path) => (await page.request.get(path)).json();

export const review = (page, id) => get(page, `/api/reviews/${id}`);
export const itemsOf = async (page, id) => (await get(page, `/api/reviews/${id}/items`)).items;
export const decisionsOf = async (page, id) => (await get(page, `/api/reviews/${id}/decisions`)).decisions;

const HEADERS = { 'sec-fetch-site': 'same-origin', 'x-rollcall': '1' };

/** Creates a review of Metabase that has no accounts yet, as a start that is interrupted at once leaves it. Answers its ID. */
export async function createDraft(page, reviewer) {
  const scope = { connections: ['metabase'], roles: [], admins_only: false, disabled: false, filters: [] };
  const due = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  const reviewers = [{ name: reviewer, via: 'local' }];
  const data = { name: 'Autumn review', scope, due, reviewers, incomplete: [] };
  const answer = await page.request.post('/api/reviews', { data, headers: HEADERS });
  return (await answer.json()).id;
}

/** Decides behind the page's back. Answers the status. */
export async function decideElsewhere(page, id, item, version, decision, comment = '') {
  const answer = await page.request.put(`/api/reviews/${id}/decisions`, {
    data: { changes: [{ item, version, value: { decision, comment } }] },
    headers: HEADERS,
  });
  return answer.status();
}

/** Closes the review that is open, and says yes. */
export async function closeReview(page) {
  await page.getByRole('button', { name: 'Close the review…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Close/ });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Close the review' }).click();
  await expect(dialog).toHaveCount(0);
}

/** Chooses from the menu of the review. */
export async function choose(page, choice) {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: choice }).click();
}
