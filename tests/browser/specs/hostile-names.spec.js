// Whatever an administrator elsewhere called a user: it is text, and it works.

import { test, expect } from '../harness/test.js';
import { CLOCK } from '../harness/mock.js';
import { addUser, statusOf } from '../harness/pivot.js';
import { openUsers, press, userSwitch, usersTable } from '../harness/users.js';

const NOW = new Date(CLOCK).toISOString();

const NAMES = {
  'a slash': 'team/ada',
  'an encoded slash': 'team%2fada',
  'a percent sign that encodes nothing': '100%zz',
  'a plus': 'ada+admin@company.com',
  spaces: 'Ada of the night shift',
  'a query and a fragment': 'ada?disabled=no#top',
  dots: '...',
  'a backslash and quotes': 'a\\b"c\'d`e',
  emoji: '👩🏽‍🚒 & 🦀',
  'right-to-left text': 'مدير النظام',
  'a change of direction': 'ada\u202Emoc.live',
  'accents, decomposed': 'Zoe\u0308',
  'a script': '<script>document.title = "run"</script>',
  'an image that fails': '<img src=x onerror=\'document.title = "run"\'>',
  'an entity': '&lt;b&gt;&amp;',
  'a template': '{{7*7}}${7*7}',
  '1,000 characters': `${'long'.repeat(247)}@company.com`,
};

for (const [what, name] of Object.entries(NAMES)) {
  test(`a name with ${what} is shown as it is and can be switched`, async ({ page, console, complaints }) => {
    complaints.expect(/status of 404/, 'the user has no status yet');
    await addUser(console, { name, firstName: name, lastName: name, roles: [name] });
    await openUsers(page);
    await expect(usersTable(page).getByRole('rowheader').filter({ hasText: name })).toHaveCount(1);
    await expect(page).not.toHaveTitle('run');
    await press(page, name);
    await expect(userSwitch(page, name)).not.toBeChecked();
    expect(await statusOf(console, name)).toEqual({ name, disabled: NOW });
    await press(page, name);
    await expect(userSwitch(page, name)).toBeChecked();
    expect(await statusOf(console, name)).toEqual({ name });
  });
}

test('a name that somebody on the way could take for a way up is shown, and refused in words', async ({ page, console, complaints }) => {
  complaints.expect(/status of 400/, 'the console’s server refuses to send it');
  const name = '../../users/ada';
  await addUser(console, { name, firstName: name, lastName: name });
  await openUsers(page);
  await expect(usersTable(page).getByRole('rowheader').filter({ hasText: name })).toHaveCount(1);
  await press(page, name);
  await expect(page.getByRole('alert')).toContainText('was not changed');
  await expect(page.getByRole('alert')).toContainText(name);
  await expect(userSwitch(page, name)).toBeChecked();
  expect(await statusOf(console, name)).toBeUndefined();
});

test('no name makes the page wider than the window', async ({ page, console }) => {
  for (const name of Object.values(NAMES)) await addUser(console, { name, firstName: name, roles: [name] });
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await openUsers(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
});

for (const name of ['.', '..', '']) {
  test(`the name "${name}", which no address can carry, is refused in words before a request is made`, async ({ page, console }) => {
    await console.fault({
      endpoint: 'pivot.users.list',
      answer: { kind: 'status', status: 200, body: JSON.stringify([{ name }]) },
      times: 1,
    });
    await openUsers(page);
    const requests = [];
    page.on('request', (request) => request.url().includes('/via/') && requests.push(`${request.method()} ${request.url()}`));
    const access = page.getByRole('switch');
    await expect(access).toBeChecked();
    await access.click();
    await expect(page.getByRole('alert')).toContainText('was not changed');
    await expect(access).toBeChecked();
    expect(requests).toEqual([]);
  });
}
