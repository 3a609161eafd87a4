import { test, expect } from '../harness/test.js';
import { allRows, expectNames, expectRow, openUsers, usersTable } from '../harness/users.js';

test.describe("the documents' users", () => {
  test('are listed with their status, by name', async ({ page }) => {
    await openUsers(page);
    await expectNames(page, [
      'admin@company.com',
      'admin@example.com',
      'analyst@company.com',
      'analyst@example.com',
    ]);
    for (const name of ['admin@company.com', 'admin@example.com']) {
      await expectRow(page, { Name: name, Status: /Enabled/ });
    }
    for (const name of ['analyst@company.com', 'analyst@example.com']) {
      await expectRow(page, { Name: name, Status: /Disabled/, 'Disabled since': /^21 Sept? 2022$/ });
    }
  });

  test('show nothing under "Disabled since" while they are enabled', async ({ page }) => {
    await openUsers(page);
    await expectRow(page, { Name: 'admin@company.com', 'Disabled since': /^(|–|—)$/ });
  });

  test('say the exact time of disabling', async ({ page }) => {
    await openUsers(page);
    const row = usersTable(page).getByRole('row').filter({ hasText: 'analyst@company.com' });
    await expect(row.getByRole('time')).toHaveAttribute('datetime', '2022-09-21T19:01:25.872Z');
    await expect(row.getByRole('time')).toHaveAttribute('title', /2022.*19:01.*UTC/);
  });
});

test.describe('a company of sixty', () => {
  test.use({ seed: 'demo' });

  test('is listed whole, and counted', async ({ page, console }) => {
    const { body } = await console.api('GET', '/api/v1/users');
    const users = body.users ?? body;
    expect(users.length).toBeGreaterThan(50);
    expect(users.length).toBeLessThan(75);
    await openUsers(page);
    await expect(usersTable(page)).toHaveAttribute('aria-rowcount', String(users.length + 1));
    await expect(page.getByText(`${users.length} of ${users.length} shown`)).toBeVisible();
  });

  test('shows first name, last name and roles as Pivot holds them', async ({ page, console }) => {
    const { body } = await console.api('GET', '/api/v1/users');
    const roles = await console.ask('GET', '/api/v1/roles');
    const titles = new Map((roles.roles ?? roles).map(({ id, name, title }) => [id ?? name, title ?? name]));
    await openUsers(page);
    const shown = await allRows(page);
    for (const user of body.users ?? body) {
      expect(shown).toContainEqual(
        expect.objectContaining({
          Name: user.name,
          'First name': user.firstName ?? expect.anything(),
          'Last name': user.lastName ?? expect.anything(),
        }),
      );
      const { Roles } = shown.find((row) => row.Name === user.name);
      for (const role of user.roles ?? user.users ?? []) expect(Roles).toContain(titles.get(role) ?? role);
    }
  });
});
