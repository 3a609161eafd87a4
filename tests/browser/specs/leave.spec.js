// Removing access everywhere: the plan, the run, what is read back, and what is put on record.

import { expect, region, takeStorageAway, test } from '../harness/people.js';

const DOWN = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };
const LISTS = { pivot: 'pivot.users.list', actian: 'actian.users.list', metabase: 'metabase.users.list' };
const YUSUF = 'yusuf.demir@harborline.example';
const CHLOE = 'chloe.martin@harborline.example';

const leaveUrl = (...people) => `/people/leave?${people.map((key) => `person=${encodeURIComponent(key)}`).join('&')}`;
const plan = (page) => region(page, 'What will be done');
const part = (page, connection) => plan(page).getByRole('article', { name: connection });
const start = (page) => page.locator('.plan-actions').getByRole('button', { name: /^Remove the access of/ });
const outcomes = (page) => page.locator('.plan-outcomes > li');

async function open(page, ...people) {
  await page.goto(leaveUrl(...people));
  await expect(start(page)).toHaveAttribute('aria-disabled', 'false');
}

/** Confirms; what has to be typed is typed. */
async function confirm(page) {
  await start(page).click();
  const dialog = page.getByRole('dialog');
  const phrase = dialog.getByRole('textbox');
  await expect(dialog).toBeVisible();
  if (await phrase.isVisible()) {
    await phrase.fill((await dialog.locator('label').textContent()).match(/“(.*)”/)[1]);
  }
  await dialog.locator('button[type=submit]').click();
}

async function receiptOf(page, person) {
  const answer = await page.request.get(`/api/people/receipts?person=${encodeURIComponent(person)}`);
  const { receipts } = await answer.json();
  const one = await page.request.get(`/api/people/receipts/${receipts[0].id}`);
  return one.json();
}

test.beforeEach(({ complaints }) => complaints.allow(/status of 404/, 'a removed account is gone'));

test('the plan says for each account what is done, what is lost and what is sent', async ({ page }) => {
  await open(page, YUSUF);
  await expect(part(page, 'Pivot demo')).toContainText('Cannot sign in already: nothing is sent, and it is read back.');
  await expect(part(page, 'Actian demo')).toContainText('Remove');
  await expect(part(page, 'Metabase demo')).toContainText(YUSUF);
  await expect(part(page, 'Metabase demo')).toContainText('does not restore their subscriptions');
  await part(page, 'Metabase demo').getByText('Requests that will be sent').click();
  await expect(part(page, 'Metabase demo')).toContainText('/via/metabase/');
});

test('removes access everywhere, reads every connection again and stores a receipt', async ({ page, console }) => {
  await open(page, YUSUF);
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
  await open(page, YUSUF);
  await confirm(page);
  await expect(outcomes(page)).toContainText(['On record as departed.']);
  await open(page, YUSUF);
  await confirm(page);
  await expect(outcomes(page)).toContainText(['can sign in nowhere any more']);
  const receipt = await receiptOf(page, YUSUF);
  expect(receipt.body.connections.flatMap(({ accounts }) => accounts.flatMap(({ audit }) => audit))).toEqual([]);
});

test('several people leave at once, and an account can be removed where that is chosen', async ({ page }) => {
  await open(page, YUSUF, CHLOE);
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
  await open(page, YUSUF);
  await expect(plan(page)).toContainText('Metabase demo is not known');
  await expect(plan(page)).toContainText('The user store is being moved.');
  await confirm(page);
  await expect(outcomes(page)).toContainText(['Yusuf Demir: not verified on Metabase demo.']);
  await expect(outcomes(page)).toContainText(['Not on record as departed']);
  await page.getByRole('button', { name: 'Mark as departed anyway' }).click();
  await expect(outcomes(page)).toContainText(['On record as departed.']);
});

test('what changed since the plan was shown is shown, and nothing is done', async ({ page, console }) => {
  await open(page, YUSUF);
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

test('a receipt that the server cannot store can be saved, and stored later', async ({ page, front, complaints }) => {
  complaints.allow(/status of 503/, 'the storage is away');
  await open(page, YUSUF);
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
  await open(page, YUSUF);
  await confirm(page);
  await expect(page.getByText('Removing the access of Yusuf Demir…')).toBeVisible();
  await page.getByRole('link', { name: 'Drift' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Drift' })).toBeVisible();
  await page.goBack();
  await expect(outcomes(page)).toContainText(['can sign in nowhere any more']);
});

test('the whole run works by keyboard alone', async ({ page }) => {
  await open(page, YUSUF);
  await start(page).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  const phrase = dialog.getByRole('textbox');
  await expect(phrase).toBeVisible();
  await phrase.focus();
  await page.keyboard.type((await dialog.locator('label').textContent()).match(/“(.*)”/)[1]);
  await page.keyboard.press('Enter');
  await expect(outcomes(page)).toContainText(['On record as departed.']);
  const link = page.getByRole('link', { name: 'Receipt', exact: true });
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/receipts\//);
});

test('without a person, and with one that is not known, nothing can be started', async ({ page }) => {
  const kept = page.waitForResponse('**/api/people');
  await page.goto('/people/leave');
  await expect(page.getByText('No person was chosen')).toBeVisible();
  await (await kept).finished();
  await page.goto(leaveUrl('nobody@harborline.example'));
  await expect(page.getByText('No account is known of: nobody@harborline.example.')).toBeVisible();
  await expect(start(page)).toHaveAttribute('aria-disabled', 'true');
});
