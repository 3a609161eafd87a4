// Removing access everywhere: the plan, the run, what is read back, and what is put on record.

import { confirm, leaveUrl, openPlan, outcomes, part, phraseOf, plan, receiptLink, receiptOf, removeButton } from '../harness/leave.js';
import { expect, takeStorageAway, test } from '../harness/people.js';
import { names, openPeople } from '../harness/people-list.js';

const DOWN = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };
const LISTS = { pivot: 'pivot.users.list', actian: 'actian.users.list', metabase: 'metabase.users.list' };
const YUSUF = 'yusuf.demir@harborline.example';
const CHLOE = 'chloe.martin@harborline.example';

test.beforeEach(({ complaints }) => complaints.allow(/status of 404/, 'a removed account is gone'));

test('the plan says for each account what is done, what is lost and what is sent', async ({ page }) => {
  await openPlan(page, YUSUF);
  await expect(part(page, 'Pivot demo')).toContainText('Cannot sign in already: nothing is sent, and it is read back.');
  await expect(part(page, 'Actian demo')).toContainText('Remove');
  await expect(part(page, 'Metabase demo')).toContainText(YUSUF);
  await expect(part(page, 'Metabase demo')).toContainText('does not restore their subscriptions');
  await part(page, 'Metabase demo').getByText('Requests that will be sent').click();
  await expect(part(page, 'Metabase demo')).toContainText('/via/metabase/');
});

test('removes access everywhere, reads every connection again and stores a receipt', async ({ page, console }) => {
  await openPlan(page, YUSUF);
  await confirm(page);
  await expect(outcomes(page)).toContainText(['Yusuf Demir can sign in nowhere any more: read back on 3 connections.']);
  await expect(outcomes(page)).toContainText(['On record as departed.']);
  const { data } = await console.ask('GET', '/api/user?status=all&limit=200');
  expect(data.find(({ email }) => email.toLowerCase() === YUSUF).is_active).toBe(false);
  const receipt = await receiptOf(page, YUSUF);
  expect(receipt.people).toEqual([YUSUF]);
  expect(receipt.body.connections.map(({ verdict }) => verdict)).toEqual(['disabled', 'no-account', 'disabled']);
  const requests = receipt.body.connections.flatMap(({ accounts }) => accounts.flatMap(({ audit }) => audit));
  expect(requests.length).toBeGreaterThan(1);
  await expect(page.getByRole('link', { name: 'Receipt', exact: true })).toHaveAttribute('href', `/receipts/${receipt.id}`);
  const kept = await (await page.request.get('/api/people')).json();
  expect(kept.departed.find(({ person }) => person === YUSUF).receipt).toBe(receipt.id);
});

test('a second run for the same person sends nothing', async ({ page }) => {
  await openPlan(page, YUSUF);
  await confirm(page);
  await expect(outcomes(page)).toContainText(['On record as departed.']);
  await openPlan(page, YUSUF);
  await confirm(page);
  await expect(outcomes(page)).toContainText(['can sign in nowhere any more']);
  const receipt = await receiptOf(page, YUSUF);
  expect(receipt.body.connections.flatMap(({ accounts }) => accounts.flatMap(({ audit }) => audit))).toEqual([]);
});

test('several people leave at once, and an account can be removed where that is chosen', async ({ page }) => {
  await openPlan(page, YUSUF, CHLOE);
  const choice = part(page, 'Pivot demo').getByRole('combobox', { name: 'What is done with Chloé Martin' });
  await choice.selectOption('Remove');
  await expect(choice).toBeFocused();
  await confirm(page);
  await expect(page.locator('.plan-summary')).toHaveText('All 2 people can sign in nowhere any more.');
  await expect(outcomes(page)).toHaveCount(2);
  const receipt = await receiptOf(page, CHLOE);
  expect(receipt.body.connections[0].verdict).toBe('no-account');
});

test('a connection that is down is unknown, not skipped in silence', async ({ page, console, complaints }) => {
  complaints.allow(/status of 503/, 'the connection is down');
  await console.fault({ endpoint: LISTS.metabase, answer: DOWN });
  await openPlan(page, YUSUF);
  await expect(plan(page)).toContainText('Metabase demo is not known');
  await expect(plan(page)).toContainText('The user store is being moved.');
  await confirm(page);
  await expect(outcomes(page)).toContainText(['Yusuf Demir: not verified on Metabase demo.']);
  await expect(outcomes(page)).toContainText(['Not on record as departed']);
  await page.getByRole('button', { name: 'Mark as departed anyway' }).click();
  await expect(outcomes(page)).toContainText(['On record as departed.']);
});

test('what changed since the plan was shown is shown, and nothing is done', async ({ page, console }) => {
  await openPlan(page, YUSUF);
  const { data } = await console.ask('GET', '/api/user?status=all&limit=200');
  const { id } = data.find(({ email }) => email.toLowerCase() === YUSUF);
  await console.ask('PUT', `/api/user/${id}`, { is_superuser: true });
  await confirm(page);
  await expect(page.getByText('The accounts have changed since this plan was shown')).toBeVisible();
  await expect(page.getByText(/on Metabase demo has changed\./)).toBeVisible();
  expect((await console.ask('GET', `/api/user/${id}`)).is_active).toBe(true);
  await confirm(page);
  await expect(outcomes(page)).toContainText(['can sign in nowhere any more']);
});

test('a connection that cannot be read at the check is said to have changed until it is read again', async ({ page, console, complaints }) => {
  complaints.expect(/status of 503/, 'the connection is down');
  await openPlan(page, YUSUF);
  await console.fault({ endpoint: LISTS.metabase, answer: DOWN, times: 1 });
  await confirm(page);
  const changed = page.locator('.notice').filter({ hasText: 'The accounts have changed since this plan was shown' });
  await expect(changed).toContainText('The users of Metabase demo can no longer be loaded.');
  await plan(page).getByRole('button', { name: 'Retry' }).click();
  await expect(part(page, 'Metabase demo')).toContainText(YUSUF);
  await expect(changed).toHaveCount(0);
  await confirm(page);
  await expect(outcomes(page)).toContainText(['can sign in nowhere any more']);
});

test('a receipt that the server cannot store can be saved, and stored later', async ({ page, front, complaints }) => {
  complaints.allow(/status of 503/, 'the storage is away');
  await openPlan(page, YUSUF);
  takeStorageAway(front);
  await confirm(page);
  await expect(outcomes(page)).toContainText(['can sign in nowhere any more']);
  await expect(page.getByText('The receipt could not be stored')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the receipt as JSON' }).click();
  expect((await download).suggestedFilename()).toBe(`receipt-${YUSUF}.json`);
  front.answer = undefined;
  await page.getByRole('button', { name: 'Store again' }).click();
  await expect(outcomes(page)).toContainText(['On record as departed.']);
  await expect(page.getByRole('link', { name: 'Receipt', exact: true })).toBeVisible();
});

test('goes on when another page is opened, and is found again', async ({ page, console }) => {
  await console.fault({ endpoint: 'metabase.users.deactivate', answer: { kind: 'slow', ms: 1500 }, times: 1 });
  await openPlan(page, YUSUF);
  await confirm(page);
  await expect(page.getByText('Removing the access of Yusuf Demir…')).toBeVisible();
  await page.getByRole('link', { name: 'Drift' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Drift' })).toBeVisible();
  await page.goBack();
  await expect(outcomes(page)).toContainText(['can sign in nowhere any more']);
});

/** Presses Tab until `target` has the focus. */
async function tabTo(page, target) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error('60 presses of Tab do not lead there');
}

test('the whole way, from the list to the receipt and a plan anew, works by keyboard alone', async ({ page, console }) => {
  await console.fault({ endpoint: 'metabase.users.deactivate', answer: { kind: 'slow', ms: 1_000 }, times: 1 });
  const heading = page.getByRole('heading', { level: 1 });
  await openPeople(page);
  await page.keyboard.press('/');
  await page.keyboard.type('yusuf');
  await expect.poll(() => names(page)).toEqual(['Yusuf Demir']);
  await tabTo(page, page.getByRole('button', { name: 'Actions for Yusuf Demir' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(heading).toHaveText('Remove access everywhere');
  await expect(heading).toBeFocused();
  await expect(removeButton(page)).toHaveAttribute('aria-disabled', 'false');
  await tabTo(page, removeButton(page));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  const phrase = await phraseOf(dialog);
  await tabTo(page, dialog.getByRole('textbox'));
  await page.keyboard.type(phrase);
  await page.keyboard.press('Enter');
  // What had the focus is gone: it does not begin at the top of the page again.
  await expect(page.getByText('Removing the access of Yusuf Demir…')).toBeVisible();
  await expect(heading).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Cancel what has not begun' })).toBeFocused();
  await expect(outcomes(page)).toContainText(['On record as departed.']);
  await expect(page.locator('#announcements')).toContainText('can sign in nowhere any more');
  await expect(heading).toBeFocused();
  await tabTo(page, receiptLink(page));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/receipts\//);
  await page.goBack();
  await tabTo(page, page.getByRole('button', { name: 'Plan again' }));
  await page.keyboard.press('Enter');
  await expect(plan(page)).toBeVisible();
  await expect(heading).toBeFocused();
});

test('without a person, and with one that is not known, nothing can be started', async ({ page }) => {
  const kept = page.waitForResponse('**/api/people');
  await page.goto('/people/leave');
  await expect(page.getByText('No person was chosen')).toBeVisible();
  await (await kept).finished();
  await page.goto(leaveUrl('nobody@harborline.example'));
  await expect(page.getByText('No account is known of: nobody@harborline.example.')).toBeVisible();
  await expect(removeButton(page)).toHaveAttribute('aria-disabled', 'true');
});
