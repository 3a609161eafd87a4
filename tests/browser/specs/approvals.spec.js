// Changes that need the approval of a second operator: requested, decided, carried out, and what stays refused.

import { as, decide, decisionButton, inDialog, inPage, listed, openApproval, request, state } from '../harness/approvals.js';
import { look } from '../harness/axe.js';
import { confirm, openPlan, outcomes, part } from '../harness/leave.js';
import { badge, ended, expect, signIn, signOut, test } from '../harness/team.js';
import { palette, receipts, toAll, tray, visit } from '../harness/shell.js';
import { agree, openUsers, userSwitch } from '../harness/users.js';
import { fillNew, openInvite, submit, writes } from '../harness/invite.js';
import { action, field, openUser, save } from '../harness/user.js';

const CHLOE = 'chloe.martin@harborline.example';
const YUSUF = 'yusuf.demir@harborline.example';

test.use({
  seed: 'demo',
  settings: { pivot: 'approval.removals = true\napproval.accounts = 5' },
});

test.beforeEach(async ({ page, complaints }) => {
  complaints.allow(/status of 404/, 'a removed account is gone');
  await signIn(page, 'ada');
});

/** Plans to remove Chloé's account of Pivot, and confirms it. */
async function planRemoval(page) {
  await openPlan(page, CHLOE);
  await part(page, 'Pivot').getByRole('combobox', { name: 'What is done with Chloé Martin' }).selectOption('Remove');
  await confirm(page);
}

test('a removal waits until another operator approves it, and is recorded with the approval', async ({ page, browser, rollcall, console }) => {
  await planRemoval(page);
  const needed = inPage(page);
  await expect(needed.getByRole('heading')).toBeFocused();
  await expect(needed).toContainText('Nothing was changed. Another operator has to approve this first:');
  await expect(needed).toContainText('Pivot: 1 account is removed.');
  await needed.getByRole('button', { name: 'Request approval' }).click();
  await expect(needed).toContainText('Say why: the operator who decides reads it.');
  const id = await request(page, needed, 'Chloé left on Friday.');
  await expect(needed).toContainText('You then have 24 hours to carry it out');
  expect(await writes(console)).toEqual([]);
  // The same button again, too early.
  await confirm(page);
  await expect(needed).toContainText('You have requested this already, and it waits for a decision.');
  await expect(needed.getByRole('link', { name: 'Open the request' })).toHaveAttribute('href', `/approvals/${id}`);

  await as('otto', { browser, rollcall }, async (other) => {
    await other.goto('/');
    const link = other.getByRole('navigation', { name: 'Connections' }).getByRole('link', { name: 'Approvals' });
    await expect(link.locator('.side-count')).toHaveText('1');
    await visit(other, 'Approvals');
    const entry = listed(other, 'Waiting for you');
    await expect(entry).toContainText('Changes requested by ada');
    await expect(entry).toContainText('Chloé left on Friday.');
    await entry.getByRole('link').click();
    await expect(state(other)).toHaveText('Waiting');
    const pivot = part(other, 'Pivot');
    await expect(pivot).toContainText('Remove Chloé Martin');
    await expect(pivot).toContainText('Removed');
    await pivot.getByText(/^\d+ requests?$/).click();
    await expect(pivot.locator('pre')).toContainText('DELETE /');
    await decide(other, 'Approve', 'Confirmed with her manager.');
    await expect(state(other)).toHaveText('Approved');
    await expect(link.locator('.side-count')).toHaveText('0');
  });

  await confirm(page);
  await expect(outcomes(page)).toContainText(['Chloé Martin can sign in nowhere any more']);
  await page.goto(`/approvals/${id}`);
  await expect(page.getByText('Confirmed with her manager.')).toBeVisible();
  await page.getByRole('link', { name: 'Changes made under this approval' }).click();
  await expect(page).toHaveURL(new RegExp(`/activity/trail\\?q=${id}$`));
  const rows = page.getByRole('table', { name: 'Entries' }).getByRole('row');
  await expect(rows.filter({ hasText: 'with approval' }).first()).toBeVisible();
  await expect(rows.filter({ hasText: 'Approve changes' }).getByRole('link', { name: 'requested by ada' })).toHaveAttribute(
    'href',
    `/approvals/${id}`,
  );
});

test('what is declined cannot be carried out, and its reason is shown', async ({ page, browser, rollcall, console }) => {
  await planRemoval(page);
  const id = await request(page, inPage(page), 'She left.');
  await as('otto', { browser, rollcall }, async (other) => {
    await openApproval(other, id);
    await decide(other, 'Decline', 'She comes back in May.');
    await expect(state(other)).toHaveText('Declined');
  });
  await confirm(page);
  await expect(inPage(page).getByRole('button', { name: 'Request approval' })).toBeVisible();
  expect(await writes(console)).toEqual([]);
  await openApproval(page, id);
  await expect(page.getByText('She comes back in May.')).toBeVisible();
  await expect(decisionButton(page, 'Approve')).toHaveCount(0);
});

test('one can withdraw what one requested, and not approve it', async ({ page }) => {
  await planRemoval(page);
  const id = await request(page, inPage(page), 'She left.');
  await openApproval(page, id);
  for (const name of ['Approve', 'Decline']) {
    await expect(decisionButton(page, name)).toHaveAttribute('aria-disabled', 'true');
    await expect(decisionButton(page, name)).toHaveAccessibleDescription('Another operator has to approve this: you requested it.');
  }
  await decisionButton(page, 'Approve').click({ force: true });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await decide(page, 'Withdraw');
  await expect(state(page)).toHaveText('Withdrawn');
  await expect(decisionButton(page, 'Withdraw')).toHaveCount(0);
});

test('a viewer reads what is requested, and decides nothing', async ({ page }) => {
  await planRemoval(page);
  const id = await request(page, inPage(page), 'She left.');
  await signOut(page);
  await signIn(page, 'vera');
  await openApproval(page, id);
  await expect(badge(page)).toHaveText('vera · viewer');
  for (const name of ['Approve', 'Decline']) {
    await expect(decisionButton(page, name)).toHaveAccessibleDescription('View only: your role is viewer.');
  }
  await expect(decisionButton(page, 'Withdraw')).toHaveCount(0);
  await page.goto('/approvals');
  await expect(page.getByRole('link', { name: 'Changes requested by ada' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Waiting for you' })).toHaveCount(0);
});

test('an approval covers what was requested, and not another choice', async ({ page, browser, rollcall, console }) => {
  await planRemoval(page);
  const id = await request(page, inPage(page), 'She left.');
  await as('otto', { browser, rollcall }, async (other) => {
    await openApproval(other, id);
    await decide(other, 'Approve');
  });
  // Another person is removed than the one who was approved.
  await openPlan(page, YUSUF);
  await part(page, 'Pivot').getByRole('combobox', { name: 'What is done with Yusuf Demir' }).selectOption('Remove');
  await confirm(page);
  await expect(inPage(page)).toContainText('Pivot: 1 account is removed.');
  await expect(inPage(page).getByLabel('Reason')).toBeVisible();
  expect(await writes(console)).toEqual([]);
});

test('a plan that was changed after it was checked is not requested', async ({ page }) => {
  await planRemoval(page);
  const needed = inPage(page);
  await needed.getByLabel('Reason').fill('She left.');
  await part(page, 'Pivot').getByRole('combobox', { name: 'What is done with Chloé Martin' }).selectOption('Disable');
  await needed.getByRole('button', { name: 'Request approval' }).click();
  await expect(needed).toContainText('The plan is another one by now.');
  await page.goto('/approvals');
  await expect(page.getByText('There are no approvals yet')).toBeVisible();
});

test('more users at once than one person may change are approved first', async ({ page, browser, rollcall, console }) => {
  await openUsers(page, '?q=harborline');
  await toAll(page, 'Disable');
  await agree(page);
  const dialog = inDialog(page);
  await expect(dialog).toContainText(/Pivot: \d+ accounts are changed\. One person may change 5 in an hour without approval\./);
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  const id = await request(page, dialog, 'The subsidiary was sold.');
  await dialog.locator('.actions').getByRole('button', { name: 'Close' }).click();
  expect(await writes(console)).toEqual([]);
  await as('otto', { browser, rollcall }, async (other) => {
    await openApproval(other, id);
    await decide(other, 'Approve');
  });
  await page.getByRole('region', { name: 'Selected users' }).getByRole('button', { name: 'Disable', exact: true }).click();
  await agree(page);
  await expect(tray(page)).toContainText(/Disable 60 users: \d+ done/);
});

test('a change of few accounts needs no approval', async ({ page }) => {
  await openUsers(page);
  const one = page.getByRole('switch').first();
  await one.click();
  await agree(page);
  await expect(one).toHaveAttribute('aria-busy', 'false');
  await expect(inDialog(page)).toHaveCount(0);
  await expect(page.getByRole('status', { name: 'Receipts' })).toContainText('Undo');
});

test('nothing is changed where it cannot be checked whether an approval is needed', async ({ page, console, complaints }) => {
  complaints.expect(/approval-check/, 'the server cannot be reached');
  await page.route('**/api/approval-check', (route) => route.abort());
  await openUsers(page);
  const one = page.getByRole('switch').first();
  const before = await one.getAttribute('aria-checked');
  await one.click();
  const dialog = page.getByRole('dialog', { name: 'Nothing was changed' });
  await expect(dialog).toContainText('It could not be checked whether an approval is needed');
  await expect(dialog).toContainText('Then press the same button again.');
  await dialog.locator('.actions').getByRole('button', { name: 'Close' }).click();
  await expect(one).toHaveAttribute('aria-busy', 'false');
  expect(await one.getAttribute('aria-checked')).toBe(before);
  expect(await writes(console)).toEqual([]);

  await planRemoval(page);
  await expect(page.getByRole('alert')).toContainText('It could not be checked whether an approval is needed');
  expect(await writes(console)).toEqual([]);
  await page.unroute('**/api/approval-check');
  await confirm(page);
  await expect(inPage(page)).toContainText('Pivot: 1 account is removed.');
});

test('where the person who requested it withdrew it meanwhile, the decision is not saved and that is shown', async ({ page, browser, rollcall }) => {
  await planRemoval(page);
  const id = await request(page, inPage(page), 'She left.');
  await openApproval(page, id);
  await as('otto', { browser, rollcall }, async (other, complaints) => {
    complaints.expect(/status of 409/, 'it was decided meanwhile');
    await openApproval(other, id);
    await decide(page, 'Withdraw');
    await decide(other, 'Approve');
    await expect(other.getByRole('alert')).toContainText('the request is already withdrawn by ada');
    await expect(state(other)).toHaveText('Withdrawn');
  });
});

/** How often the page of an approval looks for a decision, and how long that may take where it looks just now. */
const LOOK = 15_000;
const LATE = { timeout: 2 * LOOK };

const announced = (page) => page.locator('#announcements');

/** Hides the tab of a page, or shows it again, as far as the page can tell. */
const hide = (page, isHidden) =>
  page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);

test('the page of an approval shows by itself what another operator decides', async ({ page, browser, rollcall }) => {
  await planRemoval(page);
  const id = await request(page, inPage(page), 'She left.');
  await openApproval(page, id);
  await decisionButton(page, 'Withdraw').focus();
  await as('otto', { browser, rollcall }, async (other) => {
    await openApproval(other, id);
    await decide(other, 'Decline', 'She comes back in May.');
  });
  await page.clock.fastForward(LOOK);
  await expect(state(page)).toHaveText('Declined', LATE);
  await expect(page.getByText('She comes back in May.')).toBeVisible();
  await expect(announced(page)).toHaveText('The request was declined by otto.');
  await expect(decisionButton(page, 'Withdraw')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('while its tab is hidden the page of an approval asks for nothing, and at once when it is shown again', async ({ page, browser, rollcall }) => {
  await planRemoval(page);
  const id = await request(page, inPage(page), 'She left.');
  await openApproval(page, id);
  await hide(page, true);
  const asked = [];
  page.on('request', (one) => one.url().endsWith(`/api/approvals/${id}`) && asked.push(one));
  await as('otto', { browser, rollcall }, async (other) => {
    await openApproval(other, id);
    await decide(other, 'Approve');
  });
  await page.clock.fastForward(4 * LOOK);
  await hide(page, false);
  await expect(state(page)).toHaveText('Approved');
  // Nothing is to be decided any more.
  await page.clock.fastForward(4 * LOOK);
  await hide(page, false);
  await expect(announced(page)).toHaveText('The request was approved by otto.');
  expect(asked).toHaveLength(1);
});

test('a comment stays as it is typed, whether or not the page can look for a decision', async ({ page, browser, rollcall }) => {
  await planRemoval(page);
  const id = await request(page, inPage(page), 'She left.');
  await openApproval(page, id);
  await as('otto', { browser, rollcall }, async (other, complaints) => {
    complaints.expect(new RegExp(`/api/approvals/${id}`), 'the server cannot be reached');
    await other.clock.install();
    await openApproval(other, id);
    await decisionButton(other, 'Approve').click();
    const dialog = other.getByRole('dialog');
    const comment = dialog.getByLabel('Comment');
    await comment.fill('Confirmed with her');
    const isAsTyped = async () => {
      await expect(comment).toHaveValue('Confirmed with her');
      await expect(comment).toBeFocused();
      await expect(dialog.getByRole('status')).toHaveText('');
      await expect(other.locator('.notice')).toHaveCount(0);
      await expect(state(other)).toHaveText('Waiting');
    };

    await other.route(`**/api/approvals/${id}`, (route) => route.abort());
    const failed = other.waitForEvent('requestfailed', LATE);
    await other.clock.fastForward(LOOK);
    await failed;
    await isAsTyped();
    await other.unroute(`**/api/approvals/${id}`);
    const answered = other.waitForEvent('requestfinished', LATE);
    await other.clock.fastForward(LOOK);
    await answered;
    await isAsTyped();

    await decide(page, 'Withdraw');
    await other.clock.fastForward(LOOK);
    const late = 'The request was withdrawn by ada. Your decision would not be saved.';
    await expect(dialog.getByRole('status')).toHaveText(late, LATE);
    await expect(comment).toHaveValue('Confirmed with her');
    await expect(comment).toBeFocused();
    expect((await look(other)).violations).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(state(other)).toHaveText('Withdrawn');
  });
});

test('a session that has ended is said once, and not again with every look', async ({ page, complaints }) => {
  complaints.expect(/status of 401/, 'the session has ended');
  await planRemoval(page);
  const id = await request(page, inPage(page), 'She left.');
  await openApproval(page, id);
  await signOut(page);
  // A look that is under way just now was answered before the session ended.
  await expect(async () => {
    await page.clock.fastForward(LOOK);
    await expect(ended(page)).toBeVisible({ timeout: 2_000 });
  }).toPass(LATE);
  await page.keyboard.press('Escape');
  await expect(ended(page)).toHaveCount(0);
  const asked = [];
  page.on('request', (one) => one.url().endsWith(`/api/approvals/${id}`) && asked.push(one));
  await page.clock.fastForward(2 * LOOK);
  await signIn(page, 'ada');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('button', { name: 'Refresh' })).toHaveAttribute('aria-busy', 'false');
  await expect(ended(page)).toHaveCount(0);
  expect(asked).toHaveLength(1);
});

test('an approval is requested and given by keyboard alone', async ({ page, browser, rollcall }) => {
  await planRemoval(page);
  const needed = inPage(page);
  await expect(needed.getByRole('heading')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(needed.getByLabel('Reason')).toBeFocused();
  await page.keyboard.type('She left.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(needed.getByText('The approval is requested.')).toBeFocused();
  await page.keyboard.press('Tab');
  const link = needed.getByRole('link', { name: 'Open the request' });
  await expect(link).toBeFocused();
  const url = await link.getAttribute('href');
  await as('otto', { browser, rollcall }, async (other) => {
    await other.goto('/');
    await expect(other.getByRole('link', { name: 'Approvals' }).locator('.side-count')).toHaveText('1');
    await other.keyboard.press('Control+k');
    await palette(other).fill('approvals');
    await other.keyboard.press('Enter');
    await expect(other).toHaveURL(/\/approvals$/);
    await other.getByRole('link', { name: 'Changes requested by ada' }).focus();
    await other.keyboard.press('Enter');
    await expect(other).toHaveURL(new RegExp(`${url}$`));
    await decisionButton(other, 'Approve').focus();
    await other.keyboard.press('Enter');
    await expect(other.getByRole('dialog').getByLabel('Comment')).toBeFocused();
    await other.keyboard.press('Tab');
    await other.keyboard.press('Enter');
    await expect(state(other)).toHaveText('Approved');
  });
});

for (const [theme, width] of [['light', 1280], ['dark', 1280], ['dark', 360]]) {
  test(`everybody can use the pages of approvals, ${theme} at ${width} px`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: 800 });
    const isFine = async () => {
      expect((await look(page)).violations).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow).toBe(0);
    };
    await page.goto('/approvals');
    await expect(page.getByText('There are no approvals yet')).toBeVisible();
    await isFine();
    await planRemoval(page);
    await expect(inPage(page).getByLabel('Reason')).toBeVisible();
    await isFine();
    const id = await request(page, inPage(page), 'She left.');
    await isFine();
    await page.goto('/approvals');
    await expect(page.getByRole('link', { name: 'Changes requested by ada' })).toBeVisible();
    await isFine();
    await openApproval(page, id);
    await isFine();
    await signOut(page);
    await signIn(page, 'otto');
    await openApproval(page, id);
    await part(page, 'Pivot').getByText(/^\d+ requests?$/).click();
    await isFine();
    await decisionButton(page, 'Decline').click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await isFine();
    await page.keyboard.press('Escape');
    await decide(page, 'Decline', 'She comes back in May.');
    await expect(state(page)).toHaveText('Declined');
    await isFine();
    await page.goto('/approvals');
    await expect(page.getByRole('link', { name: 'Changes requested by ada' })).toBeVisible();
    await isFine();
  });
}

test.describe('where every change is approved', () => {
  test.use({ settings: { pivot: 'approval.accounts = 0', metabase: 'approval.accounts = 0' } });

  /** Requests the approval that the dialog asks for, which otto gives. */
  async function approve(page, people, words) {
    const dialog = inDialog(page);
    await expect(dialog).toContainText(`${words}: 1 account is changed. Every change here needs an approval.`);
    const id = await request(page, dialog, 'It was agreed.');
    await dialog.locator('.actions').getByRole('button', { name: 'Close' }).click();
    await as('otto', people, async (other) => {
      await openApproval(other, id);
      await decide(other, 'Approve');
    });
  }

  test('what was typed about a user stays, and is saved once that is approved', async ({ page, browser, rollcall }) => {
    await openUser(page, 'pivot', CHLOE);
    await field(page, 'First name').fill('Chloe Anne');
    await save(page);
    await approve(page, { browser, rollcall }, 'Pivot');
    await expect(field(page, 'First name')).toHaveValue('Chloe Anne');
    await save(page);
    await expect(receipts(page)).toContainText('is changed');
  });

  test('a user is invited with what was typed once that is approved', async ({ page, browser, rollcall }) => {
    await openInvite(page, 'pivot');
    await fillNew(page);
    await submit(page);
    await approve(page, { browser, rollcall }, 'Pivot');
    await submit(page);
    await expect(page.locator('.invited h2')).toBeVisible();
  });

  test('the dialog that sets a password stays until that is approved', async ({ page, browser, rollcall }) => {
    await openUser(page, 'metabase', '26');
    await action(page, 'Set the password').click();
    const dialog = page.getByRole('dialog', { name: 'Set the password' });
    const set = dialog.getByRole('button', { name: 'Set the password' });
    await set.click();
    await approve(page, { browser, rollcall }, 'Metabase');
    await set.click();
    await expect(page.getByRole('dialog', { name: 'The new password' })).toBeVisible();
  });
});

test.describe('without a rule', () => {
  test.use({ settings: {} });

  test('the page of approvals says how they are switched on', async ({ page }) => {
    await page.goto('/');
    await visit(page, 'Approvals');
    await expect(page.getByText('There are no approvals yet')).toBeVisible();
    await expect(page.locator('.instead')).toContainText('approval in rollcall.toml');
    await openUsers(page);
    await expect(userSwitch(page, 'Chloé Martin').or(page.getByRole('switch').first())).toBeVisible();
  });
});
