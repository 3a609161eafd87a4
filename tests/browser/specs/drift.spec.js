// Drift: states that are not wanted, the people they concern, and what mends them.

import { expect, put, region, takeStorageAway, test } from '../harness/people.js';
import { signIn, test as team } from '../harness/team.js';
import { agree } from '../harness/users.js';

const KINDS = [
  'Departed, but enabled',
  'Disabled here, enabled there',
  'Inactive administrators',
  'Only one administrator',
  'Never signed in',
  'Two accounts on one connection',
  'Outside your domains',
  'Addresses written differently',
  'Statuses without a user',
];
const DOWN = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };

const section = (page, kind) => region(page, new RegExp(`^${kind} `));
const cases = (page, kind) => section(page, kind).locator('.drift-case');
const dismissed = (page) => page.locator('.drift-dismissed');
const inSideList = (page) => page.getByRole('navigation', { name: 'Connections' }).getByRole('link', { name: /^Drift/ });

async function open(page) {
  await page.goto('/drift');
  await expect(section(page, 'Inactive administrators')).toBeVisible();
}

test('shows each kind with what it means, whom it concerns and its count', async ({ page }) => {
  await open(page);
  const headings = page.getByRole('heading', { level: 2 });
  await expect(headings).toHaveCount(KINDS.length);
  for (const kind of KINDS) {
    const count = Number(await section(page, kind).locator('.drift-count').textContent());
    expect(count, kind).toBe(await cases(page, kind).count());
    expect(count, kind).toBeGreaterThan(0);
  }
  await expect(cases(page, KINDS[0])).toContainText(['Yusuf Demir']);
  await expect(cases(page, KINDS[0]).first()).toContainText(/Since .*2026/);
  await expect(cases(page, KINDS[1]).filter({ hasText: 'Chloé Martin' })).toContainText(/Pivot demo: Disabled/);
  await expect(cases(page, KINDS[3]).getByRole('link', { name: 'Pivot demo', exact: true })).toBeVisible();
  const total = await page.locator('.page-head .count').textContent();
  await expect(inSideList(page)).toContainText(total.split(' ')[0]);
});

test('leads to a section by its name, to a person and to an account', async ({ page }) => {
  await page.goto('/drift#two-accounts');
  await expect(section(page, 'Two accounts on one connection')).toBeInViewport();
  const hannah = cases(page, 'Two accounts on one connection').filter({ hasText: 'Hannah Weiß' });
  await hannah.getByRole('link', { name: 'Hannah Weiß', exact: true }).click();
  await expect(page).toHaveURL('/people/hannah.weiss@harborline.example');
});

test('mends a case on every connection after the requests were shown', async ({ page, console, complaints }) => {
  complaints.expect(/status of 404/, 'whoever was removed is read back, and is not there');
  await open(page);
  const count = await cases(page, KINDS[0]).count();
  await section(page, KINDS[0]).getByRole('button', { name: 'Remove access: Yusuf Demir' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading')).toHaveText(/^Remove access: \d accounts on \d connections$/);
  await dialog.getByText('Requests that will be sent').click();
  await expect(dialog).toContainText('/via/metabase/');
  const phrase = dialog.getByRole('textbox');
  if (await phrase.isVisible()) {
    await phrase.fill((await dialog.locator('label').textContent()).match(/“(.*)”/)[1]);
  }
  await dialog.locator('button[type=submit]').click();
  await expect(section(page, KINDS[0])).toHaveCount(count - 1);
  await expect(page.getByText(/Nothing found: .*Departed, but enabled/)).toBeVisible();
  const { data } = await console.ask('GET', '/api/user?status=all&limit=200');
  const yusuf = data.find(({ email }) => email.toLowerCase() === 'yusuf.demir@harborline.example');
  expect(yusuf.is_active).toBe(false);
});

test('mends all cases of a kind at once', async ({ page, console, complaints }) => {
  complaints.expect(/status of 404/, 'each status is read back, and is not there');
  await open(page);
  const kind = 'Statuses without a user';
  const choice = page.getByRole('menuitem', { name: 'Delete status' });
  // A menu closes when the page scrolls, as it does to bring the button in sight.
  await expect(async () => {
    await section(page, kind).getByRole('button', { name: /^All \d+$/ }).click();
    await expect(choice).toBeVisible({ timeout: 1000 });
  }).toPass();
  await choice.click();
  await expect(page.getByRole('dialog')).toContainText('Delete the status of');
  await agree(page);
  await expect(section(page, kind)).toHaveCount(0);
  const statuses = await console.ask('GET', '/api/v1/user-statuses');
  expect(JSON.stringify(statuses)).not.toContain('gustav.meyer');
});

test('asks whom to make an administrator where there is only one', async ({ page }) => {
  await open(page);
  const kind = 'Only one administrator';
  await section(page, kind).getByRole('button', { name: 'Add an administrator…: Pivot demo' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an administrator to Pivot demo' });
  await dialog.getByRole('searchbox').fill('hannah');
  await dialog.getByRole('button', { name: /Hannah Weiß/ }).first().click();
  await agree(page);
  await expect(section(page, kind)).toHaveCount(0);
});

test('marks two accounts as different people, without changing a platform', async ({ page }) => {
  await open(page);
  const kind = 'Two accounts on one connection';
  const before = await cases(page, kind).count();
  await cases(page, kind)
    .filter({ hasText: 'Hannah Weiß' })
    .getByRole('button', { name: /^Mark as different people/ })
    .click();
  await expect(cases(page, kind)).toHaveCount(before - 1);
});

/** The day so many days from now. */
const dayIn = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test.describe('by the clock of the server', () => {
  test.use({ isNow: true });

  test('dismisses a case by keyboard with a reason and an end, and shows it again', async ({ page }) => {
    await open(page);
    const kind = 'Only one administrator';
    const count = await cases(page, kind).count();
    await cases(page, kind).first().getByRole('button', { name: /^Dismiss…/ }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Dismiss' });
    await expect(dialog.getByLabel('Reason')).toBeFocused();
    await expect(dialog.getByLabel('Until')).toHaveValue(dayIn(90));
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('Say why');
    await dialog.getByLabel('Until').fill('2099-01-01');
    await dialog.getByLabel('Reason').fill('On leave until March');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('within the next two years');
    await dialog.getByLabel('Until').fill(dayIn(30));
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(cases(page, kind)).toHaveCount(count - 1);
    await expect(page.locator('h1')).toBeFocused();
    await dismissed(page).locator('summary').click();
    await expect(dismissed(page)).toContainText('On leave until March');
    await expect(dismissed(page)).toContainText(/Until \d+ \w+ \d+, by someone who was not signed in/);
    await page.reload();
    await expect(page.getByText(/Nothing found: .*Only one administrator/)).toBeVisible();
    await dismissed(page).locator('summary').click();
    await dismissed(page).getByRole('button', { name: /^Show again/ }).click();
    await expect(cases(page, kind)).toHaveCount(count);
    await expect(dismissed(page)).toBeHidden();
  });
});

test('checks and saves days and domains, and says when others have saved meanwhile', async ({ page, complaints }) => {
  complaints.expect(/status of 409/, 'others have changed the settings');
  await open(page);
  await page.getByRole('button', { name: 'Settings…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings of drift' });
  const days = dialog.getByLabel(/^Inactive administrators/);
  const domains = dialog.getByLabel('Your organisation’s domains').or(dialog.getByLabel("Your organisation's domains"));
  await expect(days).toHaveValue('90');
  await days.fill('0');
  await domains.fill('ana@company.com');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('from 1 to 3,650');
  await expect(dialog.getByRole('alert')).toContainText('Enter what follows the @: company.com');
  await days.fill('3650');
  await domains.fill('harborline.example\n*.harborline.example');
  const others = { domains: ['company.com'], inactive_days: 30, invited_days: 7 };
  expect(await put(page, 'settings', { version: await version(page), value: others })).toBe(200);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert').first()).toContainText('Someone else changed it');
  await expect(dialog).toContainText('Saved now: 30 days');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  // Nobody has been away for ten years, and another domain is outside now.
  await expect(section(page, 'Inactive administrators')).toHaveCount(0);
  await expect(cases(page, 'Outside your domains').filter({ hasText: 'harborline-freight' })).not.toHaveCount(0);
});

/** The version of the settings. */
async function version(page) {
  const answer = await page.request.get('/api/people', { headers: { 'sec-fetch-site': 'same-origin', 'x-rollcall': '1' } });
  return (await answer.json()).settings.version;
}

test('says of a connection that is down that it is unknown, and what is known of others', async ({
  page,
  console,
  complaints,
}) => {
  complaints.expect(/status of 503/, 'the platform answers with it');
  await console.fault({ endpoint: 'metabase.users.list', answer: DOWN, times: 1 });
  await page.goto('/drift');
  await expect(section(page, 'Only one administrator')).toBeVisible();
  await expect(section(page, 'Never signed in')).toHaveCount(0);
  const unknown = page.getByRole('list', { name: 'Unknown connections' });
  await expect(unknown).toContainText('Metabase demo is unknown.');
  await expect(unknown).toContainText('The user store is being moved.');
  await unknown.getByRole('button', { name: 'Retry Metabase demo' }).click();
  await expect(section(page, 'Never signed in')).toBeVisible();
  await expect(unknown).toBeHidden();
});

test('shows drift while what the server keeps is away, and says what cannot be saved', async ({
  page,
  front,
  complaints,
}) => {
  complaints.expect(/status of 503/, 'the storage is away');
  takeStorageAway(front);
  await open(page);
  await expect(page.getByText('What is kept about people could not be loaded')).toBeVisible();
  const dismiss = cases(page, 'Inactive administrators').first().getByRole('button', { name: /^Dismiss…/ });
  await expect(dismiss).toHaveAttribute('aria-disabled', 'true');
  await dismiss.click({ force: true });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  front.answer = undefined;
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(dismiss).toHaveAttribute('aria-disabled', 'false');
});

test.describe('of many people', () => {
  test.use({ seed: '1000' });

  test('shows a part of very many cases, and more on demand', async ({ page }) => {
    const value = { domains: ['elsewhere.example'], inactive_days: 90, invited_days: 14 };
    expect(await put(page, 'settings', { version: 0, value })).toBe(200);
    await page.goto('/drift');
    const outside = cases(page, 'Outside your domains');
    await expect(outside).toHaveCount(25);
    await section(page, 'Outside your domains').getByRole('button', { name: /^Show more of 1,/ }).click();
    await expect(outside).toHaveCount(125);
  });
});

team.describe('of a team', () => {
  team.use({ seed: 'demo' });

  team('shows viewers what there is, and says why they change nothing', async ({ page }) => {
    await signIn(page, 'vera');
    await open(page);
    await expect(page.locator('.page-head .reason')).toHaveText(/view only|viewer/i);
    for (const button of await section(page, 'Inactive administrators').locator('.drift-case button').all()) {
      await expect(button).toHaveAttribute('aria-disabled', 'true');
    }
    await section(page, 'Inactive administrators').locator('.drift-case button').first().click({ force: true });
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  team('says who dismissed a case, and that another was faster', async ({ page, browser, baseURL, complaints }) => {
    complaints.expect(/status of 409/, 'otto was faster');
    await signIn(page, 'ada');
    await open(page);
    const kind = 'Inactive administrators';
    const dismiss = async (page, reason) => {
      await cases(page, kind).first().getByRole('button', { name: /^Dismiss…/ }).click();
      await page.getByRole('dialog').getByLabel('Reason').fill(reason);
      await page.getByRole('dialog').getByRole('button', { name: 'Dismiss', exact: true }).click();
    };
    const context = await browser.newContext({ baseURL });
    const other = await context.newPage();
    await signIn(other, 'otto');
    await open(other);
    const count = await cases(other, kind).count();
    await dismiss(other, 'Known');
    await expect(cases(other, kind)).toHaveCount(count - 1);
    await context.close();
    await dismiss(page, 'Known to me too');
    const dialog = page.getByRole('dialog', { name: 'Dismiss' });
    await expect(dialog.getByRole('alert').first()).toContainText('otto changed it');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dismissed(page).locator('summary').click();
    await expect(dismissed(page)).toContainText('by otto');
  });
});
