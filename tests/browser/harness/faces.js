// How to get to every face of the console, for whoever wants to look at it.

import { failure, field, fillNew, openInvite, submit, withoutMail } from './invite.js';
import { addUser } from './pivot.js';
import { tray, palette, toAll, visit } from './shell.js';
import { field as fieldOf, panel, part, save } from './user.js';
import { token, useToken } from './asked.js';
import { agree } from './users.js';
import { openPeople, peopleSearch } from './people-list.js';
import { put } from './people.js';

const down = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };
const REFUSED = [/status of 503/, 'the platform answers with it'];

const alert = (page) => page.getByRole('alert').first();
const firstRow = (page) => page.getByRole('rowheader').first();

/** The next change of anyone's access goes wrong, whether they have a status or get their first. */
async function failWrite(console, answer) {
  for (const endpoint of ['pivot.statuses.set', 'pivot.statuses.create']) {
    await console.fault({ endpoint, answer, times: 1 });
  }
}

async function users(page) {
  await page.goto('/pivot/users');
  await firstRow(page).waitFor();
}

async function askedFor(page) {
  await page.goto('/pivot/users');
  await token(page).waitFor();
}

/** Opens the first user of the list, whoever that is, beside it. */
async function openFirst(page, connection) {
  await page.goto(`/${connection}/users`);
  await firstRow(page).getByRole('link').click();
  await part(page, 'Details').waitFor();
}

async function heading(page, path) {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

async function connections(page) {
  await page.goto('/');
  await page.getByText('Reachable, signed in').nth(2).waitFor();
}

/** Enables everybody; one of those who are not yet is answered so. */
async function enableAll(page, console, answer) {
  await users(page);
  await failWrite(console, answer);
  await toAll(page, 'Enable');
  await page.getByRole('dialog').locator('button[type=submit]').click();
}

/**
 * `open` brings a page there, `complaint` is what the browser then complains of
 * and why.
 */
export const FACES = {
  users: { open: users },
  'asked for a token': { ask: 'pivot', open: askedFor },
  'token refused': {
    ask: 'pivot',
    complaint: [/status of 401/, 'the platform answers with it'],
    async open(page) {
      await askedFor(page);
      await useToken(page, 'expired');
      await alert(page).waitFor();
    },
  },
  'users, token typed': {
    ask: 'pivot',
    async open(page) {
      await askedFor(page);
      await useToken(page, 'demo');
      await firstRow(page).waitFor();
    },
  },
  'users loading': {
    async open(page, console) {
      await console.fault({ endpoint: 'pivot.users.list', answer: { kind: 'hang' }, times: 1 });
      await heading(page, '/pivot/users');
    },
  },
  'users failed': {
    complaint: REFUSED,
    async open(page, console) {
      await console.fault({ endpoint: 'pivot.users.list', answer: down, times: 1 });
      await page.goto('/pivot/users');
      await alert(page).waitFor();
    },
  },
  'users unreadable': {
    async open(page, console) {
      await console.fault({ endpoint: 'pivot.users.list', answer: { kind: 'html' }, times: 1 });
      await page.goto('/pivot/users');
      await alert(page).waitFor();
      await page.getByText('Answer as it came').click();
    },
  },
  'users not refreshed': {
    complaint: REFUSED,
    async open(page, console) {
      await users(page);
      await console.fault({ endpoint: 'pivot.users.list', answer: down, times: 1 });
      await page.getByRole('button', { name: 'Refresh' }).click();
      await alert(page).waitFor();
    },
  },
  people: { open: (page) => openPeople(page) },
  'people, one described': {
    async open(page) {
      await openPeople(page);
      await page.getByRole('link', { name: 'Enabled', exact: true }).first().focus();
      await page.getByRole('tooltip').waitFor();
    },
  },
  'people selected': {
    async open(page) {
      await openPeople(page);
      await page.getByRole('checkbox', { name: 'Select Admin Example' }).check();
      await page.getByRole('region', { name: 'Selected people' }).waitFor();
    },
  },
  'people loading': {
    async open(page, console) {
      for (const endpoint of ['pivot.users.list', 'actian.users.list', 'metabase.users.list']) {
        await console.fault({ endpoint, answer: { kind: 'hang' }, times: 1 });
      }
      await heading(page, '/people');
    },
  },
  'people without a connection': {
    complaint: REFUSED,
    async open(page, console) {
      await console.fault({ endpoint: 'actian.users.list', answer: down, times: 1 });
      await page.goto('/people');
      await alert(page).waitFor();
      await firstRow(page).waitFor();
    },
  },
  'people failed': {
    complaint: REFUSED,
    async open(page, console) {
      for (const endpoint of ['pivot.users.list', 'actian.users.list', 'metabase.users.list']) {
        await console.fault({ endpoint, answer: down, times: 1 });
      }
      await page.goto('/people');
      await page.getByText('1 more connection could not be loaded').waitFor();
    },
  },
  'no people match': {
    async open(page) {
      await openPeople(page);
      await peopleSearch(page).fill('nobody of this name');
      await page.getByText('No people match').waitFor();
    },
  },
  'people, a token missing': {
    ask: 'pivot',
    async open(page) {
      await page.goto('/people');
      await firstRow(page).waitFor();
    },
  },
  'no users': {
    async open(page, console) {
      const empty = { kind: 'status', status: 200, body: '[]' };
      await console.fault({ endpoint: 'pivot.users.list', answer: empty, times: 1 });
      await page.goto('/pivot/users');
      await page.getByText('no users').waitFor();
    },
  },
  'no match': {
    async open(page) {
      await users(page);
      await page.getByRole('searchbox').fill('nobody of this name');
      await page.getByRole('button', { name: /^Clear/ }).waitFor();
    },
  },
  'switch pending': {
    async open(page, console) {
      await users(page);
      await failWrite(console, { kind: 'hang' });
      await page.getByRole('switch').first().click();
      await agree(page);
      await page.locator('[role=switch][aria-busy=true]').waitFor();
    },
  },
  'switch failed': {
    complaint: REFUSED,
    async open(page, console) {
      await users(page);
      await failWrite(console, down);
      await page.getByRole('switch').first().click();
      await agree(page);
      await alert(page).waitFor();
    },
  },
  'awkward names': {
    async open(page, console) {
      for (const name of ['a'.repeat(1000), 'مدير النظام', '<b>bold</b>', '👩🏽‍🚒 of the night shift']) {
        await addUser(console, { name, firstName: name, lastName: name, roles: [name, name] });
      }
      await users(page);
    },
  },
  'invite to Pivot': { open: (page) => openInvite(page, 'pivot') },
  'invite with everything unfolded': {
    async open(page) {
      await openInvite(page, 'pivot');
      await field(page, 'User name').fill('admin@company.com');
      for (const summary of await page.locator('main summary').all()) await summary.click();
      await field(page, 'Text (HTML)').fill('<p style="color:red">Hello ${name}</p><script>x()</script>');
    },
  },
  'invite with mistakes': {
    async open(page) {
      await openInvite(page, 'pivot');
      await submit(page);
      await alert(page).waitFor();
    },
  },
  'invite failed': {
    complaint: [/status of (404|503)/, 'nobody is there yet, and the platform fails'],
    async open(page, console) {
      await openInvite(page, 'pivot');
      await console.fault({ endpoint: 'pivot.users.set', answer: down, times: 1 });
      await field(page, 'User name').fill('new@company.com');
      await submit(page);
      await alert(page).waitFor();
    },
  },
  invited: {
    complaint: [/status of 404/, 'nobody is there yet'],
    async open(page) {
      await openInvite(page, 'pivot');
      await field(page, 'User name').fill('new@company.com');
      await submit(page);
      await page.getByRole('button', { name: 'Invite another user' }).waitFor();
    },
  },
  'one user of Pivot': { open: (page) => openFirst(page, 'pivot') },
  'one user of Actian': { open: (page) => openFirst(page, 'actian') },
  'one user of Metabase': { open: (page) => openFirst(page, 'metabase') },
  'one user with everything unfolded': {
    async open(page) {
      await openFirst(page, 'pivot');
      for (const summary of await panel(page).locator('summary').all()) await summary.click();
    },
  },
  'one user with a mistake': {
    async open(page) {
      await openFirst(page, 'actian');
      await fieldOf(page, 'First name').fill('');
      await save(page);
      await alert(page).waitFor();
    },
  },
  'one user, not saved': {
    complaint: REFUSED,
    async open(page, console) {
      await openFirst(page, 'pivot');
      await console.fault({ endpoint: 'pivot.users.set', answer: down, times: 1 });
      await fieldOf(page, 'First name').fill('Ada');
      await save(page);
      await part(page, 'Edit').locator('.receipt').waitFor();
    },
  },
  'removal of one user': {
    async open(page) {
      await openFirst(page, 'pivot');
      await part(page, 'Actions').getByRole('button', { name: 'Delete with its status' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  'no such user': {
    async open(page) {
      await page.goto('/actian/users/nobody@example.com');
      await page.getByText('User not found').waitFor();
    },
  },
  'invite to Actian': { open: (page) => openInvite(page, 'actian') },
  'invite to Actian with mistakes': {
    async open(page) {
      await openInvite(page, 'actian');
      await page.getByRole('radio', { name: /^Set a password now/ }).check();
      await submit(page);
      await alert(page).waitFor();
    },
  },
  'invite to Actian failed': {
    complaint: [/status of (404|503)/, 'nobody is there yet, and the platform fails'],
    async open(page, console) {
      await openInvite(page, 'actian');
      await console.fault({ endpoint: 'actian.users.create', answer: down, times: 1 });
      await fillNew(page);
      await submit(page);
      await failure(page).waitFor();
    },
  },
  'invited to Actian': {
    complaint: [/status of 404/, 'nobody is there yet'],
    async open(page) {
      await openInvite(page, 'actian');
      await fillNew(page);
      await submit(page);
      await page.getByRole('button', { name: 'Invite another user' }).waitFor();
    },
  },
  'invite to Metabase': {
    async open(page) {
      await openInvite(page, 'metabase');
      await page.getByText('Mail is set up').waitFor();
    },
  },
  'invite to Metabase without mail': {
    async open(page, console) {
      await withoutMail(console);
      await openInvite(page, 'metabase');
      await page.getByText('Mail is not set up').waitFor();
    },
  },
  'invite of somebody deactivated': {
    async open(page, console) {
      const { data } = await console.ask('GET', '/api/user?status=deactivated');
      await openInvite(page, 'metabase');
      await field(page, 'Email address').fill(data[0].email);
      await page.getByRole('button', { name: 'Reactivate' }).waitFor();
    },
  },
  'invite to Metabase failed': {
    complaint: [/status of 503/, 'the platform fails'],
    async open(page, console) {
      await openInvite(page, 'metabase');
      await console.fault({ endpoint: 'metabase.users.create', answer: down, times: 1 });
      await fillNew(page);
      await submit(page);
      await failure(page).waitFor();
    },
  },
  'invited to Metabase': {
    async open(page) {
      await openInvite(page, 'metabase');
      await fillNew(page);
      await submit(page);
      await page.getByRole('button', { name: 'Invite another user' }).waitFor();
    },
  },
  'invited to Metabase with a password': {
    async open(page, console) {
      await withoutMail(console);
      await openInvite(page, 'metabase');
      await page.getByText('Mail is not set up').waitFor();
      await fillNew(page);
      await submit(page);
      await page.getByRole('button', { name: 'Invite another user' }).waitFor();
    },
  },
  connections: { open: connections },
  'connections, one failing and one slow': {
    complaint: REFUSED,
    async open(page, console) {
      await console.fault({ endpoint: 'pivot.users.list', answer: down, times: 1 });
      await console.fault({ endpoint: 'actian.users.list', answer: { kind: 'hang' }, times: 1 });
      await page.goto('/');
      await alert(page).waitFor();
    },
  },
  'overview with its numbers as a table': {
    async open(page) {
      await connections(page);
      await page.getByText('Numbers as a table').click();
    },
  },
  'overview without what the server keeps': {
    complaint: [/status of (404|503)/, 'the server answers with it'],
    async open(page) {
      const answer = { status: 503, headers: { 'x-rollcall': '1' }, json: { error: 'It cannot be read.' } };
      await page.route('**/api/people', (route) => route.fulfill(answer));
      await connections(page);
      await alert(page).waitFor();
    },
  },
  activity: {
    async open(page) {
      await users(page);
      await visit(page, 'Activity');
      await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    },
  },
  'activity of nothing': {
    async open(page) {
      await heading(page, '/activity');
      await page.getByText('No requests yet').waitFor();
    },
  },
  'one request that failed': {
    complaint: REFUSED,
    async open(page, console) {
      await users(page);
      await console.fault({ endpoint: 'pivot.users.list', answer: down, times: 1 });
      await page.getByRole('button', { name: 'Refresh' }).click();
      await alert(page).waitFor();
      await visit(page, 'Activity');
      await page.getByLabel('Failures only').check();
      await page.getByRole('button', { name: 'List users' }).click();
    },
  },
  'activity that no filter passes': {
    async open(page) {
      await users(page);
      await visit(page, 'Activity');
      await page.getByRole('searchbox').fill('nothing of this kind');
      await page.getByText('No requests match these filters').waitFor();
    },
  },
  palette: {
    async open(page) {
      await connections(page);
      await page.keyboard.press('Control+k');
      await palette(page).fill('admin');
      await page.getByRole('dialog').getByRole('option').nth(1).waitFor();
    },
  },
  'palette of nothing': {
    async open(page) {
      await connections(page);
      await page.keyboard.press('Control+k');
      await palette(page).fill('nobody of this name');
    },
  },
  shortcuts: {
    async open(page) {
      await users(page);
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  'question with skipped users': {
    async open(page) {
      await users(page);
      await toAll(page, 'Disable');
      await page.getByRole('dialog').getByText('Requests that will be sent').click();
    },
  },
  'change under way': {
    async open(page, console) {
      await enableAll(page, console, { kind: 'hang' });
      await tray(page).getByRole('progressbar').waitFor();
    },
  },
  'change that failed in part': {
    complaint: REFUSED,
    async open(page, console) {
      await enableAll(page, console, down);
      await tray(page).getByRole('button', { name: 'Retry what failed' }).waitFor();
    },
  },
  'receipt of a change that failed in part': {
    complaint: REFUSED,
    async open(page, console) {
      await enableAll(page, console, down);
      await tray(page).getByRole('button', { name: 'Details' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  'a person': {
    seed: 'demo',
    async open(page) {
      await page.goto('/people/sofia.lindqvist@harborline.example');
      await page.getByRole('button', { name: /^Link/ }).waitFor();
    },
  },
  'a person who has departed': {
    seed: 'demo',
    async open(page) {
      await page.goto('/people/yusuf.demir@harborline.example');
      await page.getByRole('button', { name: 'They have returned' }).waitFor();
    },
  },
  'a person on an unknown connection': {
    seed: 'demo',
    complaint: REFUSED,
    async open(page, console) {
      await console.fault({ endpoint: 'metabase.users.list', answer: down, times: 1 });
      await page.goto('/people/yusuf.demir@harborline.example');
      await page.getByRole('button', { name: 'Retry Metabase demo' }).waitFor();
    },
  },
  'no such person': { seed: 'demo', open: (page) => heading(page, '/people/nobody@harborline.example') },
  drift: {
    seed: 'demo',
    async open(page) {
      await page.goto('/drift');
      await page.getByText('Statuses without a user').waitFor();
    },
  },
  'drift, dismissed with mistakes': {
    seed: 'demo',
    async open(page) {
      await page.goto('/drift');
      await page.getByRole('button', { name: /^Dismiss…/ }).first().click();
      await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
      await alert(page).waitFor();
    },
  },
  'settings of drift': {
    seed: 'demo',
    async open(page) {
      await page.goto('/drift');
      await page.getByRole('button', { name: 'Settings…' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  'choosing an administrator': {
    seed: 'demo',
    async open(page) {
      await page.goto('/drift');
      await page.getByRole('button', { name: /^Add an administrator/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  'drift of an unknown connection': {
    seed: 'demo',
    complaint: REFUSED,
    async open(page, console) {
      await console.fault({ endpoint: 'metabase.users.list', answer: down, times: 1 });
      await page.goto('/drift');
      await page.getByRole('button', { name: 'Retry Metabase demo' }).waitFor();
    },
  },
  profiles: {
    seed: 'demo',
    async open(page) {
      const entries = [{ connection: 'pivot', roles: ['analyst'] }];
      await put(page, 'profiles', { changes: [{ name: 'Analyst', version: 0, value: { entries } }] });
      await page.goto('/profiles');
      await page.getByText(/^Exactly this: \d+ people$/).click();
    },
  },
  'profiles, none yet': {
    seed: 'demo',
    async open(page) {
      await page.goto('/profiles');
      await page.getByText('No profiles yet').waitFor();
    },
  },
  'a new profile with mistakes': {
    seed: 'demo',
    async open(page) {
      await page.goto('/profiles?from=sofia.lindqvist@harborline.example');
      await page.getByRole('button', { name: 'Save profile' }).click();
      await alert(page).waitFor();
    },
  },
  'no approvals': {
    async open(page) {
      await page.goto('/approvals');
      await page.getByText('There are no approvals yet').waitFor();
    },
  },
  'approvals failed': {
    complaint: [/status of 503/, 'the server answers with it'],
    async open(page) {
      const answer = { status: 503, headers: { 'x-rollcall': '1' }, json: { error: 'They cannot be read.' } };
      await page.route('**/api/approvals', (route) => route.fulfill(answer));
      await page.goto('/approvals');
      await alert(page).waitFor();
    },
  },
  'no such approval': {
    complaint: [/status of 404/, 'there is none'],
    async open(page) {
      await page.goto(`/approvals/${'0'.repeat(32)}`);
      await page.getByText('There is no approval with the ID').waitFor();
    },
  },
  'not found': { open: (page) => heading(page, '/nowhere') },
  'unknown connection': { open: (page) => heading(page, '/missing/users') },
};
