// The receipt of people who left, and leaves that do not go as planned: what is said is what was read back.

import { look } from '../harness/axe.js';
import { confirm, leaveUrl, openPlan, part, receiptLink, removeButton } from '../harness/leave.js';
import { test, expect, region } from '../harness/people.js';

const CHLOE = 'chloe.martin@harborline.example';
const HANNAH = 'hannah.weiss@harborline.example';
const SOFIA = 'sofia.lindqvist@harborline.example';
const DOWN = { kind: 'status', status: 503, body: '{"error":"The user store is being moved."}' };
const REFUSED = [/status of 503/, 'the platform answers with it'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

const outcomeList = (page) => page.locator('.plan-outcomes');

const isDisabledOnPivot = async (console, name) => {
  const { userStatuses } = await console.ask('GET', '/api/v1/user-statuses');
  return userStatuses.some((status) => status.name === name && status.disabled !== null && status.disabled !== undefined);
};

// Reading an account back that was removed finds none.
test.beforeEach(({ complaints }) => complaints.allow(/status of 404/, 'a removed account is gone'));

test('removes access everywhere, reads it back, and keeps a receipt that is found again', async ({ page, console }) => {
  await openPlan(page, SOFIA);
  await confirm(page);
  await expect(outcomeList(page)).toContainText('Sofia Lindqvist can sign in nowhere any more: read back on 3 connections.');
  expect(await isDisabledOnPivot(console, SOFIA)).toBe(true);
  await expect(page.getByText('On record as departed.')).toBeVisible();
  await receiptLink(page).click();
  await expect(page).toHaveURL(/\/receipts\/[0-9a-f]+$/);
  await expect(page).toHaveTitle(/^Removal of access: Sofia Lindqvist/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Removal of access: Sofia Lindqvist');
  await expect(region(page, /^Pivot/)).toContainText('Disable: done, read back.');
  await expect(region(page, /^Pivot/)).toContainText('disabled');
  await expect(region(page, 'Audit log')).toBeVisible();
  const receipt = page.url();
  await page.goto(`/people/${SOFIA}`);
  await page.getByRole('region', { name: 'Receipts' }).getByRole('link').first().click();
  await expect(page).toHaveURL(receipt);
});

test('deletes where that is chosen, after it was typed', async ({ page, console }) => {
  await openPlan(page, SOFIA);
  await part(page, 'Pivot').getByRole('combobox').selectOption('Remove');
  await expect(part(page, 'Pivot').getByRole('combobox')).toBeFocused();
  await confirm(page);
  await expect(outcomeList(page)).toContainText('can sign in nowhere');
  expect(JSON.stringify(await console.ask('GET', '/api/v1/users'))).not.toContain(SOFIA);
});

test('goes on without a connection that cannot be read, and calls nothing there verified', async ({ page, console, complaints }) => {
  complaints.expect(...REFUSED);
  await console.fault({ endpoint: 'metabase.users.list', answer: DOWN });
  await page.goto(leaveUrl(SOFIA));
  await expect(page.getByText('Metabase demo is not known')).toBeVisible();
  await confirm(page);
  await expect(outcomeList(page)).toContainText('Sofia Lindqvist: not verified on Metabase demo.');
  await expect(page.getByText('Not on record as departed, because')).toBeVisible();
  await receiptLink(page).click();
  await expect(region(page, /^Metabase/)).toContainText('Not verified');
  await page.goBack();
  await page.getByRole('button', { name: 'Mark as departed anyway' }).click();
  await expect(page.getByText('On record as departed.', { exact: true })).toBeVisible();
});

test('says who can still sign in where a platform fails in the middle, and can be planned again', async ({ page, console, complaints }) => {
  complaints.expect(...REFUSED);
  await openPlan(page, SOFIA);
  for (const endpoint of ['pivot.statuses.set', 'pivot.statuses.create']) await console.fault({ endpoint, answer: DOWN, times: 20 });
  await confirm(page);
  await expect(outcomeList(page)).toContainText('Sofia Lindqvist can still sign in on Pivot demo.', { timeout: 30_000 });
  await expect(outcomeList(page)).toContainText('The user store is being moved.');
  await console.ask('DELETE', '/__mock/faults');
  await page.getByRole('button', { name: 'Plan again' }).click();
  await expect(removeButton(page)).not.toHaveAttribute('aria-disabled', 'true');
  await confirm(page);
  await expect(outcomeList(page)).toContainText('can sign in nowhere any more');
});

test('can be cancelled: what has begun is completed and read back', async ({ page, console }) => {
  await openPlan(page, SOFIA, CHLOE, HANNAH);
  for (const endpoint of ['pivot.statuses.set', 'pivot.statuses.create']) await console.fault({ endpoint, answer: { kind: 'slow', ms: 300 } });
  await confirm(page);
  await page.getByRole('button', { name: 'Cancel what has not begun' }).click();
  await expect(outcomeList(page)).toBeVisible();
});

test('says where there is no receipt', async ({ page }) => {
  await page.goto('/receipts/00000000000000000000000000000000');
  await expect(page.getByText('There is no receipt with the ID')).toBeVisible();
});

test('prints a receipt without the page around it', async ({ page }) => {
  await openPlan(page, SOFIA);
  await confirm(page);
  await receiptLink(page).click();
  await expect(region(page, 'Audit log')).toBeVisible();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const text = await page.evaluate(() => document.body.innerText);
  for (const words of ['Removal of access: Sofia Lindqvist', 'Disable: done, read back.', 'Audit log']) {
    expect(text).toContain(words);
  }
  for (const words of ['Save as JSON', 'Keyboard shortcuts', 'Overview']) expect(text).not.toContain(words);
  const colours = await page.evaluate(() =>
    [...document.querySelectorAll('.people-receipt *')].map((one) => getComputedStyle(one).color),
  );
  expect([...new Set(colours)]).toEqual(['rgb(0, 0, 0)']);
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing on the plan, the outcome and the receipt in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const check = async (what) => {
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        const { violations } = await look(page, { tags: TAGS });
        expect.soft(violations, `${what}, ${width} px wide`).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect.soft(overflow, `${what} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
      }
    };
    await openPlan(page, SOFIA, CHLOE);
    await check('the plan');
    await confirm(page);
    await expect(outcomeList(page)).toBeVisible();
    await check('the outcome');
    await receiptLink(page).first().click();
    await expect(region(page, 'Audit log')).toBeVisible();
    await check('the receipt');
  });
}
