// The pages that give access and change it, as a person finds things on them.

import { plan } from './leave.js';
import { field } from './invite.js';
import { expect } from './test.js';

export const giveUrl = (person) => (person ? `/people/give?person=${encodeURIComponent(person)}` : '/people/give');

/** The part of the form about one connection. */
export const block = (page, connection) => page.getByRole('region', { name: connection, exact: true });
export const given = (page, connection) => page.getByRole('checkbox', { name: `Give access to ${connection}`, exact: true });
export const giveButton = (page) => page.locator('.plan-actions').getByRole('button', { name: /^Give access to/ });

/** Opens the form, and waits until every connection has arrived. */
export async function openGive(page, person) {
  const lists = ['/via/pivot/', '/via/actian/', '/via/metabase/'].map((path) => page.waitForResponse((one) => one.url().includes(path)));
  await page.goto(giveUrl(person));
  await expect(given(page, 'Metabase demo')).toBeVisible();
  await Promise.all(lists);
}

/** Says who is to have access. */
export async function fillIn(page, [address, first, last]) {
  await field(page, 'Email address').fill(address);
  await field(page, 'First name').fill(first);
  await field(page, 'Last name').fill(last);
}

/** Shows the plan of the form, and waits until it can be carried out. */
export async function showPlan(page) {
  await page.getByRole('button', { name: 'Show the plan', exact: true }).click();
  await expect(plan(page)).toBeVisible();
  await expect(giveButton(page)).toHaveAttribute('aria-disabled', 'false', { timeout: 15_000 });
}

/** Presses the button of the plan, and says yes. */
export async function confirmGiving(page) {
  await giveButton(page).click();
  await page.getByRole('dialog').locator('button[type=submit]').click();
}

/** What is wider than its frame, as selectors. */
export const overflowing = (page) =>
  page.evaluate(() => {
    const all = [document.documentElement, ...document.querySelectorAll('main, main *')];
    const wide = all.filter(
      (one) =>
        one.scrollWidth > one.clientWidth &&
        (one === document.documentElement || ['auto', 'scroll'].includes(getComputedStyle(one).overflowX)) &&
        !one.matches('pre, pre *'),
    );
    return wide.map((one) => `${one.localName}.${one.className}: ${one.scrollWidth} > ${one.clientWidth}`);
  });
