// The start: every connection, how it is, and as whom one is there.

import { test, expect } from '../harness/test.js';
import { card } from '../harness/shell.js';

const count = (card, name) => card.locator('dl > div').filter({ hasText: name }).locator('dd');
const [PIVOT, ACTIAN, METABASE] = ['Pivot demo', 'Actian demo', 'Metabase demo'];

test('each shows how it is, who there is and as whom one is there, and leads to its users', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle('Overview · Rollcall');
  for (const name of [PIVOT, ACTIAN, METABASE]) {
    await expect(card(page, name)).toContainText('Reachable, signed in');
    await expect(card(page, name)).toContainText(/Signed in (as .+ )?with an? (API token|API key|session)/);
    await expect(count(card(page, name), 'Users')).toHaveText(/^[1-9]\d*$/);
  }
  await expect(count(card(page, PIVOT), 'Users')).toHaveText('4');
  await expect(count(card(page, PIVOT), 'Disabled')).toHaveText('2');
  await card(page, PIVOT).getByRole('link', { name: 'Open Pivot demo' }).click();
  await expect(page).toHaveURL('/pivot/users');
});

test('one that fails says so in its own words, the others are there, and Refresh recovers', async ({ page, console, complaints }) => {
  complaints.expect(/status of 503/, 'Pivot answers with it');
  const answer = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };
  await console.fault({ endpoint: 'pivot.users.list', answer, times: 1 });
  await page.goto('/');
  await expect(card(page, PIVOT)).toContainText('Failing');
  await expect(card(page, PIVOT)).toContainText('Pivot said: “The user store is being moved.” (status 503)');
  for (const name of [ACTIAN, METABASE]) await expect(card(page, name)).toContainText('Reachable, signed in');
  await page.getByRole('button', { name: 'Refresh Pivot demo' }).click();
  await expect(card(page, PIVOT)).toContainText('Reachable, signed in');
  await expect(card(page, PIVOT).getByRole('alert')).toHaveCount(0);
});

test('one that knows nobody by this key says that one is not signed in', async ({ page, console, complaints }) => {
  complaints.expect(/status of 401/, 'Metabase answers with it');
  await console.fault({ endpoint: 'metabase.users.list', answer: { kind: 'status', status: 401, body: '"Unauthenticated"' } });
  await page.goto('/');
  await expect(card(page, METABASE)).toContainText('Reachable, not signed in');
});

test('one that never answers keeps nobody waiting', async ({ page, console }) => {
  await console.fault({ endpoint: 'pivot.users.list', answer: { kind: 'hang' }, times: 1 });
  await page.goto('/');
  for (const name of [ACTIAN, METABASE]) await expect(card(page, name)).toContainText('Reachable, signed in');
  await expect(card(page, PIVOT)).toContainText('Loading…');
  await card(page, ACTIAN).getByRole('link', { name: 'Open Actian demo' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeFocused();
});

test('a login of Metabase that may not list everybody is told what it lacks', async ({ page, console, complaints }) => {
  complaints.expect(/status of 403/, 'Metabase answers a manager of groups with it');
  const answer = { kind: 'status', status: 403, body: "You don't have permissions to do that." };
  await console.fault({ endpoint: 'metabase.users.list', answer, times: 1 });
  await page.goto('/metabase/users');
  const said = page.getByRole('alert');
  await expect(said).toContainText("You don't have permissions to do that.");
  await expect(said).toContainText('lists all users for administrators only, not for managers of groups');
});
