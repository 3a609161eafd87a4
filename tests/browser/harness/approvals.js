// Approvals by a second operator, as people find them on the pages.

import { Complaints } from './complaints.js';
import { signIn } from './team.js';
import { expect } from './test.js';

export const TITLE = 'Approval by a second operator';

/** What says that an approval is missing: in the page about a plan, or in a dialog. */
export const inPage = (page) => page.getByRole('region', { name: TITLE });
export const inDialog = (page) => page.getByRole('dialog', { name: TITLE });

/** Writes the reason, and requests the approval. Answers the ID of the request. */
export async function request(page, where, reason) {
  await where.getByLabel('Reason').fill(reason);
  await where.getByRole('button', { name: 'Request approval' }).click();
  const sent = where.getByText('The approval is requested.');
  await expect(sent).toBeFocused();
  const url = await where.getByRole('link', { name: 'Open the request' }).getAttribute('href');
  return url.split('/').pop();
}

/** How far the approval of the page is. */
export const state = (page) => page.getByRole('heading', { level: 1 }).locator('..').locator('.approval-state');

/** The approvals that the list shows under this heading. */
export const listed = (page, name) => page.getByRole('region', { name }).getByRole('listitem').filter({ has: page.getByRole('link') });

export const decisionButton = (page, name) => page.locator('.approval-decisions').getByRole('button', { name: `${name}…` });

/** Decides about the approval that is open. */
export async function decide(page, verdict, comment = '') {
  await decisionButton(page, verdict).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Comment').fill(comment);
  await dialog.getByRole('button', { name: verdict, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

/** Does something as another person, in a browser of their own. What that browser complains of counts. */
export async function as(name, { browser, rollcall }, act) {
  const context = await browser.newContext({ baseURL: rollcall.url });
  const page = await context.newPage();
  const complaints = new Complaints(page, rollcall.url);
  await complaints.listen();
  await signIn(page, name);
  await act(page, complaints);
  await page.title();
  expect(complaints.report(), `what the browser of ${name} complained of`).toEqual([]);
  await context.close();
}

/** Opens an approval, and waits until its accounts are there. */
export async function openApproval(page, id) {
  await page.goto(`/approvals/${id}`);
  await expect(page.getByRole('region', { name: 'What will be done' }).getByRole('article').first()).toBeVisible();
}
