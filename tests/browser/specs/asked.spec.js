// A connection whose token nobody but the person at the console knows.

import { test, expect } from '../harness/test.js';
import { token, useToken } from '../harness/asked.js';
import { card, requests, visit } from '../harness/shell.js';
import { expectNames, press, refreshButton } from '../harness/users.js';

test.use({ ask: 'pivot' });

const ALL = ['admin@company.com', 'admin@example.com', 'analyst@company.com', 'analyst@example.com'];
/** A token that stands nowhere by chance, and whose characters no header holds as they are. */
const PLANTED = 'planted "tök/en" %41';
const planted = expect.not.stringMatching(/planted|tök|t%C3%B6k/);

/** The requests that the page makes through the gateway from now on. */
function forwarded(page) {
  const all = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/via/')) all.push(request);
  });
  return all;
}

/** Everything that the page keeps or shows. */
const everything = (page) =>
  page.evaluate(() =>
    [
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      document.cookie,
      JSON.stringify(history.state),
      location.href,
      document.documentElement.outerHTML,
    ].join('\n'),
  );

test('asks before anything is sent, opens with the keyboard alone, and forgets with the page', async ({ page }) => {
  const sent = forwarded(page);
  await page.goto('/pivot/users');
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in to Pivot demo' })).toBeVisible();
  await expect(token(page)).toHaveAttribute('type', 'password');
  await expect(token(page)).toHaveAttribute('autocomplete', 'off');
  await expect(page.getByText('stays in this tab until the tab is closed or reloaded')).toBeVisible();
  expect(sent).toEqual([]);

  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('Tab');
  await expect(token(page)).toBeFocused();
  await page.keyboard.type(' demo ');
  await page.keyboard.press('Enter');
  await expectNames(page, ALL);
  await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeFocused();
  expect(sent.length).toBeGreaterThan(0);
  for (const request of sent) {
    expect((await request.allHeaders())['x-rollcall-secret']).toBe('demo');
    expect(request.url()).not.toContain('demo');
  }

  await page.reload();
  await expect(token(page)).toHaveValue('');
});

test('nothing typed is told at the field', async ({ page }) => {
  await page.goto('/pivot/users');
  await page.getByRole('button', { name: 'Connect' }).click();
  await expect(page.getByRole('alert')).toContainText('Type the API token of Pivot demo');
});

test('a wrong token is refused in the words of the platform, and the next one goes in its place', async ({ page, complaints }) => {
  complaints.expect(/status of 401/, 'Pivot answers with it');
  await page.goto('/pivot/users');
  await useToken(page, 'expired');
  // Its words, without what was typed: some repeat that.
  await expect(page.getByRole('alert')).toContainText('Pivot said: “This API token has •••.” (status 401)');
  await expect(token(page)).toHaveValue('');
  await expect(token(page)).toBeFocused();
  await useToken(page, 'demo');
  await expectNames(page, ALL);
});

test('one that is no good any more is asked for again', async ({ page, console, complaints }) => {
  complaints.expect(/status of 401/, 'Pivot answers with it');
  await page.goto('/pivot/users');
  await useToken(page, 'demo');
  await expectNames(page, ALL);
  const answer = { kind: 'status', status: 401, body: '{"error":"This API token is not known."}' };
  await console.fault({ endpoint: 'pivot.users.list', answer, times: 1 });
  await refreshButton(page).click();
  await expect(page.getByRole('alert')).toContainText('This API token is not known.');
  await useToken(page, 'demo');
  await expectNames(page, ALL);
});

test('it is kept and shown nowhere, whatever is done with it', async ({ page, console, complaints }) => {
  complaints.expect(/status of 400/, 'the platform repeats what it refuses');
  await page.goto('/pivot/users');
  await useToken(page, PLANTED);
  await expectNames(page, ALL);
  expect(await everything(page)).toEqual(planted);

  await press(page, 'admin@company.com');
  expect(await everything(page)).toEqual(planted);

  const body = JSON.stringify({ error: `The token ${PLANTED} is odd.` });
  await console.fault({ endpoint: 'pivot.users.list', answer: { kind: 'status', status: 400, body }, times: 1 });
  await refreshButton(page).click();
  await expect(page.getByText('The token ••• is odd.').first()).toBeVisible();
  expect(await everything(page)).toEqual(planted);

  await visit(page, 'Activity');
  await requests(page).getByRole('button', { name: 'List users' }).first().click();
  await expect(page.getByRole('dialog')).toContainText("-H 'x-rollcall-secret: <token, percent-encoded>'");
  expect(await everything(page)).toEqual(planted);
});

test('it is forgotten when asked to, and the people with it', async ({ page }) => {
  await page.goto('/');
  await expect(card(page, 'Actian demo')).toContainText('Reachable, signed in');
  await expect(card(page, 'Pivot demo')).toContainText('Sign-in required');
  await expect(page.getByRole('button', { name: 'Refresh Pivot demo' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Open Pivot demo' }).click();
  await useToken(page, 'demo');
  await expectNames(page, ALL);
  await page.getByRole('button', { name: 'Forget the API token of Pivot demo' }).click();
  await expect(token(page)).toHaveValue('');
  await expect(page.getByText('admin@company.com')).toHaveCount(0);
  await page.goBack();
  await expect(card(page, 'Pivot demo')).toContainText('Sign-in required');
});

test('other connections go on as before', async ({ page }) => {
  const sent = forwarded(page);
  await page.goto('/actian/users');
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  for (const request of sent) {
    expect(await request.allHeaders()).not.toHaveProperty('x-rollcall-secret');
  }
});
