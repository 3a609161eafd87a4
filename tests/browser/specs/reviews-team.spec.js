// Access reviews of a team: named reviewers, of whom one only looks elsewhere, two at once, a session that ends, and
// evidence that agrees with the audit log.

import { badge, ended, expect, signIn, signOut, test } from '../harness/team.js';
import { submitSignIn } from '../harness/rollcall.js';
import {
  accounts, choose, closeReview, createDraft, decisionsOf, desk, focusOn, openStart, progress, review, row, saving,
} from '../harness/reviews.js';
import { saved } from '../harness/shell.js';

test.use({ seed: 'demo' });

const LOOK = 'View only: your role is viewer.';

test.beforeEach(({ complaints }) => {
  complaints.allow(/GET \S+\/api\/reviews\S* net::ERR_ABORTED/, 'the page is left while it looks for decisions');
});

/** Starts a review as ada, in which these people decide. */
async function start(page, ...reviewers) {
  await signIn(page, 'ada');
  await openStart(page, { connections: ['metabase'] });
  await page.getByLabel('Reviewers').fill(reviewers.join('\n'));
  await page.getByRole('button', { name: 'Start a review' }).click();
  await expect(page).toHaveURL(/\/reviews\/[0-9a-f]+$/);
  await expect(accounts(page).getByRole('rowheader').first()).toBeVisible();
  return page.url().split('/').pop();
}

test('a viewer who is named decides, and changes nothing else', async ({ page }) => {
  const id = await start(page, 'vera');
  await expect(desk(page)).toContainText('Only the reviewers of this review decide.');
  await page.keyboard.press('n');
  await page.keyboard.press('k');
  expect(await decisionsOf(page, id)).toEqual([]);

  await signOut(page);
  await signIn(page, 'vera');
  await page.goto('/reviews');
  await expect(badge(page)).toHaveText('vera · viewer');
  await expect(page.getByText(LOOK)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Start a review' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Autumn review' }).click();
  await expect(accounts(page).getByRole('rowheader').first()).toBeVisible();
  await page.keyboard.press('n');
  await expect(accounts(page).getByRole('rowheader').first().getByRole('link')).toBeFocused();
  await page.keyboard.press('k');
  const decided = async () => (await decisionsOf(page, id)).map(({ decision, by }) => [decision, by]);
  await expect.poll(decided).toEqual([['keep', 'vera']]);
  await expect(saving(page)).toHaveText('All decisions are saved');
  const close = page.getByRole('button', { name: 'Close the review…' });
  await expect(close).toHaveAttribute('aria-disabled', 'true');
  await expect(close).toHaveAccessibleDescription(LOOK);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await expect(page.getByRole('menuitem', { name: /^Edit/ })).toContainText(LOOK);
  await expect(page.getByRole('menuitem', { name: /^Delete/ })).toContainText(LOOK);
  await page.keyboard.press('Escape');
  await page.goto('/reviews/new');
  await expect(page.getByText('You can\'t start a review')).toBeVisible();
});

test('another operator continues what was not started completely, and a viewer does not', async ({ page }) => {
  await signIn(page, 'ada');
  const id = await createDraft(page, 'otto');
  const proceed = page.getByRole('button', { name: 'Continue', exact: true });
  await signOut(page);
  await signIn(page, 'vera');
  await page.goto(`/reviews/${id}`);
  await expect(proceed).toHaveAccessibleDescription(LOOK);
  await expect(proceed).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('button', { name: 'Delete…' })).toHaveAccessibleDescription(LOOK);

  await signOut(page);
  await signIn(page, 'otto');
  await page.reload();
  await expect(badge(page)).toHaveText('otto · operator');
  await expect(proceed).toHaveAttribute('aria-disabled', 'false');
  await proceed.click();
  await expect(accounts(page).getByRole('rowheader').first()).toBeVisible();
  expect(await review(page, id)).toMatchObject({ state: 'open', created: { by: 'ada' }, opened: { by: 'otto' } });
});

test('names that are known are suggested as reviewers, and another one is accepted with a hint', async ({ page }) => {
  await signIn(page, 'otto');
  await signOut(page);
  // Wrong: a name that was only tried is no person's.
  await page.request.post('/sign-in', {
    data: new URLSearchParams({ name: 'mallory', password: 'wrong' }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
  });
  await signIn(page, 'ada');
  await openStart(page, { connections: ['metabase'] });
  const reviewers = page.getByLabel('Reviewers');
  const added = page.getByLabel('Add a reviewer');
  const suggested = () => added.evaluate(({ list }) => [...list.options].map(({ value }) => value));
  await expect(reviewers).toHaveValue('ada');
  await expect.poll(suggested).toEqual(['otto']);
  await added.fill('otto');
  await page.keyboard.press('Enter');
  await expect(reviewers).toHaveValue('ada\notto');
  await expect(added).toHaveValue('');
  await expect(added).toBeFocused();
  expect(await suggested()).toEqual([]);
  // What is typed and not added is not lost.
  await added.fill('vera');
  await page.getByRole('button', { name: 'Start a review' }).click();
  await page.getByRole('link', { name: 'Press “Add” to name this reviewer, or clear the field.' }).click();
  await expect(added).toBeFocused();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const hint = page.getByRole('status').filter({ hasText: 'Not known here yet' });
  await expect(hint).toHaveText('Not known here yet: vera. Check the spelling: they decide once they sign in with exactly this name.');
  await page.getByRole('button', { name: 'Start a review' }).click();
  await expect(accounts(page).getByRole('rowheader').first()).toBeVisible();
  const { reviewers: named } = await review(page, page.url().split('/').pop());
  expect(named.map(({ name }) => name)).toEqual(['ada', 'otto', 'vera']);

  // A reviewer of an earlier review is known.
  await openStart(page, { connections: ['metabase'] });
  await expect.poll(suggested).toEqual(['otto', 'vera']);
  await added.fill('vera');
  await page.keyboard.press('Enter');
  await added.fill('nina');
  await page.keyboard.press('Enter');
  await expect(hint).toHaveText(/^Not known here yet: nina\./);
});

test('two reviewers at once see who decided what, and the progress of each', async ({ page, browser, rollcall, complaints }) => {
  complaints.allow(/status of 409/, 'someone else has decided');
  const id = await start(page, 'ada', 'otto');
  const context = await browser.newContext({ baseURL: rollcall.url });
  const other = await context.newPage();
  await signIn(other, 'otto');
  await other.goto(`/reviews/${id}`);
  await focusOn(other, 'Yusuf Demir');
  await other.keyboard.press('r');
  await expect(saving(other)).toHaveText('All decisions are saved');
  await context.close();

  await focusOn(page, 'Yusuf Demir');
  await page.keyboard.press('k');
  const notice = page.getByRole('alert').filter({ hasText: 'Another reviewer decided otherwise' });
  await expect(notice).toContainText('revoked by otto. Yours was: kept.');
  await page.getByRole('button', { name: 'Keep theirs' }).click();
  await expect(notice).toHaveCount(0);
  await expect(row(page, 'Yusuf Demir')).toContainText('Revoked');
  expect((await decisionsOf(page, id)).map(({ decision, by }) => [decision, by])).toEqual([['revoke', 'otto']]);
  await page.getByText('Scope, reviewers and record').click();
  await expect(page.locator('.review-facts')).toContainText('otto: 0 kept, 1 revoked');
  await expect(page.locator('.review-facts')).toContainText('ada: nothing decided yet');
});

test('a session that ends loses no decision', async ({ page, complaints }) => {
  complaints.expect(/status of 401/, 'the session has ended');
  const id = await start(page, 'ada');
  await signOut(page);
  await page.keyboard.press('n');
  await page.keyboard.press('r');
  await expect(ended(page)).toBeVisible();
  const [tab] = await Promise.all([
    page.waitForEvent('popup'),
    ended(page).getByRole('link', { name: /^Sign in/ }).click(),
  ]);
  await submitSignIn(tab);
  await expect(tab).not.toHaveURL(/sign-in/);
  await tab.close();
  // As a browser says it when a person comes back.
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(ended(page)).toHaveCount(0);
  const decided = async () => (await decisionsOf(page, id)).map(({ decision, by }) => [decision, by]);
  await expect.poll(decided).toEqual([['revoke', 'ada']]);
  await expect(saving(page)).toHaveText('All decisions are saved');
});

test('a session that has ended is said once, and not again with every look for decisions', async ({ page, complaints }) => {
  complaints.expect(/status of 401/, 'the session has ended');
  const id = await start(page, 'ada');
  await signOut(page);
  // A look that is under way just now was answered before the session ended.
  await expect(async () => {
    await page.clock.fastForward(15_000);
    await expect(ended(page)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await page.keyboard.press('Escape');
  await expect(ended(page)).toHaveCount(0);
  const asked = [];
  page.on('request', (one) => one.url().includes(`/api/reviews/${id}`) && asked.push(one));
  await page.clock.fastForward(15_000);
  await page.clock.fastForward(15_000);
  await expect(ended(page)).toHaveCount(0);
  expect(asked).toEqual([]);
  // Signed in again, the page goes on once it is loaded again.
  await signIn(page, 'ada');
  await page.reload();
  await expect(accounts(page).getByRole('rowheader').first()).toBeVisible();
  await expect(ended(page)).toHaveCount(0);
  const loads = asked.length;
  await page.clock.fastForward(15_000);
  await expect.poll(() => asked.length).toBeGreaterThan(loads);
});

test('a closed review that is saved agrees with the audit log, and a changed one does not', async ({ page, rollcall }) => {
  await start(page, 'ada');
  await page.keyboard.press('n');
  await page.keyboard.press('k');
  await expect(progress(page)).toContainText('1 kept, 0 revoked');
  await expect(saving(page)).toHaveText('All decisions are saved');
  await closeReview(page);
  await expect(page.locator('.review-state')).toHaveText('Closed');
  const { text } = await saved(page, () => choose(page, 'Save as JSON'));
  const verified = await rollcall.verifyReview(text);
  expect(verified.text).toContain('review.json agrees with the log.');
  expect(verified.status).toBe(0);
  const changed = await rollcall.verifyReview(text.replace('"decision": "keep"', '"decision": "revoke"'));
  expect(changed.text).toContain('review.json does not agree with the log');
  expect(changed.status).toBe(1);
});
