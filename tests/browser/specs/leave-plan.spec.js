// The plan that removes access everywhere: who may carry it out, what guard rails hold back, and many people at once.

import { writes } from '../harness/invite.js';
import { confirm, leaveUrl, openPlan, outcomes, part, plan, receiptLink, receiptOf, removeButton, settled, summary, verdicts } from '../harness/leave.js';
import { expect, test } from '../harness/people.js';
import { openPeople, peopleSearch } from '../harness/people-list.js';
import { Rollcall } from '../harness/rollcall.js';
import { signIn, test as team } from '../harness/team.js';

const LOOK = 'View only: your role is viewer.';
const DOWN = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };
const ADMIN = 'admin@example.com';
const AMARA = 'amara.okafor@harborline.example';
const YUSUF = 'yusuf.demir@harborline.example';
const TWELVE = [
  'tomasz.wisniewski',
  'yuki.tanaka',
  'maria.fernandez',
  'zoe.muller',
  'chidi.eze',
  'priya.raghunathan',
  'ana.popescu',
  'omar.haddad',
  'isabella.rossi',
  'leila.farahani',
  'kwame.mensah',
  'mateo.garcia',
].map((name) => `${name}@harborline.example`);

const retry = (page) => plan(page).getByRole('button', { name: 'Retry' });
const heldBack = (page, connection) => part(page, connection).locator('.held-back');

for (const one of [test, team]) one.beforeEach(({ complaints }) => complaints.allow(/status of 404/, 'a removed account is gone'));

test('Retry brings a connection that could not be read into the plan', async ({ page, console, complaints }) => {
  complaints.expect(/status of 503/, 'Metabase answers with it');
  await console.fault({ endpoint: 'metabase.users.list', answer: DOWN, times: 1 });
  await openPlan(page, YUSUF);
  await expect(plan(page)).toContainText('Metabase demo is not known');
  await expect(part(page, 'Metabase demo')).toHaveCount(0);
  await retry(page).click();
  await expect(part(page, 'Metabase demo')).toContainText(YUSUF);
  await expect(plan(page)).not.toContainText('is not known');
  await expect(retry(page)).toHaveCount(0);
  await confirm(page);
  await expect(outcomes(page)).toContainText(['can sign in nowhere any more: read back on 3 connections.']);
});

test('another plan takes the place of this one, by a link and by Back', async ({ page }) => {
  const [first, second] = TWELVE;
  const leaver = (key) => page.locator('.plan-people').getByRole('link').and(page.locator(`[href="/people/${key}"]`));
  await openPlan(page, first);
  await page.evaluate((url) => {
    const link = document.createElement('a');
    link.href = url;
    document.querySelector('main').append(link);
    link.click();
  }, leaveUrl(second));
  await expect(leaver(second)).toBeVisible();
  await expect(leaver(first)).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(part(page, 'Pivot demo')).toContainText(second);
  await page.goBack();
  await expect(leaver(first)).toBeVisible();
  await expect(part(page, 'Pivot demo')).toContainText(first);
  await confirm(page);
  await expect(outcomes(page)).toContainText(['On record as departed.']);
  await page.goForward();
  await expect(leaver(second)).toBeVisible();
  await expect(outcomes(page)).toHaveCount(0);
});

test('of more than ten people, those with whom something is left to do are shown, the others in short', async ({ page, console, complaints }) => {
  complaints.expect(/status of 503/, 'Metabase answers with it');
  await openPlan(page, ...TWELVE);
  await console.fault({ endpoint: 'metabase.users.deactivate', answer: DOWN, times: 1 });
  await confirm(page);
  await expect(summary(page)).toHaveText('11 of 12 people can sign in nowhere any more.', { timeout: 30_000 });
  await expect(outcomes(page)).toHaveCount(1);
  await expect(outcomes(page)).toContainText('can still sign in on Metabase demo.');
  await expect(outcomes(page)).toContainText('The user store is being moved.');
  await expect(settled(page).locator('summary')).toHaveText('11 people can sign in nowhere any more and are on record as departed');
  await settled(page).locator('summary').click();
  await expect(settled(page).getByRole('link')).toHaveCount(11);
  await settled(page).getByRole('link').first().click();
  await expect(page).toHaveURL(/\/receipts\/[0-9a-f]+$/);
  await page.goBack();

  await page.getByRole('button', { name: 'Plan again' }).click();
  await expect(removeButton(page)).toHaveAttribute('aria-disabled', 'false');
  await confirm(page);
  await expect(summary(page)).toHaveText('All 12 people can sign in nowhere any more.', { timeout: 30_000 });
  await expect(outcomes(page)).toHaveCount(0);
  await expect(settled(page).locator('summary')).toContainText('12 people');
});

test('the last administrator of a platform keeps their access there', async ({ page }) => {
  await openPlan(page, AMARA);
  await expect(heldBack(page, 'Pivot demo')).toContainText('Left alone: This is the last administrator who can sign in.');
  await confirm(page);
  await expect(outcomes(page)).toContainText(['can still sign in on Pivot demo.']);
  await expect(outcomes(page)).toContainText(['Not on record as departed']);
  const receipt = await receiptOf(page, AMARA);
  expect(verdicts(receipt)).toMatchObject({ pivot: 'still-enabled' });
  const [{ accounts }] = receipt.body.connections.filter(({ connection }) => connection === 'pivot');
  expect(accounts.map(({ outcome, audit }) => [outcome, audit])).toEqual([['blocked', []]]);
});

test.describe('of a hundred and thirty', () => {
  test.use({ seed: 'documented' });

  test('the address stays short, every access is removed, and a reload says that they have to be chosen again', async ({ page, console }) => {
    test.setTimeout(120_000);
    const keys = Array.from({ length: 130 }, (_, at) => `temporary.worker.number.${at}@staffing.example`);
    for (const email of keys) await console.ask('POST', '/api/user', { email, first_name: 'Temporary', last_name: `Worker ${email.match(/\d+/)}` });
    await openPeople(page);
    await peopleSearch(page).fill('temporary worker');
    await expect(page.locator('.meta .count')).toHaveText(/^130 of /);
    await page.getByRole('checkbox', { name: 'Select all shown' }).check();
    await page.getByRole('region', { name: 'Selected people' }).getByRole('button', { name: 'Remove access everywhere' }).click();
    await expect(page).toHaveURL(/\/people\/leave$/);
    await expect(removeButton(page)).toHaveText('Remove the access of 130 people');
    await expect(page.locator('.plan-people').getByRole('listitem')).toHaveCount(50);
    await expect(page.locator('.plan-people')).toContainText('and 80 more');
    await confirm(page);
    await expect(summary(page)).toHaveText('All 130 people can sign in nowhere any more.', { timeout: 60_000 });
    await expect(settled(page).getByRole('link', { includeHidden: true })).toHaveCount(130);
    const { data } = await console.ask('GET', '/api/user?status=all&limit=500');
    expect(data.filter(({ email, is_active: isActive }) => keys.includes(email) && isActive)).toEqual([]);

    await page.reload();
    await expect(page.getByText('No person was chosen')).toBeVisible();
    await expect(page.getByText("Many people are not part of this page's address")).toBeVisible();
    await page.getByRole('link', { name: 'Choose people' }).click();
    await expect(page).toHaveURL(/\/people$/);
  });
});

team.describe('of a team', () => {
  team.use({ seed: 'demo' });

  team('viewers see the plan, cannot carry it out, and are told why', async ({ page, console }) => {
    await signIn(page, 'vera');
    await page.goto(leaveUrl(YUSUF));
    await expect(part(page, 'Metabase')).toContainText(YUSUF);
    await part(page, 'Metabase').getByText('Requests that will be sent').click();
    await expect(part(page, 'Metabase')).toContainText('/via/metabase/');
    await expect(removeButton(page)).toHaveAttribute('aria-disabled', 'true');
    await expect(removeButton(page)).toHaveAccessibleDescription(LOOK);
    await expect(page.locator('.plan-actions')).toContainText(LOOK);
    await removeButton(page).click({ force: true });
    await expect(page.locator('#announcements')).toHaveText(LOOK);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(await writes(console)).toEqual([]);
  });

  team('nobody removes their own access', async ({ page, console }) => {
    await console.ask('POST', '/api/v1/users/ada', { user: { name: 'ada', roles: ['viewer'] } });
    await signIn(page, 'ada');
    await openPlan(page, 'pivot:ada', YUSUF);
    await expect(heldBack(page, 'Pivot')).toHaveCount(1);
    await expect(heldBack(page, 'Pivot')).toContainText('Left alone: This is you: another administrator has to remove your access.');
    await confirm(page);
    await expect(summary(page)).toHaveText('1 of 2 people can sign in nowhere any more.');
    expect((await writes(console)).filter(({ path }) => path.endsWith('/ada') && path.includes('status'))).toEqual([]);
    expect(verdicts(await receiptOf(page, 'pivot:ada'))).toMatchObject({ pivot: 'still-enabled' });
  });
});

/** Metabase lets Rollcall in as one of its users there. */
const asUser = team.extend({
  rollcall: async ({ console }, use) => {
    const own = `[[connections]]
id = "own"
platform = "metabase"
label = "Own"
environment = "staging"
base_url = "${console.apis}"
user = "${ADMIN}"
password_env = "KNOWN_PASSWORD"
`;
    const rollcall = await Rollcall.start(own, 0, console.apis, '', ['pivot', 'actian']);
    await use(rollcall);
    await rollcall.stop();
  },
});

asUser('the account that a connection signs in with keeps its access', async ({ page, console }) => {
  await signIn(page, 'ada');
  await openPlan(page, ADMIN);
  await expect(heldBack(page, 'Own')).toContainText('Left alone: The connection itself signs in as this user');
  await confirm(page);
  await expect(outcomes(page)).toContainText(['Own']);
  await expect(receiptLink(page)).toBeVisible();
  expect(verdicts(await receiptOf(page, ADMIN))).toMatchObject({ own: 'still-enabled' });
  const { data } = await console.ask('GET', '/api/user?status=all&limit=200');
  expect(data.find(({ email }) => email === ADMIN).is_active).toBe(true);
});
