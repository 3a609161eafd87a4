// Where the console cannot run, the page says why.

import { cp } from 'node:fs/promises';
import { DIST } from '../harness/mock.js';
import { test, expect } from '../harness/test.js';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says that it needs it', async ({ page, complaints }) => {
    complaints.expect(/\.js csp$/, 'without JavaScript the browser does not fetch what the page preloads');
    await page.goto('/');
    await expect(page.getByText(/needs JavaScript and WebAssembly/)).toBeVisible();
  });
});

test('without WebAssembly the page says that it needs it', async ({ page, complaints }) => {
  complaints.expect(/WebAssembly is not defined/, 'the loader fails for want of it');
  await page.addInitScript(() => delete window.WebAssembly);
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('Rollcall needs WebAssembly');
  await expect(page.getByText('Loading Rollcall')).toHaveCount(0);
});

test.describe('without a part of the app', () => {
  test.use({
    dist: async ({}, use, testInfo) => {
      const dist = testInfo.outputPath('dist');
      await cp(DIST, dist, { recursive: true, filter: (file) => !/\.wasm(\.\w+)?$/.test(file) });
      await use(dist);
    },
  });

  test('the page says that it could not be loaded, and what to do', async ({ page, complaints }) => {
    complaints.expect(/\.wasm/, 'the server has no such file');
    complaints.expect(/^page error: /, 'the loader fails for want of it');
    await page.goto('/');
    await expect(page.getByRole('alert')).toContainText('Rollcall could not be loaded');
    await expect(page.getByText('Loading Rollcall')).toHaveCount(0);
  });
});
