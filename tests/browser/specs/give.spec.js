// Giving access: the form for several connections, its plan, the run and the receipt.

import { block, confirmGiving, fillIn, giveButton, giveUrl, given, openGive, overflowing, showPlan } from '../harness/give.js';
import { field, mails, summary as errors, writes } from '../harness/invite.js';
import { outcomes, part, plan, receiptLink, receiptOf, verdicts } from '../harness/leave.js';
import { expect, put, test } from '../harness/people.js';
import { openPeople, personRow } from '../harness/people-list.js';
import { signIn, test as team } from '../harness/team.js';

const DOWN = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };
const ZOE = ['zoe.adler@harborline.example', 'Zoe', 'Adler'];
const HANNAH = 'hannah.weiss@harborline.example';

for (const one of [test, team]) one.beforeEach(({ complaints }) => complaints.allow(/status of 404/, 'a user who does not exist yet is looked up'));

/** The connections on which the person has an account already. */
async function existing(page) {
  await expect(block(page, 'Metabase demo')).toContainText('exists already');
  const found = [];
  for (const one of ['Pivot demo', 'Actian demo', 'Metabase demo']) {
    if ((await block(page, one).textContent()).includes('exists already')) found.push(one);
  }
  return found;
}

/** What the plan adds or removes on a connection. */
const difference = (page, connection, kind) =>
  part(page, connection).locator('.plan-roles > div').filter({ has: page.getByText(kind, { exact: true }) }).locator('dd');

const role = (page, connection, name) => block(page, connection).getByRole('checkbox', { name, exact: true });

test('a new person gets access to three connections in one run, with one receipt', async ({ page, console }) => {
  await openPeople(page);
  await page.getByRole('link', { name: 'Give access…' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Give access');
  await fillIn(page, ZOE);
  await given(page, 'Pivot demo').check();
  await role(page, 'Pivot demo', 'Analyst').check();
  await given(page, 'Actian demo').check();
  await given(page, 'Metabase demo').check();
  await role(page, 'Metabase demo', 'Finance').check();
  await showPlan(page);
  await expect(part(page, 'Pivot demo')).toContainText('New user');
  await expect(part(page, 'Metabase demo')).toContainText('Finance');
  await part(page, 'Actian demo').getByText('Requests that will be sent').click();
  await expect(part(page, 'Actian demo')).toContainText(ZOE[0]);
  expect(await writes(console)).toEqual([]);
  await confirmGiving(page);
  await expect(outcomes(page)).toContainText(['Zoe Adler is as planned: read back on 3 connections.']);
  const receipt = await receiptOf(page, ZOE[0]);
  expect(receipt.body.purpose).toBe('give');
  expect(verdicts(receipt)).toEqual({ pivot: 'as-planned', actian: 'as-planned', metabase: 'as-planned' });
  await expect(receiptLink(page)).toHaveAttribute('href', `/receipts/${receipt.id}`);
  expect((await mails(console)).map(({ platform }) => platform).sort()).toEqual(['actian', 'metabase', 'pivot']);
  // The address names the person by now, and the outcome is found again.
  await expect(page).toHaveURL(giveUrl(ZOE[0]));
  await receiptLink(page).click();
  await expect(page).toHaveURL(/\/receipts\//);
  await page.goBack();
  await expect(outcomes(page)).toContainText(['Zoe Adler is as planned']);
});

test('what exists is shown as such, and is not changed unless that is chosen', async ({ page, console }) => {
  await page.goto(`/people/${HANNAH}`);
  await page.getByRole('link', { name: 'Give access…' }).click();
  await expect(field(page, 'Email address')).toHaveValue(/^hannah\.weiss@harborline\.example$/i);
  await expect(field(page, 'First name')).toHaveValue('Hannah');
  await expect(block(page, 'Metabase demo')).toContainText('exists already');
  await given(page, 'Metabase demo').check();
  await role(page, 'Metabase demo', 'Administrators').check();
  await showPlan(page);
  await expect(part(page, 'Metabase demo')).toContainText('It differs, and you have not chosen to change it.');
  await confirmGiving(page);
  await expect(outcomes(page)).toContainText(['is not as planned on Metabase demo']);
  expect(await writes(console)).toEqual([]);
  await page.getByRole('button', { name: 'Plan again' }).click();
  const choice = part(page, 'Metabase demo').getByRole('checkbox', { name: 'Change Hannah Weiß' });
  await choice.check();
  await expect(choice).toBeFocused();
  await expect(part(page, 'Metabase demo')).not.toContainText('Left alone');
  await confirmGiving(page);
  await expect(outcomes(page)).toContainText(['Hannah Weiß is as planned: read back on 1 connection.']);
  expect((await writes(console)).length).toBeGreaterThan(0);
});

test('for a person who exists the form begins with their names and roles, and changes nothing by itself', async ({ page, console }) => {
  await openGive(page, HANNAH);
  await expect(field(page, 'First name')).toHaveValue('Hannah');
  await expect(field(page, 'Last name')).toHaveValue('Weiß');
  const here = await existing(page);
  expect(here.length).toBeGreaterThan(1);
  for (const connection of here) await given(page, connection).check();
  await showPlan(page);
  for (const connection of here) await expect(part(page, connection)).toContainText('Is already like this');
  await expect(plan(page)).not.toContainText('you have not chosen to change it');

  // What is added is all that differs.
  await page.getByRole('button', { name: 'Change the form' }).click();
  await role(page, 'Metabase demo', 'Administrators').check();
  await showPlan(page);
  await expect(part(page, 'Metabase demo')).toContainText('It differs, and you have not chosen to change it.');
  await expect(difference(page, 'Metabase demo', 'Added')).toHaveText('Administrators');
  await expect(difference(page, 'Metabase demo', 'Removed')).toHaveCount(0);
  expect(await writes(console)).toEqual([]);
});

test('an address that is typed brings the names and roles of its person, and those of no one else', async ({ page }) => {
  await openGive(page);
  await given(page, 'Metabase demo').check();
  await role(page, 'Metabase demo', 'Administrators').check();
  await field(page, 'Email address').fill('isabella.rossi@harborline.example');
  await expect(field(page, 'First name')).toHaveValue('Isabella');
  await expect(field(page, 'Last name')).toHaveValue('Rossi');
  await expect(role(page, 'Metabase demo', 'Finance')).toBeChecked();
  await expect(role(page, 'Metabase demo', 'Administrators')).toBeChecked();
  await field(page, 'Email address').fill(ZOE[0]);
  await expect(field(page, 'First name')).toHaveValue('');
  await expect(role(page, 'Metabase demo', 'Finance')).not.toBeChecked();
  await expect(role(page, 'Metabase demo', 'Administrators')).toBeChecked();
});

test('a platform that fails does not stop the others, and what failed is sent again', async ({ page, console, complaints }) => {
  complaints.allow(/status of 503/, 'Metabase answers with it');
  await console.fault({ endpoint: 'metabase.users.create', answer: DOWN, times: 1 });
  await openGive(page);
  await fillIn(page, ZOE);
  await given(page, 'Pivot demo').check();
  await given(page, 'Metabase demo').check();
  await showPlan(page);
  await confirmGiving(page);
  await expect(outcomes(page)).toContainText(['Zoe Adler is not as planned on Metabase demo.']);
  await expect(outcomes(page)).toContainText(['The user store is being moved.']);
  await page.getByRole('button', { name: 'Plan again' }).click();
  await expect(part(page, 'Pivot demo')).toContainText('Is already like this: nothing is sent, and it is read back.');
  const before = (await writes(console)).length;
  await confirmGiving(page);
  await expect(outcomes(page)).toContainText(['Zoe Adler is as planned: read back on 2 connections.']);
  const again = (await writes(console)).slice(before);
  expect(again.map(({ endpoint }) => endpoint)).toEqual(['metabase.users.create']);
});

test('a connection that cannot be read is unknown: nothing is created there, and the receipt says so', async ({
  page,
  console,
  complaints,
}) => {
  complaints.allow(/status of 503/, 'Metabase answers with it');
  await console.fault({ endpoint: 'metabase.users.list', answer: DOWN });
  await openGive(page);
  await expect(page.getByRole('list', { name: 'Unknown connections' })).toContainText('Metabase demo is unknown.');
  await fillIn(page, ZOE);
  await given(page, 'Pivot demo').check();
  await given(page, 'Metabase demo').check();
  await showPlan(page);
  await expect(plan(page)).toContainText('Metabase demo is not known');
  await expect(part(page, 'Metabase demo')).toHaveCount(0);
  await confirmGiving(page);
  await expect(outcomes(page)).toContainText(['Zoe Adler: not verified on Metabase demo.']);
  expect((await writes(console)).filter(({ endpoint }) => endpoint.startsWith('metabase'))).toEqual([]);
});

test('an access profile fills in every connection, and so does another person', async ({ page }) => {
  const entries = [
    { connection: 'pivot', roles: ['analyst'] },
    { connection: 'actian', roles: ['admin'] },
    { connection: 'metabase', roles: null },
  ];
  expect(await put(page, 'profiles', { changes: [{ name: 'Analyst', version: 0, value: { entries } }] })).toBe(200);
  await openGive(page);
  await given(page, 'Metabase demo').check();
  await page.getByRole('combobox', { name: 'Access profile' }).selectOption('Analyst');
  await page.getByRole('button', { name: 'Use the profile' }).click();
  await expect(given(page, 'Pivot demo')).toBeChecked();
  await expect(role(page, 'Pivot demo', 'Analyst')).toBeChecked();
  await expect(given(page, 'Actian demo')).toBeChecked();
  await expect(block(page, 'Actian demo').getByRole('radio', { name: /admin/i })).toBeChecked();
  await expect(given(page, 'Metabase demo')).not.toBeChecked();
  await page.getByRole('button', { name: 'The same as a person…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox', { name: 'Search people' }).fill('hannah');
  await dialog.getByRole('button', { name: /Hannah Weiß/ }).click();
  await expect(dialog).toBeHidden();
  await expect(given(page, 'Metabase demo')).toBeChecked();
});

test('a password that is generated is shown once, with the outcome', async ({ page, console }) => {
  await openGive(page);
  await fillIn(page, ZOE);
  await given(page, 'Metabase demo').check();
  await block(page, 'Metabase demo').getByRole('radio', { name: /^Generate a password/ }).check();
  await block(page, 'Metabase demo').getByText('The email from Metabase demo').click();
  await showPlan(page);
  await confirmGiving(page);
  await expect(outcomes(page)).toContainText(['Zoe Adler is as planned: read back on 1 connection.']);
  const password = await page.locator('.once pre').textContent();
  const session = await console.api('POST', '/api/session', { username: ZOE[0], password });
  expect(session.status).toBe(200);
  expect(JSON.stringify(await receiptOf(page, ZOE[0]))).not.toContain(password);
});

test('the welcome email of each platform is shown before it is sent', async ({ page }) => {
  await openGive(page);
  await fillIn(page, ZOE);
  for (const connection of ['Pivot demo', 'Actian demo', 'Metabase demo']) {
    await given(page, connection).check();
    await block(page, connection).getByText(`The email from ${connection}`).click();
    await expect(block(page, connection).locator('.sheet')).toContainText(ZOE[0]);
  }
});

test('what is missing in the form is said before there is a plan', async ({ page }) => {
  await openGive(page);
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await expect(errors(page)).toContainText('Choose at least one connection.');
  await field(page, 'Email address').fill(ZOE[0]);
  await given(page, 'Actian demo').check();
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await expect(errors(page)).toContainText('Write the first name: Actian requires it.');
  await expect(plan(page)).toHaveCount(0);
});

/** Presses Tab until `target` has the focus. */
async function tabTo(page, target) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error('80 presses of Tab do not lead there');
}

test('the whole way, from the list to the receipt, works by keyboard alone', async ({ page }) => {
  const heading = page.getByRole('heading', { level: 1 });
  await openPeople(page);
  await tabTo(page, page.getByRole('link', { name: 'Give access…' }));
  await page.keyboard.press('Enter');
  await expect(heading).toHaveText('Give access');
  await expect(heading).toBeFocused();
  await tabTo(page, field(page, 'Email address'));
  for (const text of ZOE) {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  await tabTo(page, given(page, 'Metabase demo'));
  await page.keyboard.press('Space');
  await expect(given(page, 'Metabase demo')).toBeChecked();
  await tabTo(page, page.getByRole('button', { name: 'Show the plan' }));
  await page.keyboard.press('Enter');
  await expect(plan(page)).toBeVisible();
  await expect(heading).toBeFocused();
  await expect(giveButton(page)).toHaveAttribute('aria-disabled', 'false');
  await tabTo(page, giveButton(page));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await tabTo(page, dialog.locator('button[type=submit]'));
  await page.keyboard.press('Enter');
  await expect(outcomes(page)).toContainText(['Zoe Adler is as planned']);
  await expect(heading).toBeFocused();
  await tabTo(page, receiptLink(page));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/receipts\//);
});

test('at 360 px nothing scrolls sideways, in the form, the plan and the outcome', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await openGive(page);
  await fillIn(page, ZOE);
  for (const connection of ['Pivot demo', 'Actian demo', 'Metabase demo']) await given(page, connection).check();
  expect(await overflowing(page)).toEqual([]);
  await showPlan(page);
  expect(await overflowing(page)).toEqual([]);
  await confirmGiving(page);
  await expect(outcomes(page)).toContainText(['Zoe Adler is as planned']);
  expect(await overflowing(page)).toEqual([]);
});

test('access is offered in the menu of a person, and in the palette', async ({ page }) => {
  await openPeople(page, '?q=hannah');
  await personRow(page, 'Hannah Weiß').getByRole('button', { name: 'Actions for Hannah Weiß' }).click();
  await page.getByRole('menuitem', { name: 'Give access…' }).click();
  await expect(page).toHaveURL(giveUrl(HANNAH));
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('give access');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(giveUrl());
  await expect(field(page, 'Email address')).toHaveValue('');
});

team.describe('with roles', () => {
  team.use({ seed: 'demo' });

  team('viewers cannot give access, and are told why', async ({ page }) => {
    await signIn(page, 'vera');
    await page.goto(giveUrl());
    await expect(page.getByText("You can't give access")).toBeVisible();
    await expect(page.locator('main')).toContainText('View only: your role is viewer.');
    await expect(field(page, 'Email address')).toHaveCount(0);
    await page.goto(`/people/${HANNAH}`);
    await expect(page.getByRole('button', { name: 'Give access…' })).toHaveAttribute('aria-disabled', 'true');
  });
});
