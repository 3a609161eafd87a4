import { test, expect } from '../harness/test.js';
import { addUser, statusOf } from '../harness/pivot.js';
import { agree, expectRow, flip, openUsers, press, settled, userSwitch } from '../harness/users.js';

const ADMIN = 'admin@company.com';
// An alert: it is read out at once.
const failure = (page) => page.getByRole('alert');
const SENTINEL = 'sentinel-503@example.com';

test('a switch that Pivot cannot serve goes back, and says so in its words', async ({ page, console, complaints }) => {
  complaints.expect(/status of 404/, 'the sentinel has no status yet');
  complaints.expect(/status of 503/, 'writes to the sentinel answer 503');
  await addUser(console, { name: SENTINEL });
  await openUsers(page);
  await flip(page, SENTINEL);
  await expect(failure(page)).toContainText(`${SENTINEL} was not changed`);
  await expect(failure(page)).toContainText('Pivot said: “The user store is not available. Try again in a minute.” (status 503)');
  await expect(userSwitch(page, SENTINEL)).toBeChecked();
  await expectRow(page, { Name: SENTINEL, Status: /Enabled/ });
  expect(await statusOf(console, SENTINEL)).toBeUndefined();
});

const refusal = {
  endpoint: 'pivot.statuses.set',
  answer: { kind: 'status', status: 403, body: '{"error":"This token may only read."}' },
  times: 1,
};

test('a switch that Pivot refuses goes back, and says so in its words', async ({ page, console, complaints }) => {
  complaints.expect(/status of 403/, 'the write is refused');
  await openUsers(page);
  await console.fault(refusal);
  await flip(page, ADMIN);
  await expect(failure(page)).toContainText('Pivot said: “This token may only read.” (status 403)');
  await expect(userSwitch(page, ADMIN)).toBeChecked();
  await expectRow(page, { Name: ADMIN, Status: /Enabled/ });
  expect(await statusOf(console, ADMIN)).toEqual({ name: ADMIN });
});

test('a refused switch can be pressed again, and its error is gone once it works', async ({ page, console, complaints }) => {
  complaints.expect(/status of 403/, 'the write is refused');
  await openUsers(page);
  await console.fault(refusal);
  await flip(page, ADMIN);
  await expect(failure(page)).toContainText('Pivot said: “This token may only read.” (status 403)');
  await press(page, ADMIN);
  await expectRow(page, { Name: ADMIN, Status: /Disabled/ });
  await expect(failure(page)).toHaveCount(0);
});

test('Retry in the error does what the switch was to do, and Dismiss leaves it', async ({ page, console, complaints }) => {
  complaints.expect(/status of 403/, 'the write is refused');
  await openUsers(page);
  await console.fault({ ...refusal, times: 2 });
  await flip(page, ADMIN);
  await failure(page).locator('..').getByRole('button', { name: 'Dismiss' }).click();
  await expect(failure(page)).toHaveCount(0);
  await flip(page, ADMIN);
  await page.getByRole('button', { name: 'Retry' }).click();
  await agree(page);
  await settled(page, ADMIN);
  await expectRow(page, { Name: ADMIN, Status: /Disabled/ });
  await expect(failure(page)).toHaveCount(0);
  expect(await statusOf(console, ADMIN)).toMatchObject({ disabled: expect.any(String) });
});

test('a write that was lost on the way shows what Pivot holds', async ({ page, console }) => {
  await openUsers(page);
  await console.fault({ endpoint: 'pivot.statuses.set', answer: { kind: 'html' }, times: 1 });
  await flip(page, ADMIN);
  await expect(failure(page)).toContainText('web page');
  const held = await statusOf(console, ADMIN);
  await expectRow(page, { Name: ADMIN, Status: held.disabled ? /Disabled/ : /Enabled/ });
});
