// What a screen reader hears of every page. Whoever changes it on purpose
// runs `npx playwright test snapshot --update-snapshots` and reads the change.

import { test, expect } from '../harness/test.js';
import { FACES } from '../harness/faces.js';
import { openUsers } from '../harness/users.js';

test('the users page, as a screen reader hears it', async ({ page }) => {
  await openUsers(page);
  await expect(page.getByRole('main')).toMatchAriaSnapshot({ name: 'users.aria.yml' });
});

for (const face of [
  'connections',
  'activity of nothing',
  'one user of Pivot',
  'one user of Actian',
  'one user of Metabase',
  'removal of one user',
  'invite to Pivot',
  'invite to Actian',
  'invite to Metabase',
  'shortcuts',
  'no match',
  'no approvals',
  'not found',
]) {
  test(`the face "${face}", as a screen reader hears it`, async ({ page, console }) => {
    await FACES[face].open(page, console);
    // What lies over or beside the rest is what the face is about.
    const [dialog, panel] = [page.getByRole('dialog'), page.locator('.panel')];
    const heard = [dialog, panel, page.getByRole('main')];
    const counts = await Promise.all(heard.map((one) => one.count()));
    const most = heard[counts.findIndex((count) => count > 0)];
    await expect(most).toMatchAriaSnapshot({ name: `${face.toLowerCase().replaceAll(' ', '-')}.aria.yml` });
  });
}

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
