// A receipt outside the console: as a file that an auditor compares with the audit log, on paper, and found again
// through the log.

import { confirm, openPlan, outcomes, receiptLink } from '../harness/leave.js';
import { region } from '../harness/people.js';
import { readPdf } from '../harness/pdf.js';
import { saved } from '../harness/shell.js';
import { expect, signIn, test } from '../harness/team.js';

test.use({ seed: 'demo' });

const YUKI = 'yuki.tanaka@harborline.example';
const ANA = 'ana.popescu@harborline.example';
const rows = (page) => page.getByRole('table', { name: 'Entries', exact: true }).getByRole('row').filter({ has: page.getByRole('rowheader') });
const entry = (page, what) => rows(page).filter({ has: page.getByRole('button', { name: what, exact: true }) });

/** Removes the access of Yuki Tanaka and opens the receipt. */
async function openReceipt(page) {
  await signIn(page, 'ada');
  await openPlan(page, YUKI);
  await confirm(page);
  await expect(outcomes(page)).toContainText(['On record as departed.']);
  await receiptLink(page).click();
  await expect(region(page, 'Audit log').getByText('This receipt was stored')).toBeVisible();
}

const save = (page) => saved(page, () => page.getByRole('button', { name: 'Save as JSON' }).click());

test.beforeEach(({ complaints }) => complaints.allow(/status of 404/, 'a removed account is gone'));

test('the saved file agrees with the audit log', async ({ page, rollcall }) => {
  await openReceipt(page);
  const { name, text } = await save(page);
  expect(name).toMatch(/^receipt-[0-9a-f]+\.json$/);
  const verified = await rollcall.verifyReceipt(text);
  expect(verified.text).toContain(`receipt.json agrees with the log. It is about ${YUKI}; requests: 3`);
  expect(verified.status).toBe(0);
});

for (const [what, change, expected] of [
  ['in the name of the person', (text) => text.replace('"Yuki Tanaka"', '"Yuki Tanaca"'), /the receipt was changed: it does not have the hash that row \d+ of the log has/],
  ['in what was read back', (text) => text.replace('"verdict": "disabled"', '"verdict": "Disabled"'), /the receipt was changed/],
  ['in who made a request', (text) => text.replace('"who": "ada"', '"who": "adb"'), /the who is “adb” in the receipt and “ada” in the log/],
  [
    'in a hash of the log',
    (text) => text.replace(/"hash": "([0-9a-f])/, (_, digit) => `"hash": "${digit === '0' ? '1' : '0'}`),
    /the row is “\d+:[0-9a-f]+” in the receipt and “\d+:[0-9a-f]+” in the log/,
  ],
]) {
  test(`a file with one byte changed ${what} does not agree, and it is said how not`, async ({ page, rollcall }) => {
    await openReceipt(page);
    const { text } = await save(page);
    const changed = change(text);
    expect(changed.length).toBe(text.length);
    expect(changed).not.toBe(text);
    const verified = await rollcall.verifyReceipt(changed);
    expect(verified.text).toContain('receipt.json does not agree with the log:');
    expect(verified.text).toMatch(expected);
    expect(verified.status).toBe(1);
  });
}

test('the PDF has the whole receipt and nothing else of the page, on A4 and Letter', async ({ page }) => {
  await openReceipt(page);
  const { text: file } = await save(page);
  const receipt = JSON.parse(file);
  for (const [format, width, height] of [['A4', 595, 842], ['Letter', 612, 792]]) {
    const pages = await readPdf(await page.pdf({ format }));
    for (const one of pages) {
      expect(Math.abs(one.width - width), format).toBeLessThan(2);
      expect(Math.abs(one.height - height), format).toBeLessThan(2);
    }
    const text = pages.map((one) => one.text).join('\n');
    const words = text.replace(/\s+/g, ' ');
    for (const part of [
      'Removal of access: Yuki Tanaka',
      'Yuki Tanaka can sign in nowhere any more: read back on 3 connections.',
      'ada, signed in with local',
      'Pivot Disabled',
      'Actian No account',
      'Metabase Disabled',
      'Disable: done, read back.',
      'Audit log',
      'This receipt was stored',
    ]) {
      expect(words, format).toContain(part);
    }
    // Long texts are broken over lines, and none is cut off.
    const letters = text.replace(/\s+/g, '');
    const logged = receipt.entries.flatMap(({ asked, ended }) => [asked, ended]);
    for (const { number, hash } of [...logged, receipt.recorded]) {
      expect(letters, format).toContain(`#${number}`);
      expect(letters, format).toContain(hash);
    }
    for (const part of [receipt.id, YUKI]) expect(letters, format).toContain(part);
    for (const part of ['Save as', 'Print', 'Overview', 'Keyboard', 'Drift']) expect(words, format).not.toContain(part);
  }
});

test('the audit log leads to the receipt, and to the person', async ({ page }) => {
  await openReceipt(page);
  const receipt = new URL(page.url()).pathname;
  await page.getByRole('link', { name: 'Activity' }).click();
  await page.getByRole('link', { name: 'Audit log' }).click();
  await entry(page, 'Store receipt').getByRole('link', { name: YUKI }).click();
  await expect(page).toHaveURL(receipt);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Removal of access: Yuki Tanaka');
  await page.goBack();
  await entry(page, 'Mark as departed').getByRole('link', { name: YUKI }).click();
  await expect(page).toHaveURL(`/people/${YUKI}`);
  await expect(page.getByRole('region', { name: 'Departed' })).toBeVisible();
  await page.goBack();
  // In full, too; the dialog makes room for the page that it leads to.
  await entry(page, 'Mark as departed').getByRole('button').click();
  const dialog = page.getByRole('dialog', { name: 'Mark as departed' });
  await dialog.getByRole('link', { name: YUKI }).click();
  await expect(page).toHaveURL(`/people/${YUKI}`);
  await expect(dialog).toHaveCount(0);
});

test('the overview and the page of the person have links to the receipt, too', async ({ page }) => {
  await openReceipt(page);
  const receipt = new URL(page.url()).pathname;
  await page.getByRole('link', { name: 'Overview' }).click();
  const last = page.getByRole('table', { name: 'Last changes', exact: true });
  await last.getByRole('row').filter({ hasText: 'Store receipt' }).getByRole('link', { name: YUKI }).click();
  await expect(page).toHaveURL(receipt);
  await page.goto(`/people/${YUKI}`);
  const history = page.getByRole('row').filter({ hasText: 'Store receipt' });
  await expect(history.getByRole('link', { name: YUKI })).toHaveAttribute('href', receipt);
});

test('a link of accounts leads to the person they belong to now', async ({ page }) => {
  await signIn(page, 'ada');
  await page.goto(`/people/${ANA}`);
  await page.getByRole('button', { name: /^Link/ }).first().click();
  await expect(page.getByRole('row').filter({ hasText: 'Link accounts to person' }).first()).toBeVisible();
  await page.goto('/activity/trail?kind=people');
  await entry(page, 'Link accounts to person').first().getByRole('link').click();
  await expect(page).toHaveURL(/\/people\/ana\.popescu(~2Btest)?@harborline\.example$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ana Popescu');
});
