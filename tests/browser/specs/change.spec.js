// Changing access: a profile, the difference to it, the run and the receipt.

import { overflowing } from '../harness/give.js';
import { writes } from '../harness/invite.js';
import { outcomes, part, phraseOf, plan, receiptLink, receiptOf, verdicts } from '../harness/leave.js';
import { expect, put, test } from '../harness/people.js';
import { signIn, test as team } from '../harness/team.js';

const DOWN = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };
const HANNAH = 'hannah.weiss@harborline.example';
const MIRA = 'mira.joshi@harborline.example';
const PROFILE = 'Operations desk';

for (const one of [test, team]) one.beforeEach(({ complaints }) => complaints.allow(/status of 404/, 'a user who is created or removed is not there'));

const changeUrl = (person, source = '') => `/people/change?person=${encodeURIComponent(person)}${source}`;
const changeButton = (page) => page.locator('.plan-actions').getByRole('button', { name: /^Change the access of/ });
const choice = (page) => page.getByRole('combobox', { name: 'Access profile' });

/** Stores a profile with these entries: the roles by connection, or `null` for no access. */
async function store(page, entries, name = PROFILE) {
  const all = Object.entries(entries).map(([connection, roles]) => ({ connection, roles }));
  expect(await put(page, 'profiles', { changes: [{ name, version: 0, value: { entries: all } }] })).toBe(200);
}

/** Chooses the profile, and waits until its plan can be carried out. */
async function choose(page, name = PROFILE) {
  await choice(page).selectOption(name);
  await expect(changeButton(page)).toHaveAttribute('aria-disabled', 'false', { timeout: 15_000 });
}

async function confirm(page) {
  await changeButton(page).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  const phrase = await phraseOf(dialog);
  if (phrase) await dialog.getByRole('textbox').fill(phrase);
  await dialog.locator('button[type=submit]').click();
}

test('the difference to a profile is the plan, and is brought about', async ({ page, console }) => {
  await store(page, { pivot: ['analyst', 'editor'], metabase: [] });
  await page.goto(`/people/${MIRA}`);
  await page.getByRole('link', { name: 'Change access…' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Change access');
  await choose(page);
  const roles = part(page, 'Pivot demo').locator('.plan-roles');
  await expect(roles).toContainText(/Added\s*Analyst/);
  await expect(roles).toContainText(/Unchanged\s*Editor/);
  await expect(page.locator('main')).toContainText('Not in the profile, and left as it is: Actian demo.');
  await expect(page).toHaveURL(changeUrl(MIRA, `&profile=${PROFILE.replace(' ', '+')}`));
  expect(await writes(console)).toEqual([]);
  await confirm(page);
  await expect(outcomes(page)).toContainText(['Mira Joshi is as planned: read back on 2 connections.']);
  const receipt = await receiptOf(page, MIRA);
  expect(receipt.body.purpose).toBe('change');
  expect(verdicts(receipt)).toEqual({ pivot: 'as-planned', metabase: 'as-planned' });
  await expect(receiptLink(page)).toHaveAttribute('href', `/receipts/${receipt.id}`);
  // Planning again sends nothing.
  await page.getByRole('button', { name: 'Plan again' }).click();
  await expect(part(page, 'Pivot demo')).toContainText('Is already like this: nothing is sent, and it is read back.');
  await expect(part(page, 'Metabase demo')).toContainText('Is already like this: nothing is sent, and it is read back.');
});

test('a platform that fails does not stop the others, and what failed is sent again', async ({ page, console, complaints }) => {
  complaints.allow(/status of 503/, 'Pivot answers with it');
  await store(page, { pivot: ['analyst'], actian: ['admin'] });
  await console.fault({ endpoint: 'pivot.users.set', answer: DOWN, times: 1 });
  await page.goto(changeUrl(MIRA));
  await choose(page);
  await confirm(page);
  await expect(outcomes(page)).toContainText(['Mira Joshi is not as planned on Pivot demo.']);
  await page.getByRole('button', { name: 'Plan again' }).click();
  await expect(changeButton(page)).toHaveAttribute('aria-disabled', 'false');
  await confirm(page);
  await expect(outcomes(page)).toContainText(['Mira Joshi is as planned: read back on 2 connections.']);
});

test('a connection that cannot be read is unknown, and the receipt says so', async ({ page, console, complaints }) => {
  complaints.allow(/status of 503/, 'Metabase answers with it');
  await store(page, { pivot: ['analyst'], metabase: [] });
  await console.fault({ endpoint: 'metabase.users.list', answer: DOWN });
  await page.goto(changeUrl(HANNAH));
  await choose(page);
  await expect(plan(page)).toContainText('Metabase demo is not known');
  await confirm(page);
  await expect(outcomes(page)).toContainText(['Hannah Weiß: not verified on Metabase demo.']);
});

test('access is removed where the profile says so, and another person can be the example', async ({ page, console }) => {
  await store(page, { metabase: null });
  await page.goto(changeUrl(HANNAH));
  await choose(page);
  await expect(part(page, 'Metabase demo')).toContainText('Disable');
  await confirm(page);
  await expect(outcomes(page)).toContainText(['Hannah Weiß is as planned: read back on 1 connection.']);
  const { data } = await console.ask('GET', '/api/user?status=all&limit=200');
  expect(data.find(({ email }) => email.toLowerCase() === HANNAH).is_active).toBe(false);
  await page.getByRole('button', { name: 'Plan again' }).click();
  await page.getByRole('button', { name: 'The same as a person…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox', { name: 'Search people' }).fill('mira.joshi');
  await dialog.getByRole('button', { name: /Mira Joshi/ }).click();
  await expect(page.locator('main')).toContainText('The same as Mira Joshi: what they have now.');
  await expect(part(page, 'Metabase demo')).toContainText('Enable');
});

/** Presses Tab until `target` has the focus. */
async function tabTo(page, target) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error('60 presses of Tab do not lead there');
}

test('the whole way, from the person to the receipt, works by keyboard alone', async ({ page }) => {
  await store(page, { pivot: ['analyst'] });
  await page.goto(`/people/${HANNAH}`);
  await tabTo(page, page.getByRole('link', { name: 'Change access…' }));
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('Change access');
  await expect(heading).toBeFocused();
  await tabTo(page, choice(page));
  await page.keyboard.type('Op');
  await expect(choice(page)).toHaveValue(PROFILE);
  await expect(changeButton(page)).toHaveAttribute('aria-disabled', 'false');
  await tabTo(page, changeButton(page));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await tabTo(page, dialog.locator('button[type=submit]'));
  await page.keyboard.press('Enter');
  await expect(outcomes(page)).toContainText(['Hannah Weiß is as planned']);
  await expect(heading).toBeFocused();
  await tabTo(page, receiptLink(page));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/receipts\//);
});

test('at 360 px nothing scrolls sideways', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await store(page, { pivot: ['analyst'], actian: ['admin'], metabase: [] });
  await page.goto(changeUrl(HANNAH));
  await choose(page);
  expect(await overflowing(page)).toEqual([]);
});

test('without a person, and for one who is not known, nothing can be started', async ({ page }) => {
  await page.goto('/people/change');
  await expect(page.getByText('No person was chosen')).toBeVisible();
  await store(page, { pivot: ['analyst'] });
  await page.goto(changeUrl('nobody@harborline.example'));
  await choice(page).selectOption(PROFILE);
  await expect(page.locator('.plan-actions')).toContainText('The person is not known on any connection.');
  await expect(changeButton(page)).toHaveAttribute('aria-disabled', 'true');
});

team.describe('with roles', () => {
  team.use({ seed: 'demo' });

  team('viewers cannot change access, and are told why', async ({ page }) => {
    await signIn(page, 'vera');
    await page.goto(changeUrl(HANNAH));
    await expect(page.getByText("You can't change access")).toBeVisible();
    await expect(page.locator('main')).toContainText('View only: your role is viewer.');
  });
});
