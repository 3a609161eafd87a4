// The session ends while access is being removed: the page says so, waits, and then says exactly what was done.

import { look } from '../harness/axe.js';
import { confirm, openPlan, outcomes, receiptCount, receiptLink, receiptOf, removeButton, summary, verdicts } from '../harness/leave.js';
import { ended, expect, signIn, signOut, test } from '../harness/team.js';

test.use({ seed: 'demo' });

const YUKI = 'yuki.tanaka@harborline.example';
const NAME = 'Yuki Tanaka';
const WAITS = 'The connections cannot be read again until you are signed in.';
/** How long a platform takes for what is under way when the session ends: longer than that, on a busy machine as well. */
const SLOW = 6_000;

/** People who can sign in to Pivot. */
const MANY = [
  'tomasz.wisniewski',
  'yuki.tanaka',
  'maria.fernandez',
  'zoe.muller',
  'chidi.eze',
  'priya.raghunathan',
  'omar.haddad',
  'isabella.rossi',
  'leila.farahani',
  'kwame.mensah',
].map((name) => `${name}@harborline.example`);

/** The changes of a connection that the audit log has. */
async function changesOf(page, connection) {
  const answer = await page.request.get(`/api/trail?kind=change&connection=${connection}`);
  return (await answer.json()).changes;
}

/** How far it is on a connection. */
const progress = (page, connection) => page.locator('.plan-runs > li').filter({ hasText: connection });

/** Begins to remove access, and ends the session while so many changes of `connection` are under way, and after `others`. */
async function interrupt(page, connection, count, others = async () => {}) {
  await confirm(page);
  await expect.poll(async () => (await changesOf(page, connection)).length).toBe(count);
  await others();
  await signOut(page);
  await expect(ended(page)).toBeVisible({ timeout: 2 * SLOW });
  await expect(ended(page)).toContainText('Nothing is lost');
  await expect(page.getByText(WAITS)).toBeVisible({ timeout: 2 * SLOW });
}

/** Signs in again in another tab, and comes back to this one. */
async function comeBack(page, name = 'ada') {
  await signIn(page, name);
  await ended(page).getByRole('button', { name: 'Retry' }).click();
  if (name !== 'ada') await ended(page).getByRole('button', { name: `Continue as ${name}` }).click();
  await expect(ended(page)).toHaveCount(0);
}

/** Who can sign in to Pivot, by what Pivot itself says. */
async function areEnabled(console, people) {
  const { userStatuses } = await console.ask('GET', '/api/v1/user-statuses');
  const disabled = new Set(userStatuses.filter((status) => status.disabled).map(({ name }) => name));
  return people.filter((name) => !disabled.has(name));
}

/** Who can sign in to Metabase, by what Metabase itself says. */
async function areActive(console, people) {
  const { data } = await console.ask('GET', '/api/user?status=all&limit=200');
  const active = new Set(data.filter((user) => user.is_active).map(({ email }) => email));
  return people.filter((email) => active.has(email));
}

test.beforeEach(async ({ page, complaints }) => {
  complaints.expect(/status of 401/, 'the session has ended');
  complaints.allow(/status of 404/, 'a removed account is gone');
  await signIn(page, 'ada');
});

test('with many people: each receipt says what was done and what was not, and the rest is done after', async ({ page, console, rollcall }) => {
  test.setTimeout(120_000);
  await openPlan(page, ...MANY);
  for (const endpoint of ['pivot.statuses.set', 'pivot.statuses.create']) {
    await console.fault({ endpoint, answer: { kind: 'slow', ms: SLOW }, times: 6 });
  }
  await interrupt(page, 'pivot', 6);
  for (const person of MANY) await expect(outcomes(page).filter({ hasText: person })).toHaveCount(0);
  await comeBack(page);

  // What the receipts say is what the platforms say.
  const enabled = { pivot: await areEnabled(console, MANY), metabase: await areActive(console, MANY) };
  expect(enabled.pivot).toHaveLength(MANY.length - 6);
  await expect(summary(page)).toHaveText(/^\d of 10 people can sign in nowhere any more\.$/);
  let gone = 0;
  for (const person of MANY) {
    const receipt = await receiptOf(page, person);
    const said = verdicts(receipt);
    for (const [connection, people] of Object.entries(enabled)) {
      expect(said[connection], `${person} on ${connection}`).toBe(people.includes(person) ? 'still-enabled' : 'disabled');
    }
    const [{ accounts }] = receipt.body.connections.filter(({ connection }) => connection === 'pivot');
    const [{ outcome, audit }] = accounts;
    const isLeft = enabled.pivot.includes(person);
    if (isLeft) expect(['failed', 'not-tried'], person).toContain(outcome);
    else expect(outcome, person).toBe('done');
    expect(audit, person).toHaveLength(isLeft ? 0 : 1);
    const { status, text } = await rollcall.verifyReceipt(JSON.stringify(receipt));
    expect(status, text).toBe(0);
    if (Object.values(said).every((verdict) => verdict !== 'still-enabled')) gone += 1;
  }
  await expect(summary(page)).toHaveText(`${gone} of 10 people can sign in nowhere any more.`);

  await console.ask('DELETE', '/__mock/faults');
  await page.getByRole('button', { name: 'Plan again' }).click();
  await expect(removeButton(page)).toHaveAttribute('aria-disabled', 'false');
  await confirm(page);
  await expect(summary(page)).toHaveText(`All ${MANY.length} people can sign in nowhere any more.`, { timeout: 30_000 });
  expect(await areEnabled(console, MANY)).toEqual([]);
  // What was done before was not sent again.
  expect(await changesOf(page, 'pivot')).toHaveLength(MANY.length);
});

test.describe('with one', () => {
  test.beforeEach(async ({ page, console }) => {
    await console.fault({ endpoint: 'metabase.users.deactivate', answer: { kind: 'slow', ms: SLOW }, times: 1 });
    await openPlan(page, YUKI);
    await interrupt(page, 'metabase', 1, async () => {
      for (const other of ['Pivot', 'Actian']) await expect(progress(page, other)).toContainText('1 of 1');
    });
  });

  test('waits, keeps the page from being closed, and stores the receipt once there is a session', async ({ page }) => {
    let questions = 0;
    page.on('dialog', (dialog) => {
      questions += 1;
      dialog.dismiss();
    });
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => questions).toBe(1);
    await comeBack(page);
    await expect(outcomes(page)).toContainText([`${NAME} can sign in nowhere any more: read back on 3 connections.`]);
    await expect(outcomes(page)).toContainText(['On record as departed.']);
    expect(verdicts(await receiptOf(page, YUKI))).toEqual({ pivot: 'disabled', actian: 'no-account', metabase: 'disabled' });
  });

  test('goes on as another operator: the receipt names who began it and who stored it', async ({ page, rollcall }) => {
    await comeBack(page, 'otto');
    await expect(outcomes(page)).toContainText(['On record as departed.']);
    const receipt = await receiptOf(page, YUKI);
    expect([receipt.body.by, receipt.by]).toEqual(['ada', 'otto']);
    const { status, text } = await rollcall.verifyReceipt(JSON.stringify(receipt));
    expect(status, text).toBe(0);
    await receiptLink(page).click();
    const fact = (name) => page.locator('.pairs > div').filter({ has: page.getByText(name, { exact: true }) }).locator('dd');
    await expect(fact('By')).toHaveText('ada');
    await expect(fact('Stored by')).toHaveText('otto, signed in with local');
  });

  test('goes on as a viewer, who stores nothing: the receipt stays until an operator does', async ({ page, complaints }) => {
    complaints.expect(/status of 403/, 'a viewer stores nothing');
    await comeBack(page, 'vera');
    await expect(outcomes(page)).toContainText(['can sign in nowhere any more']);
    await expect(outcomes(page)).toContainText(['The receipt could not be stored']);
    expect(await receiptCount(page, YUKI)).toBe(0);
    // The plan of others does not take its place.
    await page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      document.querySelector('main').append(link);
      link.click();
    }, '/people/leave?person=kwame.mensah%40harborline.example');
    await expect(page).toHaveURL(/kwame/);
    await expect(page.getByText('This is about the people of the last run.')).toBeVisible();
    await expect(outcomes(page)).toContainText([NAME]);

    await signIn(page, 'ada');
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.getByRole('dialog').getByRole('button', { name: 'Continue as ada' }).click();
    await page.getByRole('button', { name: 'Store again' }).click();
    await expect(outcomes(page)).toContainText(['On record as departed.']);
    expect((await receiptOf(page, YUKI)).body.by).toBe('ada');
  });

  test('goes on without reading where that is chosen, and calls nothing verified', async ({ page }) => {
    // What is read back later, by itself, opens the dialog again.
    await expect(async () => {
      if (await ended(page).isVisible()) await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Continue without reading' }).click({ timeout: 1_000 });
    }).toPass();
    await expect(outcomes(page)).toContainText([`${NAME}: not verified on Pivot, Actian, Metabase.`]);
    await expect(outcomes(page)).toContainText(['The receipt could not be stored']);
    await comeBack(page);
    await page.getByRole('button', { name: 'Store again' }).click();
    await expect(receiptLink(page)).toBeVisible();
    await expect(outcomes(page)).toContainText(['Not on record as departed']);
    const read = verdicts(await receiptOf(page, YUKI));
    expect(new Set(Object.values(read))).toEqual(new Set(['not-verified']));
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing on the page that waits, in ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.keyboard.press('Escape');
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        const { violations } = await look(page);
        expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), `${width} px wide`).toEqual([]);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect.soft(wider, `${width} px wide`).toBeLessThanOrEqual(0);
        await page.screenshot({ path: `test-results/leave-waits-${colorScheme}-${width}.png` });
      }
    });
  }
});
