// A proxy in front of the console whose own session has ended: the console says that it was not Rollcall that answered,
// blames no platform, loses nothing that is typed, and goes on.

import { look } from '../harness/axe.js';
import { test as base, expect } from '../harness/test.js';
import { ANSWERS, Front } from '../harness/front.js';
import { field, writes } from '../harness/invite.js';
import { tray, toAll } from '../harness/shell.js';
import { openUsersWhole, refreshButton, userSwitch, usersTable } from '../harness/users.js';

const test = base.extend({
  front: async ({ console }, use) => {
    const front = await Front.start(console.url);
    await use(front);
    await front.stop();
  },
  baseURL: async ({ front }, use) => use(front.url),
});

const said = (page) => page.getByRole('dialog', { name: 'Rollcall did not answer' });
const described = ([status, headers]) => (status === 302 ? /with a redirect|HTTP 200, text\/html/ : `HTTP ${status}, ${headers['content-type'].split(';')[0]}`);

function expectComplaints(complaints, [status, { location }]) {
  const own = location?.startsWith('/');
  if (status >= 400) complaints.expect(new RegExp(`status of ${status}`), 'the proxy in front refuses');
  if (status === 302 && !own) {
    complaints.expect(/Refused to connect|violates the following|securitypolicyviolation|Failed to load resource|failed request|request to another origin/, 'the page may ask no other origin');
  }
}

for (const [what, answer] of Object.entries(ANSWERS)) {
  test(`${what} in place of an answer is said to be something else's, and it goes on after signing in there`, async ({ page, front, complaints }) => {
    expectComplaints(complaints, answer);
    await openUsersWhole(page);
    front.answer = answer;
    await refreshButton(page).click();
    await expect(said(page)).toContainText('Something in front of Rollcall answered');
    await expect(said(page)).toContainText(described(answer));
    await expect(page.getByText('Pivot said')).toHaveCount(0);
    await expect(page.getByText('Pivot answered')).toHaveCount(0);
    await expect(said(page).getByRole('link', { name: 'Open in another tab' })).toHaveAttribute('target', '_blank');
    await expect(said(page).getByRole('button', { name: 'Reload this page' })).toBeVisible();
    await said(page).getByRole('button', { name: 'Retry' }).click();
    await expect(said(page).getByRole('status')).toContainText('Something in front of Rollcall answered');
    front.answer = undefined;
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expect(said(page)).toHaveCount(0);
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(usersTable(page).getByRole('rowheader').first()).toBeVisible();
  });
}

test('what is typed stays', async ({ page, front, complaints }) => {
  expectComplaints(complaints, ANSWERS['status 403']);
  await openUsersWhole(page);
  await page.getByRole('link', { name: '+ Invite' }).click();
  await field(page, 'First name').fill('Zoe');
  front.answer = ANSWERS['status 403'];
  await field(page, 'User name').fill('zoe@company.com');
  await page.getByRole('button', { name: 'Invite user', exact: true }).click();
  await expect(said(page)).toBeVisible();
  front.answer = undefined;
  await said(page).getByRole('button', { name: 'Retry' }).click();
  await expect(said(page)).toHaveCount(0);
  await expect(field(page, 'First name')).toHaveValue('Zoe');
  await expect(field(page, 'User name')).toHaveValue('zoe@company.com');
});

for (const what of ['a page to sign in on', 'status 401 and a page', 'a redirect to a page of its own']) {
  test(`a change that is answered by ${what} is unknown, and none of those after it is begun`, async ({ page, console, front, complaints }) => {
    expectComplaints(complaints, ANSWERS[what]);
    for (let at = 0; at < 30; at += 1) {
      const name = `u${at}@company.com`;
      await console.ask('POST', `/api/v1/users/${encodeURIComponent(name)}`, { user: { name, roles: [] } });
      await console.ask('POST', '/api/v1/user-statuses', { userStatus: { name } });
    }
    await console.ask('DELETE', '/__mock/requests');
    await openUsersWhole(page);
    front.answer = ANSWERS[what];
    front.only = ({ method }) => method !== 'GET' || front.kept.length > 0;
    await toAll(page, 'Disable');
    await page.getByRole('dialog').locator('button.primary, button.danger').last().click();
    await expect(said(page)).toBeVisible();
    await expect(said(page)).toContainText('may or may not have been made');
    front.answer = undefined;
    await said(page).getByRole('button', { name: 'Retry' }).click();
    await expect(said(page)).toHaveCount(0);
    await tray(page).getByRole('button', { name: 'Details' }).click();
    const receipt = page.getByRole('dialog');
    await expect(receipt).toContainText('Not tried, because something in front of Rollcall answered in its place');
    await expect(receipt).toContainText('Something in front of Rollcall answered', { ignoreCase: true });
    await expect(receipt).not.toContainText('done, read back');
    expect(await writes(console)).toEqual([]);
    expect(front.kept.filter((request) => !request.startsWith('GET')).length).toBeLessThanOrEqual(6);
  });
}

test('an error of the proxy is no reason to sign in, and blames no platform', async ({ page, front, complaints }) => {
  complaints.expect(/status of 502/, 'the proxy reaches nothing');
  await openUsersWhole(page);
  front.answer = [502, { 'content-type': 'text/html' }, '<title>502 Bad Gateway</title>'];
  await refreshButton(page).click();
  const notice = page.locator('.notice').getByRole('alert');
  await expect(notice).toContainText('Something in front of Rollcall answered (HTTP 502, text/html)');
  await expect(page.locator('.notice')).toContainText('Check that Rollcall runs');
  await expect(said(page)).toHaveCount(0);
});

test('the dialog is accessible, and can be left by keyboard', async ({ page, front, complaints }) => {
  expectComplaints(complaints, ANSWERS['status 403']);
  await openUsersWhole(page);
  front.answer = ANSWERS['status 403'];
  await refreshButton(page).press('Enter');
  await expect(said(page)).toBeVisible();
  const { violations } = await look(page, { include: 'dialog' });
  expect(violations).toEqual([]);
  await page.screenshot({ path: 'test-results/front-wide.png' });
  await page.keyboard.press('Escape');
  await expect(said(page)).toHaveCount(0);
  await expect(userSwitch(page, 'admin@company.com')).toBeVisible();
});
