import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { launchOptions } from './harness/chromium.js';
import { BINARY, DIST } from './harness/mock.js';

for (const [what, path] of [['mock server', BINARY], ['built app', `${DIST}/index.html`]]) {
  if (!existsSync(path)) {
    throw new Error(`There is no ${what} at ${path}. Run \`cargo xtask build\` first.`);
  }
}

export default defineConfig({
  testDir: 'specs',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  timeout: 60_000,
  expect: { timeout: 5_000 },
  use: {
    launchOptions,
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 800 },
  },
});
