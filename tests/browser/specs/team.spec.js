// Who is signed in, and what follows: what may be done, what stands in the trail,
// and how it goes on once a session has ended.

import { badge, ended, expect, signIn, signOut, test } from '../harness/team.js';
import { submitSignIn } from '../harness/rollcall.js';
import { tray, palette, toAll, visit } from '../harness/shell.js';
import { field, openInvite, submit, writes } from '../harness/invite.js';
import { access, openUser, part } from '../harness/user.js';
import { openUsersWhole, press, refreshButton, userSwitch, usersTable } from '../harness/users.js';

const ADMIN = 'admin@company.com';
const LOOK = 'View only: your role is viewer.';
const OVER = [/status of 401/, 'the session has ended'];

test.describe('a viewer', () => {
  test.beforeEach(({ page }) => signIn(page, 'vera'));

  test('sees every control of the list, and why none of them changes anything', async ({ page, console }) => {
    await openUsersWhole(page);
    await expect(badge(page)).toHaveText('vera · viewer');
    const one = userSwitch(page, ADMIN);
    await expect(one).toHaveAttribute('aria-disabled', 'true');
    await expect(one).toHaveAccessibleDescription(LOOK);
    await one.click({ force: true });
    await expect(page.getByRole('status', { name: 'Receipts' })).toContainText(LOOK);
    await expect(one).toBeChecked();
    const invite = page.getByRole('button', { name: '+ Invite' });
    await expect(invite).toHaveAttribute('aria-disabled', 'true');
    await expect(invite).toHaveAccessibleDescription(LOOK);

    await page.getByRole('checkbox', { name: 'Select all shown' }).check();
    const disable = page.getByRole('region', { name: 'Selected users' }).getByRole('button', { name: 'Disable' });
    await disable.click({ force: true });
    await expect(page.locator('#announcements')).toContainText(LOOK);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByRole('button', { name: 'More' }).click();
    const choices = page.getByRole('menu', { name: 'More' }).getByRole('menuitem');
    for (const choice of await choices.all()) await expect(choice).toHaveAttribute('aria-disabled', 'true');
    await expect(choices.filter({ hasText: 'Give a role…' })).toContainText(LOOK);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: `Actions for ${ADMIN}` }).click();
    const actions = page.getByRole('menu', { name: 'Actions' });
    await expect(actions.getByRole('menuitem', { name: /^Disable/ })).toContainText(LOOK);
    await expect(actions.getByRole('menuitem', { name: 'Open' })).not.toHaveAttribute('aria-disabled');
    expect(await writes(console)).toEqual([]);
  });

  test('reads everything about one user, and can save nothing', async ({ page, console }) => {
    await openUser(page, 'pivot', ADMIN);
    await expect(access(page)).toBeChecked();
    await expect(access(page)).toHaveAttribute('aria-disabled', 'true');
    await access(page).click({ force: true });
    await field(page, 'First name').first().fill('Somebody');
    await part(page, 'Edit').getByRole('button', { name: 'Save changes' }).click({ force: true });
    await expect(part(page, 'Edit')).toContainText(LOOK);
    const actions = part(page, 'Actions');
    await expect(actions.getByText(LOOK).first()).toBeVisible();
    for (const name of ['Delete with its status', 'Set the status record']) {
      const deed = actions.getByRole('button', { name });
      await expect(deed).toHaveAttribute('aria-disabled', 'true');
      await expect(deed).toHaveAccessibleDescription(LOOK);
      await deed.click({ force: true });
    }
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(await writes(console)).toEqual([]);
  });

  test('is told on the page of an invitation, and in the palette', async ({ page }) => {
    await page.goto('/metabase/invite');
    await expect(page.getByText('You can\'t invite users')).toBeVisible();
    await expect(page.getByRole('main')).toContainText(LOOK);
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await page.keyboard.press('Control+k');
    await palette(page).fill('invite to pivot');
    const invite = page.getByRole('option', { name: /Invite to Pivot/ });
    await expect(invite).toHaveAttribute('aria-disabled', 'true');
    await expect(invite).toContainText(LOOK);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/metabase\/invite$/);
  });
});

test('an operator changes something, and the trail says who it was', async ({ page }) => {
  await signIn(page, 'ada');
  await openUsersWhole(page);
  await expect(badge(page)).toHaveText('ada · operator');
  await press(page, 'analyst@company.com');
  await expect(userSwitch(page, 'analyst@company.com')).toBeChecked();
  await page.getByRole('link', { name: 'Activity' }).click();
  await page.getByRole('link', { name: 'Audit log' }).click();
  await expect(page).toHaveURL(/\/activity\/trail$/);
  const row = page.getByRole('row').filter({ hasText: 'Set status' });
  await expect(row).toContainText('ada');
  await expect(row).toContainText('analyst@company.com');
  await expect(row).toContainText('Done');
});

test('signing out needs no script, and leads to the way in', async ({ page }) => {
  await signIn(page, 'ada');
  await openUsersWhole(page);
  await badge(page).click();
  const session = page.getByRole('group', { name: 'Session' });
  await expect(session).toContainText('Operator: can view and change.');
  await expect(session.locator('form')).toHaveAttribute('method', 'post');
  await session.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto('/pivot/users');
  await expect(page).toHaveURL(/\/sign-in$/);
});

test.describe('a session that ends', () => {
  test.beforeEach(async ({ page, complaints }) => {
    complaints.expect(...OVER);
    await signIn(page, 'ada');
  });

  test('keeps what is typed, and it goes on after signing in in another tab', async ({ page, complaints, console }) => {
    complaints.expect(/status of 404/, 'whoever is invited is looked for first, and is not there');
    await openUsersWhole(page);
    await page.getByRole('link', { name: '+ Invite' }).click();
    await expect(page.getByRole('group', { name: 'Roles' })).toBeVisible();
    await field(page, 'User name').fill('zoe@company.com');
    await field(page, 'First name').fill('Zoe');
    await signOut(page);
    await submit(page);
    await expect(ended(page)).toBeVisible();
    expect(await writes(console)).toEqual([]);
    await ended(page).getByRole('button', { name: 'Retry' }).click();
    await expect(ended(page)).toContainText('You are not signed in yet.');

    const [tab] = await Promise.all([
      page.waitForEvent('popup'),
      ended(page).getByRole('link', { name: /^Sign in/ }).click(),
    ]);
    await submitSignIn(tab);
    await expect(tab).not.toHaveURL(/sign-in/);
    await tab.close();
    // As a browser says it when somebody comes back.
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expect(ended(page)).toHaveCount(0);
    await expect(field(page, 'User name')).toHaveValue('zoe@company.com');
    await expect(field(page, 'First name')).toHaveValue('Zoe');
    await submit(page);
    await expect(page.getByRole('heading', { level: 2, name: /^Zoe is on/ })).toBeVisible();
    expect(await writes(console)).toHaveLength(1);
  });

  test('brings back what could not be read', async ({ page }) => {
    await openUsersWhole(page);
    await signOut(page);
    await refreshButton(page).click();
    await expect(ended(page)).toBeVisible();
    await signIn(page, 'ada');
    await ended(page).getByRole('button', { name: 'Retry' }).click();
    await expect(ended(page)).toHaveCount(0);
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(usersTable(page).getByRole('rowheader').first()).toBeVisible();
  });

  test('says so if it is somebody else who goes on, or one who may only look', async ({ page, console }) => {
    await openUsersWhole(page);
    await signOut(page);
    await refreshButton(page).click();
    await signIn(page, 'vera');
    await ended(page).getByRole('button', { name: 'Retry' }).click();
    await expect(ended(page)).toContainText('You are now signed in as vera (viewer). This page was opened by ada.');
    await expect(ended(page)).toContainText('View only: a viewer cannot change anything');
    await ended(page).getByRole('button', { name: 'Continue as vera' }).click();
    await expect(ended(page)).toHaveCount(0);
    await expect(badge(page)).toHaveText('vera · viewer');
    // The switch was there before the role was less.
    await userSwitch(page, 'analyst@company.com').click({ force: true });
    await expect(page.getByText(LOOK).first()).toBeVisible();
    expect(await writes(console)).toEqual([]);
  });
});

test.describe('with a token that somebody typed', () => {
  test.use({ asks: true });

  test('somebody else does not go on with it', async ({ page, complaints }) => {
    complaints.expect(...OVER);
    const token = page.getByLabel('API token of Own', { exact: true });
    await signIn(page, 'ada');
    await openUsersWhole(page);
    await visit(page, /^Own/);
    await token.fill('demo');
    await page.getByRole('button', { name: 'Connect' }).click();
    await expect(usersTable(page).getByRole('rowheader').first()).toBeVisible();
    await signOut(page);
    await refreshButton(page).click();
    await expect(ended(page)).toBeVisible();
    await signIn(page, 'otto');
    await ended(page).getByRole('button', { name: 'Retry' }).click();
    await ended(page).getByRole('button', { name: 'Continue as otto' }).click();
    await expect(token).toBeVisible();
    await expect(usersTable(page)).toHaveCount(0);
  });
});

test.describe('of many', () => {
  test.use({ seed: 'demo' });

  test('a run stops where the session ends, says so, and the rest is done after', async ({ page, console, complaints }) => {
    complaints.expect(...OVER);
    await signIn(page, 'ada');
    await openUsersWhole(page);
    await toAll(page, 'Disable');
    // What is under way then is answered only after the session has ended, on a
    // busy machine as well.
    const ms = 10_000;
    for (const endpoint of ['pivot.statuses.set', 'pivot.statuses.create']) {
      await console.fault({ endpoint, answer: { kind: 'slow', ms }, times: 6 });
    }
    await page.getByRole('dialog').locator('button[type=submit]').click();
    const begun = async () => (await (await page.request.get('/api/trail?kind=change')).json()).changes.length;
    await expect.poll(begun).toBe(6);
    await signOut(page);
    await expect(ended(page)).toBeVisible({ timeout: 2 * ms });
    await signIn(page, 'ada');
    await ended(page).getByRole('button', { name: 'Retry' }).click();
    await expect(ended(page)).toHaveCount(0);
    await expect(tray(page)).toContainText('not tried');
    await console.ask('DELETE', '/__mock/faults');
    await tray(page).getByRole('button', { name: 'Retry what failed' }).click();
    const yes = page.getByRole('dialog').locator('button[type=submit]');
    if (await yes.isVisible()) await yes.click();
    await expect(tray(page)).not.toContainText('not tried', { timeout: 2 * ms });
    await expect(tray(page)).toContainText('done');
  });
});
