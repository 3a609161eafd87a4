// Which Chromium runs, and how.

import { existsSync } from 'node:fs';

/** What Playwright 1.65 switches off. Chromium heeds the last list alone, so both are passed as one. */
const PLAYWRIGHTS = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

/**
 * Two pages of the browser's own that every new window loads, for what drops down from an address bar that no test has:
 * with them a test takes half a second more of a processor, which is two fifths of the whole.
 */
const ADDRESS_BAR = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'];

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
    `--disable-features=${[...PLAYWRIGHTS, ...ADDRESS_BAR].join()}`,
  ],
};
