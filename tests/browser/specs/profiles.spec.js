// Access profiles: making and changing them, and who has which.

import { expect, put, takeStorageAway, test } from '../harness/people.js';
import { signIn, test as team } from '../harness/team.js';

const profile = (page, name) => page.getByRole('region', { name, exact: true });
const standings = (page, name) => profile(page, name).getByRole('list', { name: 'Who has it' });
const dialog = (page) => page.getByRole('dialog');
const newButton = (page) => page.locator('.page-head').getByRole('button', { name: 'New profile…' });
const access = (page, connection) => dialog(page).getByRole('group', { name: connection, exact: true });
const save = (page) => dialog(page).getByRole('button', { name: 'Save profile' });

/** Saves a profile behind the page's back. Answers the status. */
const putProfile = (page, name, entries, version = 0) =>
  put(page, 'profiles', { changes: [{ name, version, value: { entries } }] });

/** The analysts of the demo's Pivot. */
const ANALYSTS = [{ connection: 'pivot', roles: ['analyst'] }];

async function open(page, url = '/profiles') {
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1, name: 'Profiles' })).toBeVisible();
}

/** Opens the people whose access compares so to a profile. */
async function openStanding(page, name, label) {
  await standings(page, name)
    .getByText(new RegExp(`^${label}: \\d+ (person|people)$`))
    .click();
}

test('says what profiles are for where there are none, and makes one by hand', async ({ page }) => {
  await open(page);
  await expect(page.getByText('No profiles yet')).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Connections' }).getByRole('link', { name: 'Profiles' })).toHaveAttribute('aria-current', 'page');
  await newButton(page).click();
  await save(page).click();
  await expect(dialog(page).getByRole('alert')).toContainText('Enter a name.');
  await dialog(page).getByLabel('Name').fill('Analyst');
  await save(page).click();
  await expect(dialog(page).getByRole('alert')).toContainText('at least one connection');
  await access(page, 'Pivot demo').getByLabel('Access', { exact: true }).check();
  await dialog(page).getByRole('group', { name: 'Roles on Pivot demo' }).getByRole('checkbox', { name: 'Analyst', exact: true }).check();
  await access(page, 'Metabase demo').getByLabel('No access').check();
  await access(page, 'Actian demo').getByLabel('Access', { exact: true }).check();
  await save(page).click();
  await expect(dialog(page).getByRole('alert')).toContainText('Choose a role.');
  await access(page, 'Actian demo').getByLabel('Not part of the profile').check();
  await save(page).click();
  await expect(dialog(page)).toBeHidden();
  await expect(profile(page, 'Analyst').locator('dl')).toContainText(/Metabase demo\s*No access/);
  await expect(profile(page, 'Analyst').locator('dl')).toContainText(/Pivot demo\s*Roles: Analyst/);
  await expect(page.locator('.page-head .count')).toHaveText('1 profile');
  await page.reload();
  await expect(profile(page, 'Analyst')).toBeVisible();
});

test('shows who has a profile exactly, who has more than it, and who has less', async ({ page }) => {
  expect(await putProfile(page, 'Analyst', ANALYSTS)).toBe(200);
  const alerts = [{ connection: 'pivot', roles: ['alerts-manager', 'analyst'] }];
  expect(await putProfile(page, 'Alerts', alerts)).toBe(200);
  await open(page);
  const person = (name, who) => standings(page, name).getByRole('link', { name: who, exact: true });
  await openStanding(page, 'Analyst', 'Exactly this');
  await expect(person('Analyst', 'Noor Al-Masri')).toBeVisible();
  await openStanding(page, 'Analyst', 'More than this');
  await expect(person('Analyst', 'Sofia Lindqvist')).toBeVisible();
  await openStanding(page, 'Alerts', 'Exactly this');
  await expect(person('Alerts', 'Sofia Lindqvist')).toBeVisible();
  await openStanding(page, 'Alerts', 'Less than this');
  await expect(person('Alerts', 'Noor Al-Masri')).toBeVisible();
  await expect(standings(page, 'Alerts')).toContainText('More than this: no one');
  await person('Alerts', 'Noor Al-Masri').click();
  await expect(page).toHaveURL('/people/noor.al.masri@harborline.example');
});

test('makes a profile from what a person has, who then has it exactly', async ({ page }) => {
  await page.goto('/people/sofia.lindqvist@harborline.example');
  await page.getByRole('link', { name: 'Make a profile' }).click();
  await expect(dialog(page)).toContainText('Filled in with what Sofia Lindqvist has now.');
  await expect(page).toHaveURL('/profiles');
  await expect(access(page, 'Metabase demo').getByLabel('Not part of the profile')).toBeChecked();
  await expect(access(page, 'Pivot demo').getByLabel('Access', { exact: true })).toBeChecked();
  await dialog(page).getByLabel('Name').fill('Like Sofia');
  await save(page).click();
  await expect(dialog(page)).toBeHidden();
  await openStanding(page, 'Like Sofia', 'Exactly this');
  await expect(standings(page, 'Like Sofia').getByRole('link', { name: 'Sofia Lindqvist', exact: true })).toBeVisible();
  // Back leads to the person, not to the form.
  await page.goBack();
  await expect(page).toHaveURL('/people/sofia.lindqvist@harborline.example');
});

test('says when an edit changes nothing for those who had the profile, and names them', async ({ page, console }) => {
  expect(await putProfile(page, 'Analyst', ANALYSTS)).toBe(200);
  await open(page);
  await expect(standings(page, 'Analyst')).toBeVisible();
  await profile(page, 'Analyst').getByRole('button', { name: 'Edit…: Analyst' }).click();
  await expect(dialog(page)).toContainText(/\d+ people have exactly this profile\. Saving changes no account\./);
  await dialog(page).getByLabel('Name').fill('Data analyst');
  await access(page, 'Pivot demo').getByLabel('No access').check();
  const before = JSON.stringify(await console.ask('GET', '/api/v1/users'));
  await save(page).click();
  await expect(dialog(page)).toBeHidden();
  await expect(profile(page, 'Analyst')).toHaveCount(0);
  const changed = profile(page, 'Data analyst');
  await expect(changed.locator('dl')).toContainText('No access');
  await expect(changed).toContainText(/\d+ people had exactly this profile before you changed it/);
  await expect(changed.locator('.profile-before').getByRole('link', { name: 'Noor Al-Masri', exact: true })).toBeVisible();
  expect(JSON.stringify(await console.ask('GET', '/api/v1/users'))).toBe(before);
  await changed.locator('.profile-before').getByRole('link', { name: 'Change access of Noor Al-Masri' }).click();
  await expect(page).toHaveURL('/people/change?person=noor.al.masri%40harborline.example&profile=Data+analyst');
});

test('shows what someone else has changed meanwhile, and lets you choose whose version stays', async ({ page, complaints }) => {
  complaints.expect(/status of 409/, 'the other page was faster');
  expect(await putProfile(page, 'Analyst', ANALYSTS)).toBe(200);
  await open(page);
  await profile(page, 'Analyst').getByRole('button', { name: /^Edit…/ }).click();
  await access(page, 'Metabase demo').getByLabel('No access').check();

  const other = await page.context().newPage();
  await open(other);
  await profile(other, 'Analyst').getByRole('button', { name: /^Edit…/ }).click();
  await access(other, 'Pivot demo').getByLabel('No access').check();
  await save(other).click();
  await expect(dialog(other)).toBeHidden();
  await other.close();

  await save(page).click();
  const conflict = dialog(page).getByRole('group', { name: 'Changed by someone else' });
  await expect(conflict).toContainText('Someone else has changed this profile since you opened it.');
  await expect(conflict).toContainText(/Pivot demo\s*Roles: Analyst → No access/);
  await expect(conflict).not.toContainText('Metabase demo');
  await expect(conflict).toBeFocused();
  await expect(save(page)).toHaveAttribute('aria-disabled', 'true');
  await conflict.getByRole('button', { name: 'Use their version' }).click();
  await expect(conflict).toHaveCount(0);
  await expect(access(page, 'Pivot demo').getByLabel('No access')).toBeChecked();
  await expect(access(page, 'Metabase demo').getByLabel('Not part of the profile')).toBeChecked();
  await access(page, 'Metabase demo').getByLabel('No access').check();
  await save(page).click();
  await expect(dialog(page)).toBeHidden();
  await expect(profile(page, 'Analyst').locator('dl')).toContainText(/Metabase demo\s*No access\s*Pivot demo\s*No access/);
});

test('removes a profile by keyboard, unless someone else has changed it', async ({ page, complaints }) => {
  complaints.expect(/status of 409/, 'it was changed meanwhile');
  expect(await putProfile(page, 'Analyst', ANALYSTS)).toBe(200);
  await open(page);
  const remove = profile(page, 'Analyst').getByRole('button', { name: /^Remove…/ });
  await expect(remove).toBeVisible();
  const { profiles } = await (
    await page.request.get('/api/people', { headers: { 'sec-fetch-site': 'same-origin', 'x-rollcall': '1' } })
  ).json();
  const entries = [{ connection: 'pivot', roles: ['viewer'] }];
  expect(await putProfile(page, 'Analyst', entries, profiles[0].version)).toBe(200);
  await remove.focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toContainText('No account is changed by this.');
  await expect(dialog(page).getByRole('button', { name: 'Remove profile' })).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Remove profile' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'The profile could not be saved' })).toContainText('Someone else changed it');
  await expect(profile(page, 'Analyst').locator('dl')).toContainText('Roles: Viewer');
  await profile(page, 'Analyst').getByRole('button', { name: /^Remove…/ }).focus();
  await page.keyboard.press('Enter');
  await dialog(page).getByRole('button', { name: 'Remove profile' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('No profiles yet')).toBeVisible();
  await expect(page.locator('h1')).toBeFocused();
});

test('says that profiles could not be loaded, and loads them again', async ({ page, front, complaints }) => {
  complaints.expect(/status of 503/, 'the storage is away');
  expect(await putProfile(page, 'Analyst', ANALYSTS)).toBe(200);
  takeStorageAway(front);
  await open(page);
  await expect(page.getByText('What is kept about people could not be loaded')).toBeVisible();
  await expect(page.getByText('No profiles yet')).toHaveCount(0);
  await expect(newButton(page)).toHaveAttribute('aria-disabled', 'true');
  front.answer = undefined;
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(profile(page, 'Analyst')).toBeVisible();
});

test('finds the page in the palette', async ({ page }) => {
  await page.goto('/people');
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(dialog(page).getByRole('combobox')).toBeFocused();
  await page.keyboard.type('profiles');
  await dialog(page).getByRole('option').filter({ hasText: /^Profiles/ }).click();
  await expect(page).toHaveURL('/profiles');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('scrolls nothing sideways, neither the page nor the form', async ({ page }) => {
    const long = 'Analyst-of-everything-'.repeat(4);
    expect(await putProfile(page, long, [...ANALYSTS, { connection: 'metabase', roles: null }])).toBe(200);
    await open(page);
    await openStanding(page, long, 'Exactly this');
    const width = (selector) => page.locator(selector).evaluate((part) => part.scrollWidth - part.clientWidth);
    expect(await width('html')).toBe(0);
    await profile(page, long).getByRole('button', { name: /^Edit…/ }).click();
    await expect(save(page)).toBeVisible();
    expect(await width('dialog')).toBe(0);
  });
});

team.describe('of a team', () => {
  team.use({ seed: 'demo' });

  team('shows viewers the profiles, and says why they change nothing', async ({ page }) => {
    await signIn(page, 'ada');
    expect(await putProfile(page, 'Analyst', ANALYSTS)).toBe(200);
    await signIn(page, 'vera');
    await open(page);
    await openStanding(page, 'Analyst', 'Exactly this');
    await expect(page.locator('.page-head .reason')).toHaveText(/view only|viewer/i);
    await expect(newButton(page)).toHaveAttribute('aria-disabled', 'true');
    for (const button of await profile(page, 'Analyst').locator('.profile-head button').all()) {
      await expect(button).toHaveAttribute('aria-disabled', 'true');
      await button.click({ force: true });
    }
    await expect(dialog(page)).toHaveCount(0);
  });
});
