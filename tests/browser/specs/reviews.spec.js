// Access reviews: started, decided by keyboard and in bulk, closed, carried out, and kept as evidence.

import { look } from '../harness/axe.js';
import { outcomes } from '../harness/leave.js';
import { expect, region, test } from '../harness/people.js';
import {
  accounts, choose, closeReview, decideElsewhere, decisionsOf, desk, focusOn, itemsOf, openStart, progress, review, row, saving, search, selected,
  startReview,
} from '../harness/reviews.js';
import { saved } from '../harness/shell.js';

const YUSUF = 'yusuf.demir@harborline.example';
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

// The server takes no due date that is over, and its clock cannot be set.
test.use({ isNow: true });

test.beforeEach(({ complaints }) =>
  complaints.allow(/GET \S+\/api\/reviews\S* net::ERR_ABORTED/, 'the page is left while it looks for decisions'),
);

const removal = (page) => page.locator('.plan-actions').getByRole('button', { name: /^Remove the access of/ });

async function carryOut(page) {
  await expect(removal(page)).toHaveAttribute('aria-disabled', 'false', { timeout: 15_000 });
  await removal(page).click();
  const dialog = page.getByRole('dialog');
  const phrase = dialog.getByRole('textbox');
  if (await phrase.isVisible()) {
    await phrase.fill((await dialog.locator('label').textContent()).match(/“(.*)”/)[1]);
  }
  await dialog.locator('button[type=submit]').click();
}

test('there are no reviews at first, and it is said what one is', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Connections' }).getByRole('link', { name: 'Access reviews' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Access reviews');
  await expect(page.getByText('There are no access reviews yet')).toBeVisible();
  await page.getByRole('link', { name: 'Start a review' }).first().click();
  await expect(page).toHaveURL(/\/reviews\/new$/);
  await page.getByRole('button', { name: 'Start a review' }).click();
  await expect(page.getByRole('link', { name: 'Enter a name.' })).toBeVisible();
});

test('the accounts of a scope are counted before the review starts', async ({ page }) => {
  await openStart(page);
  const count = async () => Number((await page.locator('.review-count').textContent()).match(/^\d+/)[0]);
  const all = await count();
  await page.getByLabel('Administrators only').check();
  await expect.poll(count).toBeLessThan(all);
  expect(await count()).toBeGreaterThan(0);
  await page.getByText('Narrow it by roles, groups and people').click();
  await page.getByRole('checkbox', { name: 'have departed' }).check();
  await expect(page.locator('.review-count')).toHaveText('0 accounts will be reviewed');
  await page.getByRole('button', { name: 'Start a review' }).click();
  await expect(page.getByText('No account is in this scope.')).toBeVisible();
  expect((await (await page.request.get('/api/reviews')).json()).reviews).toEqual([]);
});

test('a review is decided by keyboard and in bulk, closed, carried out, and saved as evidence', async ({ page, console, complaints }) => {
  // From the start of a review to its evidence.
  test.slow();
  complaints.allow(/status of 404/, 'a removed account is gone');
  const { id, items } = await startReview(page, { connections: ['metabase'] });
  await expect(progress(page)).toHaveText(`0 of ${items} decided · 0 kept, 0 revoked`);
  await expect(accounts(page)).toContainText('Undecided');

  await page.keyboard.press('n');
  const first = accounts(page).getByRole('rowheader').first();
  await expect(first.getByRole('link')).toBeFocused();
  await expect(desk(page)).toContainText(await first.getByRole('link').textContent());
  await page.keyboard.press('k');
  await expect(accounts(page).getByRole('rowheader').nth(1).getByRole('link')).toBeFocused();
  await expect(progress(page)).toHaveText(`1 of ${items} decided · 1 kept, 0 revoked`);
  await expect(accounts(page).getByRole('row').nth(1)).toContainText('Kept');

  await search(page, 'Yusuf Demir');
  await row(page, 'Yusuf Demir').getByRole('cell').last().click({ position: { x: 2, y: 2 } });
  await expect(desk(page)).toContainText('Yusuf Demir');
  await page.keyboard.press('c');
  await expect(desk(page).getByLabel('Comment')).toBeFocused();
  await page.keyboard.type('Left the team');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Yusuf Demir').getByRole('link', { name: 'Yusuf Demir' })).toBeFocused();
  await page.keyboard.press('r');
  await expect(row(page, 'Yusuf Demir')).toContainText('Revoked');
  await expect(saving(page)).toHaveText('All decisions are saved');
  await search(page, '');

  await page.getByRole('combobox', { name: 'Decision' }).selectOption('undecided');
  await expect(page).toHaveURL(/decided=undecided/);
  await page.getByRole('checkbox', { name: 'Select all shown' }).check();
  await selected(page).getByRole('button', { name: /^Keep/ }).click();
  await expect(page.getByText('No accounts match these filters')).toBeVisible();
  await expect(progress(page)).toHaveText(`${items} of ${items} decided · ${items - 1} kept, 1 revoked`);
  await expect(saving(page)).toHaveText('All decisions are saved');
  const decisions = await decisionsOf(page, id);
  expect(decisions).toHaveLength(items);
  const revoked = decisions.filter(({ decision }) => decision === 'revoke');
  const frozen = await itemsOf(page, id);
  expect(revoked.map(({ item, comment }) => [frozen[item].address, comment])).toEqual([[YUSUF, 'Left the team']]);
  await page.reload();
  await expect(progress(page)).toHaveText(`${items} of ${items} decided · ${items - 1} kept, 1 revoked`, { timeout: 15_000 });

  await closeReview(page);
  await expect(page).toHaveURL(/view=revocation$/);
  await expect(region(page, 'What will be done')).toContainText(YUSUF);
  await carryOut(page);
  await expect(outcomes(page)).toContainText(['Yusuf Demir is as planned: read back on 1 connection.'], { timeout: 15_000 });
  const { data } = await console.ask('GET', '/api/user?status=all&limit=200');
  expect(data.find(({ email }) => email.toLowerCase() === YUSUF).is_active).toBe(false);
  const closed = await review(page, id);
  expect([closed.state, closed.receipts]).toEqual(['closed', 1]);

  await page.getByRole('link', { name: 'Back to the review' }).click();
  await expect(page.locator('.review-state')).toHaveText('Closed');
  await expect(desk(page)).toHaveCount(0);
  await page.getByText('Scope, reviewers and record').click();
  await expect(page.locator('.review-facts')).toContainText(closed.sha256);
  await expect(page.locator('.review-receipts').getByRole('link')).toHaveText([YUSUF]);
  await search(page, 'Yusuf Demir');
  await expect(row(page, 'Yusuf Demir')).toContainText('Disabled now');

  const csv = await saved(page, () => choose(page, 'Save as CSV'));
  expect(csv.name).toBe(`review-${id}.csv`);
  expect(csv.text.trim().split('\n')).toHaveLength(items + 1);
  expect(csv.text).toContain('revoke,Left the team');
  const json = await saved(page, () => choose(page, 'Save as JSON'));
  const evidence = JSON.parse(json.text);
  expect(evidence.review.sha256).toBe(closed.sha256);
  expect([evidence.items.length, evidence.decisions.length]).toEqual([items, items]);
  await page.locator('.review-receipts').getByRole('link').click();
  await expect(page).toHaveURL(/\/receipts\/[0-9a-f]+$/);
});

test('every account is on the paper that is printed', async ({ page }) => {
  const { items } = await startReview(page, { connections: ['metabase'] });
  await page.keyboard.press('n');
  await page.keyboard.press('k');
  await page.evaluate(() => (window.print = () => (window.isPrinted = true)));
  await choose(page, 'Print');
  await page.waitForFunction(() => window.isPrinted);
  await page.emulateMedia({ media: 'print' });
  const paper = page.locator('.review-printed');
  await expect(paper).toBeVisible();
  await expect(paper.locator('tbody tr')).toHaveCount(items);
  await expect(paper.locator('tbody')).toContainText('Kept');
  await expect(accounts(page)).toBeHidden();
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  await expect(paper).toHaveCount(0);
});

test('a suggestion is marked, and decides nothing', async ({ page }) => {
  const { id, items } = await startReview(page, { connections: ['metabase'] });
  await page.getByRole('combobox', { name: 'Suggestion' }).selectOption('any');
  await expect(accounts(page).getByRole('row').nth(1)).toContainText(/Not signed in for|Disabled elsewhere|Outside/);
  await expect(progress(page)).toHaveText(`0 of ${items} decided · 0 kept, 0 revoked`);
  expect(await decisionsOf(page, id)).toEqual([]);
});

test('what changed on the platform since is shown beside the decision', async ({ page, console }) => {
  await startReview(page, { connections: ['metabase'] });
  const { data } = await console.ask('GET', '/api/user?status=all&limit=200');
  const { id } = data.find(({ email }) => email.toLowerCase() === YUSUF);
  await console.ask('PUT', `/api/user/${id}`, { is_superuser: true });
  await search(page, 'Yusuf Demir');
  await page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect(row(page, 'Yusuf Demir')).toContainText('Administrator now');
  await search(page, '');
  await page.getByRole('combobox', { name: 'Decision' }).selectOption('changed');
  await expect(accounts(page).getByRole('rowheader')).toHaveCount(1);
  await accounts(page).getByRole('rowheader').getByRole('link').focus();
  await expect(desk(page)).toContainText('Since then: Administrator now');
});

test('two reviewers do not overwrite each other', async ({ page, complaints }) => {
  complaints.allow(/status of 409/, 'someone else has decided');
  const { id } = await startReview(page, { connections: ['metabase'] });
  const items = await itemsOf(page, id);
  const item = items.findIndex(({ address }) => address === YUSUF);
  expect(await decideElsewhere(page, id, item, 0, 'revoke', 'Contract ended')).toBe(200);
  await focusOn(page, 'Yusuf Demir');
  await page.keyboard.press('k');
  const notice = page.getByRole('alert').filter({ hasText: 'Another reviewer decided otherwise' });
  await expect(notice).toContainText('Yusuf Demir');
  await expect(notice).toContainText('revoked by someone who was not signed in (“Contract ended”)');
  await expect(row(page, 'Yusuf Demir')).toContainText('Revoked');
  expect((await decisionsOf(page, id)).map(({ decision }) => decision)).toEqual(['revoke']);
  await page.getByRole('button', { name: 'Decide as I did' }).click();
  await expect(row(page, 'Yusuf Demir')).toContainText('Kept');
  await expect(saving(page)).toHaveText('All decisions are saved');
  expect((await decisionsOf(page, id)).map(({ decision }) => decision)).toEqual(['keep']);
});

test('a review in which something was decided meanwhile is not closed unseen', async ({ page, complaints }) => {
  complaints.allow(/status of 409/, 'someone else has decided');
  const { id, items } = await startReview(page, { connections: ['metabase'] });
  await page.getByRole('button', { name: 'Close the review…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Close/ });
  await expect(dialog).toContainText(`${items} accounts without a decision stay without one`);
  await decideElsewhere(page, id, 0, 0, 'revoke');
  await dialog.getByRole('button', { name: 'Close the review' }).click();
  await expect(page.getByText('Something was decided or changed since you looked at it.')).toBeVisible();
  expect((await review(page, id)).state).toBe('open');
  await expect(progress(page)).toHaveText(`1 of ${items} decided · 0 kept, 1 revoked`);
});

test('a decision that cannot be saved is kept, and saved later', async ({ page, front, complaints }) => {
  complaints.allow(/status of 503/, 'the storage is away');
  const { id } = await startReview(page, { connections: ['metabase'] });
  front.only = ({ method, url }) => method === 'PUT' && url.startsWith('/api/reviews');
  front.answer = [503, { 'content-type': 'application/json', 'x-rollcall': '1', 'x-rollcall-error': 'storage' }, '{"error":"the database is away"}'];
  const link = (number) => accounts(page).getByRole('rowheader').nth(number).getByRole('link');
  await page.keyboard.press('n');
  await expect(link(0)).toBeFocused();
  await page.keyboard.press('k');
  await expect(link(1)).toBeFocused();
  await page.keyboard.press('r');
  await expect(page.getByText('Decisions could not be saved')).toBeVisible();
  await expect(saving(page)).toHaveText('2 decisions are not saved');
  await expect(accounts(page).getByRole('row').nth(1)).toContainText('Kept');
  // Another page of the console does not lose them.
  await page.getByRole('navigation', { name: 'Connections' }).getByRole('link', { name: 'People' }).click();
  await expect(page).toHaveURL(/\/people$/);
  await page.goBack();
  await expect(saving(page)).toHaveText('2 decisions are not saved');
  front.answer = undefined;
  await page.getByRole('button', { name: 'Save again' }).click();
  await expect(saving(page)).toHaveText('All decisions are saved');
  expect((await decisionsOf(page, id)).map(({ decision }) => decision).sort()).toEqual(['keep', 'revoke']);
});

test('a review is renamed, is overdue once its day is over, and is deleted', async ({ page }) => {
  await startReview(page, { name: 'Spring', connections: ['metabase'], adminsOnly: true });
  await choose(page, 'Edit…');
  const dialog = page.getByRole('dialog', { name: 'Edit the review' });
  await dialog.getByLabel('Name', { exact: true }).fill('Summer');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Summer');
  await page.clock.setFixedTime(Date.now() + 40 * 86_400_000);
  await page.goto('/reviews');
  const entry = page.getByRole('list', { name: 'Access reviews' }).getByRole('listitem');
  await expect(entry).toContainText('Overdue');
  await entry.getByRole('link', { name: 'Summer' }).click();
  await choose(page, 'Delete…');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the review' }).click();
  await expect(page.getByText('There are no access reviews yet')).toBeVisible();
});

test('a review that is not there, or cannot be loaded, is said', async ({ page, front, complaints }) => {
  complaints.allow(/status of (404|503)/, 'there is none, and then the storage is away');
  await page.goto(`/reviews/${'0'.repeat(32)}`);
  await expect(page.getByRole('main')).toContainText('There is no access review with the ID');
  front.only = ({ url }) => url.startsWith('/api/reviews');
  front.answer = [503, { 'content-type': 'application/json', 'x-rollcall': '1', 'x-rollcall-error': 'storage' }, '{"error":"the database is away"}'];
  await page.goto('/reviews');
  await expect(page.getByText('The reviews could not be loaded')).toBeVisible();
  front.answer = undefined;
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText('There are no access reviews yet')).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('accounts are decided, and nothing scrolls sideways', async ({ page }) => {
    const { items } = await startReview(page, { connections: ['metabase'] });
    const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(await isWide()).toBe(false);
    await desk(page).getByRole('button', { name: /^Next/ }).click();
    await desk(page).getByRole('button', { name: /^Revoke/ }).click();
    await expect(progress(page)).toHaveText(`1 of ${items} decided · 0 kept, 1 revoked`);
    expect(await isWide()).toBe(false);
    await page.goto('/reviews');
    await expect(page.getByRole('link', { name: 'Autumn review' })).toBeVisible();
    expect(await isWide()).toBe(false);
  });

  test('rows begin within the first 280 px, and what is folded is a key away', async ({ page }) => {
    await startReview(page, { connections: ['metabase'] });
    const first = accounts(page).getByRole('rowheader').first();
    const top = () => first.evaluate((cell) => cell.closest('tr').getBoundingClientRect().top + window.scrollY);
    expect(await top()).toBeLessThanOrEqual(280);
    await expect(page.getByRole('button', { name: 'Close the review…' })).toBeInViewport({ ratio: 1 });
    await page.getByRole('button', { name: 'Refresh', exact: true }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.locator('.review-facts').getByText('SHA-256')).toHaveCount(0);
    await expect(page.locator('.review-facts').getByText('Scope', { exact: true })).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Enter');
    await expect(page.locator('.review-facts').getByText('Scope', { exact: true })).toBeHidden();
    expect(await top()).toBeLessThanOrEqual(280);
  });
});

test.describe('a start that is interrupted', () => {
  // More accounts than one request stores.
  test.use({ seed: '1000' });

  const AWAY = [503, { 'content-type': 'application/json', 'x-rollcall': '1', 'x-rollcall-error': 'storage' }, '{"error":"the database is away"}'];
  const proceed = (page) => page.getByRole('button', { name: 'Continue', exact: true });
  const keys = (items) => items.map(({ account }) => `${account.connection}/${account.key}`);

  test.beforeEach(({ complaints }) => complaints.allow(/status of 503/, 'the storage is away for a while'));

  /** Starts a review of which only the first accounts are stored. Answers its ID, and how many accounts it is to have. */
  async function interrupt(page, front) {
    await openStart(page, { connections: ['pivot', 'metabase'] });
    // The number is that of the connections that are chosen now.
    await expect(region(page, 'Accounts in this scope')).not.toContainText('Actian');
    const all = Number((await page.locator('.review-count').textContent()).replace(',', '').match(/^\d+/)[0]);
    let parts = 0;
    front.only = ({ method, url }) => method === 'DELETE' || (method === 'POST' && url.endsWith('/items') && ++parts > 1);
    front.answer = AWAY;
    await page.getByRole('button', { name: 'Start a review' }).click();
    await expect(page.getByText('The accounts of the review could not be stored')).toBeVisible();
    await page.getByRole('link', { name: 'Continue it or delete it…' }).click();
    await expect(page.getByText('This review was not started completely')).toBeVisible();
    await expect(page.getByText('1,000 accounts were stored when it was interrupted.')).toBeVisible();
    front.answer = undefined;
    const id = page.url().split('/').pop();
    expect(await review(page, id)).toMatchObject({ state: 'draft', items: 1000 });
    return { id, all };
  }

  test('is continued, and has every account once', async ({ page, front }) => {
    const { id, all } = await interrupt(page, front);
    expect(all).toBeGreaterThan(1000);
    // Once more, after the last account.
    front.only = ({ url }) => url.endsWith('/opening');
    front.answer = AWAY;
    await proceed(page).click();
    await expect(page.getByText('The review could not be opened')).toBeVisible();
    await expect(page.getByText(/^[\d,]+ accounts were stored/)).not.toHaveText(/^1,000/);
    front.answer = undefined;
    await proceed(page).click();
    await expect(accounts(page).getByRole('rowheader').first()).toBeVisible();
    await expect(page.locator('.review-state')).toHaveText('Open');
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    const items = await itemsOf(page, id);
    expect(items).toHaveLength(all);
    expect(new Set(keys(items)).size).toBe(all);
  });

  test('is not continued where an account has changed since, and is deleted', async ({ page, front, console }) => {
    const { id } = await interrupt(page, front);
    const item = (await itemsOf(page, id)).find(({ account, admin }) => account.connection === 'metabase' && !admin);
    await console.ask('PUT', `/api/user/${item.account.key}`, { is_superuser: true });
    await page.reload();
    await proceed(page).click();
    const notice = page.getByRole('alert').filter({ hasText: 'The review was not continued' });
    await expect(notice).toContainText('1 stored account has changed since, or left the scope: ');
    await expect(notice).toContainText(item.name);
    expect(await review(page, id)).toMatchObject({ state: 'draft', items: 1000 });
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the review' }).click();
    await expect(page.getByText('There are no access reviews yet')).toBeVisible();
  });

  test('is not continued before every list is loaded', async ({ page, front }) => {
    const { id, all } = await interrupt(page, front);
    front.only = ({ url }) => url.startsWith('/via/metabase');
    front.answer = [503, { 'content-type': 'text/plain' }, 'away'];
    await page.reload();
    await expect(page.getByRole('list', { name: 'Unknown connections' })).toContainText('Metabase');
    await proceed(page).click();
    const notice = page.getByRole('alert').filter({ hasText: 'The review was not continued' });
    await expect(notice).toContainText('is not loaded completely');
    front.answer = undefined;
    await page.getByRole('button', { name: /^Retry Metabase/ }).click();
    await expect(page.getByRole('list', { name: 'Unknown connections' })).toHaveCount(0);
    await proceed(page).click();
    await expect(accounts(page).getByRole('rowheader').first()).toBeVisible();
    expect(await itemsOf(page, id)).toHaveLength(all);
  });
});

test('the pages can be used by everyone', async ({ page }) => {
  const violations = async () => (await look(page, { tags: TAGS })).violations;
  await openStart(page, { connections: ['metabase'] });
  expect(await violations()).toEqual([]);
  await page.getByRole('button', { name: 'Start a review' }).click();
  await expect(accounts(page).getByRole('rowheader').first()).toBeVisible({ timeout: 15_000 });
  await page.keyboard.press('n');
  await page.keyboard.press('k');
  await expect(saving(page)).toHaveText('All decisions are saved');
  expect(await violations()).toEqual([]);
  await page.goto('/reviews');
  await expect(page.getByRole('link', { name: 'Autumn review' })).toBeVisible();
  expect(await violations()).toEqual([]);
});
