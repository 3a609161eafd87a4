// Platforms that answer otherwise than documented, networks that go away, and
// somebody else who changes the same user.

import { test, expect } from '../harness/test.js';
import { writes } from '../harness/invite.js';
import { access, detail, dialog, field, openUser, part, panel, receipt, save } from '../harness/user.js';
import { tray } from '../harness/shell.js';

const ANALYST = 'analyst@example.com';

async function idOf(console, email) {
  const { data } = await console.ask('GET', '/api/user?status=all');
  return data.find((user) => user.email === email).id;
}

const userOf = async (console, id) => (await console.api('GET', `/api/user/${id}`)).body;

/** Makes the list of Metabase's users what `change` makes of it, whichever page is asked for. */
async function listAs(console, change) {
  const whole = await console.ask('GET', '/api/user?status=all');
  const body = JSON.stringify({ ...whole, ...change(whole) });
  await console.fault({ endpoint: 'metabase.users.list', answer: { kind: 'status', status: 200, body, content_type: 'application/json' } });
}

/** Somebody who changed the first name while the form was open, and the question about it. */
async function conflict(page, console) {
  const id = await idOf(console, ANALYST);
  await openUser(page, 'metabase', String(id));
  await field(page, 'First name').fill('Mine');
  await field(page, 'Last name').fill('Mine too');
  await console.ask('PUT', `/api/user/${id}`, { first_name: 'Theirs' });
  await save(page);
  await expect(dialog(page)).toContainText('was changed from');
  await expect(dialog(page)).toContainText('to “Theirs” by someone else since you opened this form. You entered “Mine”.');
  expect(await writes(console)).toHaveLength(1);
  return id;
}

test('a field that someone else changed meanwhile is asked about, and theirs can be kept with the keyboard', async ({ page, console }) => {
  const id = await conflict(page, console);
  await expect(dialog(page).getByRole('button', { name: 'Keep theirs' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(receipt(page, 'Edit')).toContainText('read back from Metabase');
  expect(await userOf(console, id)).toMatchObject({ first_name: 'Theirs', last_name: 'Mine too' });
  await expect(field(page, 'First name')).toHaveValue('Theirs');
});

test('a field that someone else changed meanwhile can be overwritten, or nothing is sent', async ({ page, console }) => {
  const id = await conflict(page, console);
  await page.keyboard.press('Escape');
  await expect(field(page, 'First name')).toHaveValue('Mine');
  expect(await userOf(console, id)).toMatchObject({ first_name: 'Theirs' });
  await save(page);
  await dialog(page).getByRole('button', { name: 'Overwrite with mine' }).click();
  await expect(receipt(page, 'Edit')).toContainText('read back from Metabase');
  expect(await userOf(console, id)).toMatchObject({ first_name: 'Mine', last_name: 'Mine too' });
});

test('a group that someone else added while the form was open is kept, and named', async ({ page, console }) => {
  const id = await idOf(console, ANALYST);
  await openUser(page, 'metabase', String(id));
  await part(page, 'Edit').getByRole('group', { name: 'Groups' }).getByLabel('Finance').uncheck();
  await console.ask('POST', '/api/permissions/membership', { group_id: 2, user_id: id });
  await save(page);
  await expect(receipt(page, 'Edit')).toContainText('Kept what someone else changed in the meantime: groups.');
  expect((await userOf(console, id)).user_group_memberships.map((one) => one.id)).toEqual([1, 2]);
});

test('a list that is sent in part is never shown as whole', async ({ page, console }) => {
  await listAs(console, ({ data }) => ({ data: [data[0], data[1], data[0]], total: 5 }));
  await page.goto('/metabase/users');
  await expect(page.locator('.count')).toHaveText('2 of 5 shown');
  await expect(page.getByText('Metabase reports 5 users but sent 2. The list is incomplete')).toBeVisible();
  await page.goto('/metabase/users/999');
  await expect(panel(page)).toContainText('The list is incomplete, so the user may exist all the same.');
});

test('an odd field hides nobody, and a row without an id is counted', async ({ page, console }) => {
  await listAs(console, ({ data: [first, second, ...rest] }) => ({
    data: [{ ...first, last_login: 5, locale: {}, first_name: 7 }, { ...second, id: null }, ...rest],
  }));
  await page.goto('/metabase/users');
  await expect(page.getByText('1 user could not be read (at data[1].id')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '7 ' }).first()).toBeVisible();
});

test('a user whose state is not told is unknown, and can be set either way', async ({ page, console }) => {
  const id = await idOf(console, ANALYST);
  const unknown = (user) => (user.email === ANALYST ? { ...user, is_active: null } : user);
  await listAs(console, ({ data }) => ({ data: data.map(unknown) }));
  await page.goto('/metabase/users');
  const row = page.getByRole('row').filter({ hasText: ANALYST });
  await expect(row).toContainText('Unknown');
  await expect(row.getByRole('switch')).toHaveAccessibleName(/: unknown$/);
  await row.getByRole('switch').click();
  expect(await writes(console)).toEqual([]);
  await page.getByLabel('Status', { exact: true }).first().selectOption('Unknown');
  await expect(page.locator('.count')).toHaveText(/^1 of/);
  await openUser(page, 'metabase', String(id));
  await expect(part(page, 'Access')).toContainText('Metabase does not say whether this user is enabled.');
  await expect(await detail(page, 'Can sign in')).toHaveText('unknown');
  await part(page, 'Access').getByRole('button', { name: 'Disable' }).click();
  await expect(part(page, 'Access')).toContainText('Disabled');
  expect(await userOf(console, id)).toMatchObject({ is_active: false });
});

test('what was accepted before the network went away is verified once it is back', async ({ page, console, complaints }) => {
  complaints.expect(/ERR_|Failed to load/, 'the network is away');
  const id = await idOf(console, ANALYST);
  await openUser(page, 'metabase', String(id));
  let away = false;
  await page.route('**/via/metabase/**', async (route) => {
    if (away) return route.abort('internetdisconnected');
    if (route.request().method() === 'DELETE') {
      const response = await route.fetch();
      away = true;
      return route.fulfill({ response });
    }
    return route.continue();
  });
  await access(page).click();
  await expect(tray(page)).toContainText('Metabase accepted the change; it is not verified');
  await expect(tray(page)).toContainText('No change is sent again.');
  await tray(page).getByRole('button', { name: 'Verify now' }).click();
  await expect(tray(page)).toContainText('it is not verified');
  const kept = await page.evaluate(() => Object.entries(localStorage).filter(([name]) => name.startsWith('rollcall.run.')));
  expect(kept).toHaveLength(1);
  expect(JSON.parse(kept[0][1]).receipt).toMatchObject({ version: 2, rows: [{ outcome: 'unverified' }] });
  away = false;
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(tray(page)).toContainText('is disabled, read back from Metabase.');
  await expect(part(page, 'Access')).toContainText('Disabled');
  expect((await writes(console)).map(({ endpoint }) => endpoint)).toEqual(['metabase.users.deactivate']);
  const left = await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('rollcall.run.')));
  expect(left).toEqual([]);
});

test('a long wait that a platform asks for is shown with its end, and can be cancelled', async ({ page, console, complaints }) => {
  complaints.expect(/status of 429/, 'the platform is busy');
  const id = await idOf(console, ANALYST);
  await openUser(page, 'metabase', String(id));
  await console.fault({ endpoint: 'metabase.users.deactivate', answer: { kind: 'rate_limited', retry_after: 720 }, times: 1 });
  await access(page).click();
  await expect(tray(page)).toContainText(/Metabase asked to wait until \d\d:42 \(12 minutes\)/);
  await tray(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(tray(page)).toContainText('was not changed');
  expect(await userOf(console, id)).toMatchObject({ is_active: true });
});
