// Which Chromium runs, and how.

import { existsSync } from 'node:fs';

const installed = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** For Playwright: the system's Chromium, or Playwright's own where there is none. */
export const launchOptions = {
  ...(existsSync(installed) && { executablePath: installed }),
  // Chromium refuses to run as root with its sandbox on.
  chromiumSandbox: process.getuid?.() !== 0,
  args: [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
