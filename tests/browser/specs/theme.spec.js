import { test, expect } from '../harness/test.js';
import { groundLightness } from '../harness/colour.js';
import { openUsers } from '../harness/users.js';

const choose = (page, name) => page.getByRole('button', { name, exact: true }).click();

const DARK = 0.3;
const LIGHT = 0.7;

test.describe('before anything of the page has run', () => {
  test.use({ javaScriptEnabled: false });

  test('it is as dark or light as the system', async ({ page, complaints }) => {
    complaints.expect(/\.js csp$/, 'without JavaScript the browser does not fetch what the page preloads');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto('/');
    expect(await groundLightness(page)).toBeLessThan(DARK);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await groundLightness(page)).toBeGreaterThan(LIGHT);
  });
});

test('the system is followed, also when it changes', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await openUsers(page);
  expect(await groundLightness(page)).toBeLessThan(DARK);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(() => groundLightness(page)).toBeGreaterThan(LIGHT);
});

for (const [system, name, holds] of [
  ['light', 'Dark theme', (lightness) => lightness < DARK],
  ['dark', 'Light theme', (lightness) => lightness > LIGHT],
]) {
  test(`on a ${system} system, "${name}" is kept, and is there before the app`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: system });
    // Notes what is chosen as soon as the page is read, before the app is there.
    await page.addInitScript(() => {
      document.addEventListener('readystatechange', () => {
        window.early ??= {
          theme: document.documentElement.dataset.theme,
          app: document.querySelector('.shell') !== null,
        };
      });
    });
    await openUsers(page);
    await choose(page, name);
    await expect.poll(async () => holds(await groundLightness(page))).toBe(true);
    await page.reload();
    await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-pressed', 'true');
    expect(holds(await groundLightness(page))).toBe(true);
    expect(await page.evaluate(() => window.early)).toMatchObject({
      theme: system === 'light' ? 'dark' : 'light',
      app: false,
    });
  });
}

test('a choice can be taken back', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await openUsers(page);
  await choose(page, 'Dark theme');
  await choose(page, 'Theme of the system');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Theme of the system' })).toHaveAttribute('aria-pressed', 'true');
  expect(await groundLightness(page)).toBeGreaterThan(LIGHT);
});
