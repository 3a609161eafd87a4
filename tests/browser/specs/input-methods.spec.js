// Keys that an input method uses are its own: Enter takes a suggestion, arrows choose one, Escape gives up.

import { test, expect } from '../harness/test.js';
import { palette } from '../harness/shell.js';
import { writes } from '../harness/invite.js';
import { openUsers, searchBox } from '../harness/users.js';
import { field, openUser, panel } from '../harness/user.js';

/** Begins to compose `text` in what has the focus, as an input method does. */
async function compose(page, text) {
  const browser = await page.context().newCDPSession(page);
  await browser.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  return {
    /** Presses a key that the input method takes. */
    press: (key) =>
      page.evaluate((key) => {
        const about = { key, isComposing: true, bubbles: true, cancelable: true };
        return document.activeElement.dispatchEvent(new KeyboardEvent('keydown', about));
      }, key),
    /** As Safari reports the key that ends a composition: not composing any more, and of no other kind. */
    pressAsSafari: (key) =>
      page.evaluate((key) => {
        const about = { key, keyCode: 229, bubbles: true, cancelable: true };
        return document.activeElement.dispatchEvent(new KeyboardEvent('keydown', about));
      }, key),
    end: () => browser.send('Input.insertText', { text }),
  };
}

test('the palette waits for the end of a composition', async ({ page }) => {
  await openUsers(page);
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeFocused();
  const options = page.getByRole('dialog').getByRole('option');
  const composing = await compose(page, 'a');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  for (const press of [composing.press, composing.pressAsSafari]) {
    for (const key of ['ArrowDown', 'ArrowUp', 'Enter', 'Escape']) {
      // Nobody takes the key away from the input method either.
      expect(await press(key), key).toBe(true);
      await expect(palette(page)).toBeFocused();
      await expect(options.first()).toHaveAttribute('aria-selected', 'true');
      await expect(page).toHaveURL('/pivot/users');
    }
  }
  await composing.end();
  await palette(page).fill('activity');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/activity');
});

test('a key of a real composition opens nothing', async ({ page }) => {
  await page.addInitScript(() => addEventListener('keydown', (event) => { window.composing = event.isComposing; }, true));
  await openUsers(page);
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeFocused();
  await compose(page, 'activity');
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('Activity');
  for (const key of ['ArrowDown', 'Enter']) {
    await page.keyboard.press(key);
    expect(await page.evaluate(() => window.composing), key).toBe(true);
    await expect(page).toHaveURL('/pivot/users');
    await expect(palette(page)).toBeFocused();
    await expect(page.getByRole('dialog').getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  }
});

test('Escape that gives up a composition does not close what is open', async ({ page, console }) => {
  await openUser(page, 'pivot', 'admin@company.com');
  await field(page, 'First name').first().focus();
  const composing = await compose(page, 'にほん');
  for (const press of [composing.press, composing.pressAsSafari]) {
    for (const key of ['Escape', 'Enter', '?', '/']) await press(key);
    await expect(panel(page)).toBeVisible();
  }
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await writes(console)).toEqual([]);
  await composing.end();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
});

test('what is searched for while composing is searched for, and stays', async ({ page }) => {
  await openUsers(page);
  await searchBox(page).focus();
  const composing = await compose(page, 'かいしゃ');
  await expect(searchBox(page)).toHaveValue('かいしゃ');
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('かいしゃ');
  for (const key of ['/', '?', 'ArrowDown', 'Enter']) await composing.press(key);
  await expect(searchBox(page)).toHaveValue('かいしゃ');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
