// The session ends in the middle of comparing a list of people: the file, what its columns mean, the selection and what
// was done all stay.

import { outcomes, plan, receiptCount, summary } from '../harness/leave.js';
import { expect, test } from '../harness/people.js';
import { SAMPLE, choose, compare, counts, openPlan, report, run, selectAll, tab } from '../harness/reconcile.js';
import { ended } from '../harness/team.js';

/** What the server answers without a session. */
const OVER = [
  401,
  { 'content-type': 'application/json', 'x-rollcall': '1', 'x-rollcall-error': '1' },
  '{"error":"you are not signed in, or your session has expired"}',
];
const PEOPLE = ['ana.sato@company.com', 'bo.okafor@company.com', 'di.minh@company.com'];

const changed = (page) => page.locator('.notice').filter({ hasText: 'The accounts have changed since this plan was shown' });

/** Ends the session: at once, or once so many changes were passed on. */
function endSession(front, changes = 0) {
  let passed = 0;
  let isOver = changes === 0;
  front.only = ({ method, url }) => {
    const isChange = url.startsWith('/via/') && method !== 'GET';
    if (isChange && passed === changes) isOver = true;
    if (isChange) passed += 1;
    return isOver && (url.startsWith('/api/') || url.startsWith('/via/'));
  };
  front.answer = OVER;
}

/** There is a session again, and the page goes on. */
async function comeBack(page, front) {
  front.answer = undefined;
  await ended(page).getByRole('button', { name: 'Retry' }).click();
  await expect(ended(page)).toHaveCount(0);
}

test.beforeEach(async ({ page, complaints }) => {
  complaints.expect(/status of 401/, 'the session has ended');
  complaints.allow(/status of 404/, 'an account that is to be created is looked for');
  await choose(page, SAMPLE);
  await page.getByLabel('Whose access is to be removed').selectOption('marked');
  await compare(page);
  expect(await counts(page)).toMatchObject({ 'To create': 3 });
  await selectAll(page, 'To create');
  await openPlan(page);
  await expect(plan(page).getByRole('article')).toHaveCount(3);
});

test('while the plan is looked at: nothing is done, and the same plan is there afterwards', async ({ page, front }) => {
  endSession(front);
  await run(page);
  await expect(ended(page)).toContainText('Nothing is lost');
  await expect(changed(page)).toContainText('The users of Metabase demo can no longer be loaded.');
  await comeBack(page, front);
  await expect(plan(page).getByRole('article')).toHaveCount(3);
  await expect(changed(page)).toHaveCount(0);
  for (const person of PEOPLE) {
    await expect(plan(page)).toContainText(person);
    expect(await receiptCount(page, person)).toBe(0);
  }
  await page.getByRole('button', { name: 'Back to the lists' }).click();
  await expect(tab(page, 'To create')).toContainText('3 selected');
  await page.getByRole('button', { name: 'Change the settings' }).click();
  await expect(page.getByText('people.csv')).toBeVisible();
  await expect(page.getByLabel('Whose access is to be removed')).toHaveValue('marked');
  await compare(page);
  await openPlan(page);
  await run(page);
  await expect(summary(page)).toHaveText('All 3 people are as planned.', { timeout: 30_000 });
});

test('while the plan is looked at: a connection that stays away is still said to have changed', async ({ page, front, console, complaints }) => {
  complaints.expect(/status of 503/, 'the platform answers with it');
  endSession(front);
  await run(page);
  await expect(changed(page)).toContainText('The users of Pivot demo can no longer be loaded.');
  await console.fault({ endpoint: 'metabase.users.list', answer: { kind: 'status', status: 503, body: '{}' }, times: 1 });
  await comeBack(page, front);
  await expect(changed(page)).not.toContainText('Pivot demo');
  await expect(changed(page)).toContainText('The users of Metabase demo can no longer be loaded.');
  await plan(page).getByRole('button', { name: 'Retry' }).click();
  await expect(plan(page).getByRole('article')).toHaveCount(3);
  await expect(changed(page)).toHaveCount(0);
});

test('while the plan runs: what was done is said once it could be read back, and the rest is done after', async ({ page, front, console }) => {
  endSession(front, 2);
  await run(page);
  await expect(ended(page)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('The connections cannot be read again until you are signed in.')).toBeVisible({ timeout: 30_000 });
  await comeBack(page, front);
  await expect(outcomes(page)).toHaveCount(3, { timeout: 30_000 });
  await expect(summary(page)).toHaveText(/^[0-2] of 3 people are as planned\.$/);
  for (const person of PEOPLE) await expect.poll(() => receiptCount(page, person)).toBe(1);
  const { name, bytes } = await report(page);
  expect(name).toBe('people-report.csv');
  expect(bytes.toString()).toContain('is not as planned');

  await page.getByRole('button', { name: 'Plan again' }).click();
  await expect(tab(page, 'To create')).toContainText('selected', { timeout: 15_000 });
  await openPlan(page);
  await run(page);
  await expect(summary(page)).toHaveText(/^(All \d people are|.+ is) as planned\.?$/, { timeout: 30_000 });
  await page.getByRole('button', { name: 'Plan again' }).click();
  await expect.poll(() => counts(page)).toMatchObject({ 'To create': 0, 'Nothing to do': 4 });
  const made = await console.ask('GET', '/api/user?status=all&limit=200');
  const emails = made.data.map(({ email }) => email);
  expect(emails.filter((email) => PEOPLE.includes(email)).sort()).toEqual(PEOPLE);
});
