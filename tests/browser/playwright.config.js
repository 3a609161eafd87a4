import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { launchOptions } from './harness/chromium.js';
import { BINARY, DIST } from './harness/mock.js';
import { BINARY as ROLLCALL } from './harness/rollcall.js';

for (const [what, path, command] of [
  ['mock server', BINARY, 'cargo xtask build'],
  ['built app', `${DIST}/index.html`, 'cargo xtask build'],
  ['rollcall program', ROLLCALL, 'cargo build -p rollcall'],
]) {
  if (!existsSync(path)) {
    throw new Error(`There is no ${what} at ${path}. Run \`${command}\` first.`);
  }
}

export default defineConfig({
  testDir: 'specs',
  fullyParallel: true,
  workers: 2,
  // A browser on a busy machine: one more try in CI, reported as flaky, never hidden.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  reporter: 'list',
  // Waiting ends as soon as what is expected is there: a busy machine may take long.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    launchOptions,
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 800 },
  },
});
