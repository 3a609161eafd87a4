// Another person signs in in a second tab: the first says so before anything is changed, and nothing is ever done in
// another's name.

import { look } from '../harness/axe.js';
import { badge, expect, signIn, signOut, test } from '../harness/team.js';
import { toAll } from '../harness/shell.js';
import { field, openInvite, submit, writes } from '../harness/invite.js';
import { openUsersWhole, refreshButton, userSwitch, usersTable } from '../harness/users.js';

const ADMIN = 'admin@company.com';
const said = (page) => page.getByRole('dialog', { name: 'Another session is active' });
const choose = (page, name) => said(page).getByRole('button', { name, exact: true }).click();
const comeBack = (page) => page.evaluate(() => window.dispatchEvent(new Event('focus')));

test.beforeEach(async ({ page }) => {
  await signIn(page, 'ada');
  await openUsersWhole(page);
  await expect(badge(page)).toHaveText('ada · operator');
});

test('is said as soon as somebody comes back to the first tab', async ({ page }) => {
  await signIn(page, 'otto');
  await comeBack(page);
  await expect(said(page)).toContainText('You are now signed in as otto (operator). This page was opened by ada.');
  await expect(badge(page)).toHaveText('ada · operator');
  await choose(page, 'Continue as otto');
  await expect(said(page)).toHaveCount(0);
  await expect(badge(page)).toHaveText('otto · operator');
  await comeBack(page);
  await refreshButton(page).click();
  await expect(refreshButton(page)).toHaveAttribute('aria-busy', 'false');
  await expect(said(page)).toHaveCount(0);
});

test('is said before a change, which is made only by who agrees to it', async ({ page, console, complaints }) => {
  complaints.expect(/status of 409/, 'the server makes no change for another session');
  await signIn(page, 'otto');
  await userSwitch(page, 'analyst@company.com').click();
  await expect(said(page)).toContainText('signed in as otto');
  expect(await writes(console)).toEqual([]);
  await choose(page, 'Continue as otto');
  await expect(userSwitch(page, 'analyst@company.com')).toHaveAttribute('aria-busy', 'false');
  expect(await writes(console)).toEqual([]);
  await userSwitch(page, 'analyst@company.com').click();
  await expect.poll(async () => (await writes(console)).length).toBeGreaterThan(0);
  await page.goto('/activity/trail');
  const rows = page.getByRole('table', { name: 'Changes', exact: true }).getByRole('row').filter({ has: page.getByRole('rowheader') });
  for (const row of await rows.all()) await expect(row).toContainText('otto');
});

test('stops what a run has not begun', async ({ page, console, complaints }) => {
  complaints.expect(/status of 409/, 'the server makes no change for another session');
  for (let at = 0; at < 30; at += 1) await console.ask('POST', `/api/v1/users/u${at}%40company.com`, { user: { name: `u${at}@company.com`, roles: [] } });
  await refreshButton(page).click();
  await expect(usersTable(page).getByRole('rowheader').filter({ hasText: 'u0@company.com' })).toBeVisible();
  const before = (await writes(console)).length;
  await signIn(page, 'otto');
  await toAll(page, 'Disable');
  await page.getByRole('dialog').locator('button.primary, button.danger').last().click();
  await expect(said(page)).toContainText('signed in as otto');
  expect(await writes(console)).toHaveLength(before);
});

test('keeps what is typed', async ({ page, console, complaints }) => {
  complaints.expect(/status of 404/, 'whoever is invited is looked for first, and is not there');
  await openInvite(page, 'pivot');
  await field(page, 'User name').fill('zoe@company.com');
  await field(page, 'First name').fill('Zoe');
  await signIn(page, 'otto');
  await comeBack(page);
  await choose(page, 'Continue as otto');
  await expect(field(page, 'User name')).toHaveValue('zoe@company.com');
  await submit(page);
  await expect(page.getByRole('heading', { level: 2, name: /^Zoe is on/ })).toBeVisible();
  expect(await writes(console)).toHaveLength(1);
});

test('goes away by itself once it is the same person again', async ({ page }) => {
  await signIn(page, 'otto');
  await comeBack(page);
  await expect(said(page)).toContainText('otto');
  await signIn(page, 'ada');
  await comeBack(page);
  await expect(said(page)).toHaveCount(0);
  await expect(badge(page)).toHaveText('ada · operator');
});

test('is not said of a new session of the same person', async ({ page }) => {
  await signOut(page);
  await signIn(page, 'ada');
  await comeBack(page);
  await refreshButton(page).click();
  await expect(refreshButton(page)).toHaveAttribute('aria-busy', 'false');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('says that a viewer may not change anything, and a reload shows the page as theirs', async ({ page }) => {
  await signIn(page, 'vera');
  await refreshButton(page).press('Enter');
  await expect(said(page)).toContainText('signed in as vera (viewer)');
  await expect(said(page)).toContainText('View only: a viewer cannot change anything');
  const { violations } = await look(page, { include: 'dialog' });
  expect(violations).toEqual([]);
  await expect(said(page).getByRole('link', { name: 'Sign in as ada' })).toHaveAttribute('href', '/sign-in');
  await page.screenshot({ path: 'test-results/other-session-wide.png' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.screenshot({ path: 'test-results/other-session-narrow-dark.png' });
  await said(page).getByRole('button', { name: 'Reload this page' }).press('Enter');
  await expect(badge(page)).toHaveText('vera · viewer');
  await expect(userSwitch(page, ADMIN)).toHaveAttribute('aria-disabled', 'true');
});
