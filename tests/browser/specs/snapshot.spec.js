// What a screen reader hears of the users page. Whoever changes it on purpose
// runs `npx playwright test snapshot --update-snapshots` and reads the change.

import { test, expect } from '../harness/test.js';
import { openUsers } from '../harness/users.js';

test('the users page, as a screen reader hears it', async ({ page }) => {
  await openUsers(page);
  await expect(page.getByRole('main')).toMatchAriaSnapshot({ name: 'users.aria.yml' });
});

test('what stands around every page, as a screen reader hears it', async ({ page }) => {
  await openUsers(page);
  await expect(page.getByRole('link', { name: 'Rollcall', exact: true })).toHaveAttribute('href', '/');
  await expect(page.getByRole('navigation')).toMatchAriaSnapshot(`
    - navigation "Connections":
      - list:
        - listitem:
          - link /^Pivot demo demo ?, answering$/:
            - /url: /pivot/users
        - listitem:
          - link /^Actian demo demo ?, not asked yet$/:
            - /url: /actian/users
        - listitem:
          - link /^Metabase demo demo ?, not asked yet$/:
            - /url: /metabase/users
  `);
  await expect(page.getByRole('banner')).toMatchAriaSnapshot(`
    - banner:
      - paragraph: Pivot demo demo
      - group "Theme":
        - button "Theme of the system" [pressed]
        - button "Light theme"
        - button "Dark theme"
  `);
  await expect(page.getByRole('link', { name: /^Pivot demo/ })).toHaveAttribute('aria-current', 'page');
});
