// The page that removes access everywhere, as a person finds things on it, and what it leaves behind.

import { region } from './people.js';
import { expect } from './test.js';

/** The address of the plan for people with these keys. */
export const leaveUrl = (...people) => `/people/leave?${people.map((key) => `person=${encodeURIComponent(key)}`).join('&')}`;

export const plan = (page) => region(page, 'What will be done');
export const part = (page, connection) => plan(page).getByRole('article', { name: connection });
export const removeButton = (page) => page.locator('.plan-actions').getByRole('button', { name: /^Remove the access of/ });
/** What came of it, for each person. */
export const outcomes = (page) => page.locator('.plan-outcomes > li');
/** What came of it for all of them. */
export const summary = (page) => page.locator('.plan-summary');
/** Of many, those with whom nothing is left to do. */
export const settled = (page) => page.locator('.plan-settled');
export const receiptLink = (page) => page.getByRole('link', { name: 'Receipt', exact: true });

/** Opens the plan for people with these keys, and waits until it can be carried out. */
export async function openPlan(page, ...people) {
  await page.goto(leaveUrl(...people));
  await expect(removeButton(page)).toHaveAttribute('aria-disabled', 'false', { timeout: 15_000 });
}

/** What has to be typed into a dialog before it does anything; nothing where it asks for nothing. */
export async function phraseOf(dialog) {
  if (!(await dialog.getByRole('textbox').isVisible())) return '';
  return (await dialog.locator('label').textContent()).match(/“(.*)”/)[1];
}

/** Presses the button of the plan, and says yes; what has to be typed is typed. */
export async function confirm(page) {
  await removeButton(page).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  const phrase = await phraseOf(dialog);
  if (phrase) await dialog.getByRole('textbox').fill(phrase);
  await dialog.locator('button[type=submit]').click();
}

/** The newest receipt that the server has of a person, as it stores it. */
export async function receiptOf(page, person) {
  const answer = await page.request.get(`/api/people/receipts?person=${encodeURIComponent(person)}`);
  const { receipts } = await answer.json();
  const one = await page.request.get(`/api/people/receipts/${receipts[0].id}`);
  return one.json();
}

/** How many receipts the server has of a person. */
export async function receiptCount(page, person) {
  const answer = await page.request.get(`/api/people/receipts?person=${encodeURIComponent(person)}`);
  return (await answer.json()).receipts.length;
}

/** What each connection said of the person when it was read again, by its ID. */
export const verdicts = ({ body }) =>
  Object.fromEntries(body.connections.map(({ connection, verdict }) => [connection, verdict]));
