// What README.md shows of the console: `npm run screenshots -- --tour` makes the pictures.

import { expect } from '@playwright/test';
import { field, openInvite, preview } from './invite.js';
import { signIn } from './team.js';
import { part } from './user.js';
import { openUsersWhole, press, searchBox } from './users.js';

/** Selects all users that a search finds, and asks to disable them. */
async function planOfMany(page) {
  await openUsersWhole(page);
  await searchBox(page).fill('viewer');
  await page.getByRole('checkbox', { name: 'Select all shown' }).check();
  const bar = page.getByRole('region', { name: 'Selected users' });
  await bar.getByRole('button', { name: 'Disable', exact: true }).click();
  await page.getByRole('dialog').getByText('Requests that will be sent').click();
}

async function invitation(page) {
  await openInvite(page, 'pivot');
  await field(page, 'User name').fill('zoe.adler@harborline.example');
  await field(page, 'First name').fill('Zoe');
  await field(page, 'Last name').fill('Adler');
  await field(page, 'Address in the link').fill('https://pivot.harborline.example');
  await expect(preview(page)).toContainText('pivot.harborline.example');
  await page.getByRole('checkbox', { name: 'Viewer' }).check();
}

/** Some work, one change that the platform refuses among it, and what the audit log says of it. */
async function auditLog(page, mock) {
  await signIn(page, 'ada');
  await openUsersWhole(page);
  for (const name of ['chloe.martin', 'ana.popescu', 'david.cohen']) {
    await press(page, `${name}@harborline.example`);
  }
  const refusal = { kind: 'status', status: 403, body: '{"error":"This token may not change this user."}' };
  await mock.fault({ endpoint: 'pivot.statuses.set', answer: refusal, times: 1 });
  await press(page, 'carlos.mendoza@harborline.example');
  await press(page, 'arjun.patel@harborline.example');
  // Loaded anew: without the notices of what was just done.
  await page.goto('/activity/trail');
  await page.getByRole('row').filter({ hasText: 'arjun.patel' }).first().waitFor();
}

async function overview(page) {
  await page.goto('/');
  await page.getByText('Reachable, signed in').nth(2).waitFor();
  await page.locator('.chart-bar rect').nth(6).waitFor();
}

async function oneUser(page) {
  await page.goto('/metabase/users');
  await page.getByRole('row').filter({ hasText: 'ana.popescu@harborline.example' }).getByRole('link').click();
  await part(page, 'Edit').waitFor();
}

async function people(page) {
  await page.goto('/people');
  await page.getByText('78 of 78 shown').waitFor();
}

/** What is done with two leavers on every connection, before anything is. */
async function leave(page) {
  await page.goto('/people/leave?person=amara.okafor@harborline.example&person=arjun.patel@harborline.example');
  await page.getByRole('article').nth(2).waitFor();
}

/**
 * `name` is that of the file, `looks` the colours it is shown in, `height` that of the window, `open` brings a page
 * there. With `team` it is the `rollcall` program with people who sign in, else the demo. The page's clock stands still
 * except where it is `running`, because the picture shows how long something took.
 */
export const TOUR = [
  { name: 'users', looks: ['light', 'dark'], open: openUsersWhole },
  { name: 'overview', looks: ['light'], height: 660, running: true, open: overview },
  { name: 'people', looks: ['light'], height: 560, open: people },
  { name: 'leave', looks: ['light'], height: 860, open: leave },
  { name: 'user', looks: ['light'], open: oneUser },
  { name: 'invite', looks: ['light'], open: invitation },
  { name: 'plan', looks: ['dark'], height: 820, open: planOfMany },
  { name: 'audit-log', looks: ['light'], team: true, open: auditLog },
];
