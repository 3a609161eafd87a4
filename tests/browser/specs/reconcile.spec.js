// Comparing a list of people with the platforms: the file, the lists, the plan, the run and the report.

import { look } from '../harness/axe.js';
import { outcomes, plan, receiptOf, summary } from '../harness/leave.js';
import { expect, test } from '../harness/people.js';
import {
  SAMPLE,
  choose,
  compare,
  compareButton,
  counts,
  file,
  fileInput,
  openPlan,
  planButton,
  report,
  row,
  run,
  runButton,
  selectAll,
  tab,
  table,
} from '../harness/reconcile.js';

const ANA = 'ana.sato@company.com';
const YUSUF = 'yusuf.demir@harborline.example';
const CHLOE = 'chloe.martin@harborline.example';

/** The bytes of a text in UTF-16. */
const utf16 = (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

test.beforeEach(({ complaints }) => complaints.allow(/status of 404/, 'an account that is to be created is looked for'));

test('the sample becomes accounts with receipts, and running it again plans nothing', async ({ page }) => {
  await page.goto('/people');
  await page.getByRole('link', { name: 'Reconcile with a file…' }).click({ timeout: 15_000 });
  const sample = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download a sample' }).click();
  expect((await sample).suggestedFilename()).toBe('people.csv');
  await fileInput(page).setInputFiles(SAMPLE);
  await expect(page.locator('main').getByText('4 rows, 5 columns, UTF-8, cells separated by semicolons')).toBeVisible();
  await expect(page.getByLabel('Email address')).toHaveValue('0');
  await expect(page.getByLabel('“left”')).toHaveValue('gone');
  await compare(page);
  expect(await counts(page)).toEqual({
    'To create': 3,
    'To change': 0,
    'To remove': 0,
    'Nothing to do': 1,
    'Cannot decide': 0,
  });
  await expect(planButton(page)).toHaveAttribute('aria-disabled', 'true');
  await selectAll(page, 'To create');
  await openPlan(page);
  await expect(plan(page).getByRole('article')).toHaveCount(3);
  await expect(plan(page)).toContainText('Create');
  await run(page);
  await expect(summary(page)).toHaveText('All 3 people are as planned.', { timeout: 30_000 });
  await expect(outcomes(page)).toContainText(['Ana Sato is as planned: read back on 3 connections.']);
  const receipt = await receiptOf(page, ANA);
  expect(receipt.body.purpose).toBe('reconcile');
  expect(receipt.body.connections.map(({ verdict }) => verdict)).toEqual(['as-planned', 'as-planned', 'as-planned']);
  const { name, bytes } = await report(page);
  expect(name).toBe('people-report.csv');
  const lines = bytes.toString().split(/\r?\n/);
  expect(lines[0]).toBe('email;first name;last name;status;role;Rollcall: list;Rollcall: details');
  expect(lines[1]).toMatch(/^ana\.sato@company\.com;Ana;Sato;active;analyst;/);
  expect(lines[1]).toContain('is as planned: read back on 3 connections.');
  await page.getByRole('button', { name: 'Plan again' }).click();
  await expect.poll(() => counts(page)).toMatchObject({ 'To create': 0, 'To change': 0, 'Nothing to do': 4 });
});

test('a name that differs is changed, and nothing else is', async ({ page, console }) => {
  await choose(page, file(`email,first name\n${CHLOE},Chloe\n`));
  await compare(page);
  expect(await counts(page)).toMatchObject({ 'To create': 0, 'To change': 1 });
  await selectAll(page, 'To change');
  await expect(row(page, 'To change', CHLOE)).toContainText('first name: “Chloé” → “Chloe”');
  await openPlan(page);
  await run(page);
  await expect(outcomes(page)).toContainText(['is as planned'], { timeout: 30_000 });
  const { data } = await console.ask('GET', '/api/user?status=all&limit=200');
  const found = data.find(({ email }) => email.toLowerCase() === CHLOE);
  expect([found.first_name, found.last_name]).toEqual(['Chloe', 'Martin']);
});

test('access is removed only if that is chosen and selected', async ({ page, console }) => {
  await choose(page, file(`email,status\n${YUSUF},left\n`));
  await compare(page);
  expect(await counts(page)).toMatchObject({ 'To remove': 0, 'Nothing to do': 1 });
  await tab(page, 'Nothing to do').click();
  await expect(row(page, 'Nothing to do', YUSUF)).toContainText('Removing access was not chosen.');
  await page.getByRole('button', { name: 'Change the settings' }).click();
  await page.getByLabel('Whose access is to be removed').selectOption('marked');
  await compare(page);
  expect(await counts(page)).toMatchObject({ 'To remove': 1 });
  await expect(planButton(page)).toHaveAttribute('aria-disabled', 'true');
  await selectAll(page, 'To remove');
  await openPlan(page);
  await run(page);
  await expect(outcomes(page)).toContainText(['Yusuf Demir is as planned'], { timeout: 30_000 });
  const { data } = await console.ask('GET', '/api/user?status=all&limit=200');
  expect(data.find(({ email }) => email.toLowerCase() === YUSUF).is_active).toBe(false);
});

test('taking access from many needs the number to be typed', async ({ page }) => {
  await choose(page, file(`email\n${CHLOE}\n`));
  await page.getByLabel('Whose access is to be removed').selectOption('absent');
  await compare(page);
  await selectAll(page, 'To remove');
  await openPlan(page);
  await runButton(page).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(/On Metabase demo, access is taken from \d+ of \d+ enabled accounts\./);
  await dialog.getByRole('textbox').fill('1');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(runButton(page)).toBeVisible();
});

/** Files that are read, or refused with the reason: name, content, what is said. */
const FILES = [
  ['an empty file', '', 'There is nothing in it.'],
  ['names of columns alone', 'email,name\n', 'It has names of columns and no row below them.'],
  ['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), 'It is a workbook of a spreadsheet program.'],
  ['unbalanced quotes in the names of columns', '"email,name\nana@b.example,Ana\n', 'Row 1, with the names of the columns, cannot be read: its quotes are unbalanced.'],
  ['unbalanced quotes in a row', `email,name\nana@b.example,"Ana\nbo@b.example,Bo\n`, '1 row cannot be read and will not be decided: row 2: its quotes are unbalanced.'],
  ['a row with too few cells', 'email,name\nana@b.example\n', 'row 2: it has 1 cell in place of 2.'],
  ['a NUL character', 'email,name\nana@b.example,A\0na\nbo@b.example,Bo\n', 'row 2: it contains a NUL character.'],
  ['names of columns twice', 'email,name,name\nana@b.example,Ana,Sato\n', 'Several columns have the same name: name.'],
  ['UTF-16', utf16('email\tname\r\nana@b.example\tChloé\r\n'), '1 row, 2 columns, UTF-16, cells separated by tabs'],
  ['Windows-1252', Buffer.from('email;name\r\nana@b.example;Chlo\xe9\r\n', 'latin1'), '1 row, 2 columns, Windows-1252, cells separated by semicolons'],
  ['a line that names the separator', 'sep=;\r\nemail;name\r\nana@b.example;"Sato, Ana"\r\n', '1 row, 2 columns, UTF-8, cells separated by semicolons'],
  ['no names of columns', 'ana@b.example,Ana\n', 'The first row has an address, so the file has no names of columns.'],
];

test('every kind of file is read, or refused with the row and the reason', async ({ page }) => {
  await page.goto('/people/reconcile');
  for (const [name, content, words] of FILES) {
    await test.step(name, async () => {
      const again = page.getByRole('button', { name: 'Choose another file' });
      if (await again.isVisible()) await again.click();
      await fileInput(page).setInputFiles(file(content));
      await expect(page.locator('main').getByText(words)).toBeVisible();
    });
  }
});

test('what cannot be decided is left alone, each row with its reason', async ({ page }) => {
  const list = [
    'email,first name,status',
    `${CHLOE},Chloé,active`,
    `${CHLOE},Clara,active`,
    ',Nobody,active',
    'bo at home,Bo,active',
    'di\u200b@b.example,Di,active',
    '"=HYPERLINK(""x"")",Ed,active',
    'fe@b.example,Fe,perhaps',
  ];
  await choose(page, file(list.join('\n')));
  await compare(page);
  expect(await counts(page)).toMatchObject({ 'To create': 0, 'To change': 0, 'Cannot decide': 7 });
  await tab(page, 'Cannot decide').click();
  const found = table(page, 'Cannot decide');
  for (const words of [
    'Several rows with this address say different things. The first is row 2.',
    'It has no email address.',
    'Its address is not an email address.',
    'U+200B',
    'It has a formula in place of an email address.',
    '“perhaps” does not say whether they work here',
  ]) {
    await expect(found.getByText(words).first()).toBeVisible();
  }
  await expect(found.getByRole('checkbox')).toHaveCount(0);
});

test('a list can be pasted or dropped, and is compared with the connections that are chosen', async ({ page }) => {
  await page.goto('/people/reconcile');
  await page.getByLabel('Or paste the list').fill(`email\tfirst name\tlast name\n${ANA}\tAna\tSato\n`);
  await page.getByRole('button', { name: 'Read the text' }).click();
  await expect(page.getByText('The pasted list')).toBeVisible();
  for (const connection of ['Pivot demo', 'Actian demo']) {
    await page.getByRole('article', { name: connection }).getByLabel('Compare with this connection').uncheck();
  }
  await compare(page);
  await expect(row(page, 'To create', ANA)).toContainText('Metabase demo: create');
  await expect(row(page, 'To create', ANA)).not.toContainText('Pivot demo');
  await page.getByRole('button', { name: 'Choose another file' }).click();
  const data = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['email\nbo@company.com\n'], 'dropped.csv', { type: 'text/csv' }));
    return data;
  });
  await page.locator('main').dispatchEvent('drop', { dataTransfer: data });
  await expect(page.getByText('dropped.csv')).toBeVisible();
});

test('what was chosen is remembered for the same columns, and nothing about people is', async ({ page }) => {
  const content = `mail,other,status\n${CHLOE},${YUSUF},active\n`;
  await choose(page, file(content));
  await page.getByLabel('Email address').selectOption('1');
  await page.getByLabel('Whose access is to be removed').selectOption('absent');
  await compare(page);
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(stored).toContain('rollcall.reconcile.');
  expect(stored).not.toContain('harborline');
  await choose(page, file(content));
  await expect(page.getByLabel('Email address')).toHaveValue('1');
  await expect(page.getByLabel('Whose access is to be removed')).toHaveValue('never');
});

test('roles are compared by their names, and other values stand for what is chosen', async ({ page }) => {
  await choose(page, file(`email,team\n${CHLOE},dragons\n`));
  const metabase = page.getByRole('article', { name: 'Metabase demo' });
  await metabase.getByLabel('Column with the groups').selectOption({ label: 'team' });
  await compare(page);
  await tab(page, 'Cannot decide').click();
  await expect(row(page, 'Cannot decide', CHLOE)).toContainText('No role or group is called “dragons”');
  const choice = page.getByLabel('“dragons” on Metabase demo');
  await choice.selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Compare again' }).click();
  await expect(page.getByText('No role or group is called “dragons”')).toHaveCount(0);
  await expect(table(page, 'Cannot decide')).toContainText('their account is disabled');
});

test('opening a person, and a connection that is down, lose nothing that was chosen', async ({ page, console, complaints }) => {
  await choose(page, file(`email,first name\n${CHLOE},Chloe\n${YUSUF},Yusuf\n`));
  await compare(page);
  await selectAll(page, 'To change');
  await row(page, 'To change', CHLOE).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Chloé Martin');
  await page.goBack();
  await expect(tab(page, 'To change')).toContainText('1 selected');
  complaints.allow(/status of 503/, 'the connection is down');
  await console.fault({
    endpoint: 'metabase.users.list',
    answer: { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' },
  });
  await openPlan(page);
  await run(page);
  await expect(page.getByText('The accounts have changed since this plan was shown')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Back to the lists' }).click();
  await expect(page.getByText('people.csv')).toHaveCount(0);
  await expect(tab(page, 'To change')).toBeVisible();
});

test('a list is searched by name, address and row, and what is selected stays', async ({ page }) => {
  await choose(page, SAMPLE);
  await compare(page);
  await selectAll(page, 'To create');
  const search = page.getByRole('searchbox', { name: 'Search this list' });
  const rows = table(page, 'To create').getByRole('rowheader');
  for (const [text, found] of [
    ['okafor', 'Bo Okafor'],
    ['DI.MINH@', 'Di Minh'],
    ['sato ana', 'Ana Sato'],
    ['5', 'Di Minh'],
  ]) {
    await search.fill(text);
    await expect(rows).toHaveText([found]);
    await expect(page.locator('.toolbar [role=status]')).toHaveText('1 of 3 shown');
  }
  await table(page, 'To create').getByRole('checkbox', { name: 'Select Di Minh' }).uncheck();
  await search.fill('nobody here');
  await expect(rows).toHaveCount(0);
  await expect(page.locator('.toolbar [role=status]')).toHaveText('0 of 3 shown');
  await search.fill('');
  await expect(rows).toHaveCount(3);
  await expect(tab(page, 'To create')).toContainText('2 selected');
  await search.fill('novák');
  await tab(page, 'Nothing to do').click();
  await expect(table(page, 'Nothing to do').getByRole('rowheader')).toHaveText(['Cy Novák']);
});

test('on a phone all of what was found is shown', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await choose(page, SAMPLE);
  await compare(page);
  await tab(page, 'To create').click();
  const found = table(page, 'To create').getByRole('cell').filter({ hasText: 'Metabase demo' });
  await expect(found).toHaveCount(3);
  for (const cell of await found.all()) {
    const cut = await cell.evaluate((one) => [one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth]);
    expect(cut).toEqual([0, 0]);
  }
  const heights = await table(page, 'To create').getByRole('row').filter({ has: page.getByRole('rowheader') }).evaluateAll((all) => all.map((one) => one.scrollHeight - one.clientHeight));
  expect(heights).toEqual([0, 0, 0]);
});

test('the whole way works by keyboard alone', async ({ page }) => {
  await choose(page, file(`email,first name\n${CHLOE},Chloe\n`));
  await expect(compareButton(page)).toHaveAttribute('aria-disabled', 'false');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await compareButton(page).focus();
  await page.keyboard.press('Enter');
  await expect(tab(page, 'To change')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await tab(page, 'To change').focus();
  await page.keyboard.press('Enter');
  const box = row(page, 'To change', CHLOE).getByRole('checkbox');
  await box.focus();
  await page.keyboard.press('Space');
  await expect(box).toBeChecked();
  await planButton(page).focus();
  await page.keyboard.press('Enter');
  await expect(runButton(page)).toHaveAttribute('aria-disabled', 'false');
  await runButton(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(outcomes(page)).toContainText(['is as planned'], { timeout: 30_000 });
});

test('it fits a phone, and assistive technology finds no fault', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const fits = async () => {
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect((await look(page)).violations).toEqual([]);
  };
  await page.goto('/people/reconcile');
  await fits();
  await fileInput(page).setInputFiles(SAMPLE);
  await expect(compareButton(page)).toHaveAttribute('aria-disabled', 'false');
  await fits();
  await compare(page);
  await fits();
  await selectAll(page, 'To create');
  await openPlan(page);
  await fits();
});
