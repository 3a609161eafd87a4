// `rollcall` below a path, behind nginx, which keeps the path or takes it away.

import { NAME, Nginx, launchOptionsWithName } from '../harness/nginx.js';
import { addUser, statusOf } from '../harness/pivot.js';
import { Rollcall, submitSignIn } from '../harness/rollcall.js';
import { test as base, expect } from '../harness/test.js';
import { panel } from '../harness/user.js';
import { press, userSwitch, usersTable } from '../harness/users.js';

const USER = 'team/ada';
const PATH = '/tools/rollcall/';

/** The recipe with what it says of paths, which is commented out, in place. */
const KEPT = (recipe) => recipe.replace('location / {', `location ${PATH} {`);
const TAKEN = (recipe) =>
  KEPT(recipe)
    .replace('proxy_pass http://127.0.0.1:8080;\n', '\n')
    .replace('# proxy_pass http', 'proxy_pass http')
    .replace(/# map [^}]*}/, (map) => map.replaceAll(/^# ?/gm, ''));

/** As many have it, and as the recipe warns of: nginx decodes what comes. */
const DECODED = (recipe) => KEPT(recipe).replace('8080;', '8080/;');

const RECIPES = { kept: KEPT, 'taken away': TAKEN, decoded: DECODED };

const test = base.extend({
  /** What nginx does with the path. */
  recipe: ['kept', { option: true }],

  /** Whether the console knows its path. */
  hasPath: [true, { option: true }],

  nginx: async ({ console, recipe, hasPath }, use) => {
    await addUser(console, { name: USER });
    const nginx = await Nginx.prepare();
    const url = `https://${NAME}:${nginx.port}${hasPath ? PATH : ''}`;
    const rollcall = await Rollcall.start('', 0, console.apis, `public_url = "${url}"`);
    await nginx.start(rollcall.port, RECIPES[recipe]);
    await use(nginx);
    await nginx.stop();
    await rollcall.stop();
  },

  baseURL: async ({ nginx }, use) => use(`https://${NAME}:${nginx.port}${PATH}`),

  isNow: true,
});

test.use({
  ignoreHTTPSErrors: true,
  launchOptions: launchOptionsWithName,
});

/** Fills in the form and sends it. */
async function signIn(page) {
  await expect(page).toHaveURL('sign-in');
  await submitSignIn(page);
}

for (const recipe of ['kept', 'taken away']) {
  test.describe(`${recipe} by the proxy`, () => {
    test.use({ recipe });

    test('everything is below the path', async ({ page, console, context, baseURL, complaints }) => {
      complaints.expect(/status of 404/, 'the user has no status yet');
      const asked = [];
      page.on('request', (request) => asked.push(request.url()));

      // A link to somebody leads there, by way of signing in.
      const user = `pivot/users/${encodeURIComponent(USER)}`;
      await page.goto(user);
      await signIn(page);
      await expect(page).toHaveURL(user);
      await expect(panel(page).getByRole('heading', { name: USER })).toBeVisible();
      await page.reload();
      await expect(page).toHaveURL(user);
      await expect(panel(page).getByRole('heading', { name: USER })).toBeVisible();

      await panel(page).getByRole('button', { name: 'Close' }).click();
      await expect(page).toHaveURL('pivot/users');
      await press(page, USER);
      await expect(userSwitch(page, USER)).not.toBeChecked();
      expect(await statusOf(console, USER)).toMatchObject({ name: USER });
      await usersTable(page).getByRole('link', { name: USER }).click();
      await expect(page).toHaveURL(user);
      await page.reload();
      await expect(panel(page).getByRole('heading', { name: USER })).toBeVisible();

      await page.getByRole('navigation', { name: 'Connections' }).getByRole('link', { name: 'Activity' }).click();
      await expect(page).toHaveURL('activity');
      await page.getByRole('link', { name: 'Audit log' }).click();
      await expect(page).toHaveURL('activity/trail');
      await expect(page.getByRole('rowheader', { name: 'Create status' })).toBeVisible();
      await page.goto('nowhere');
      await expect(page.getByText(`There is no page at ${PATH}nowhere.`)).toBeVisible();
      await page.getByRole('navigation', { name: 'Connections' }).getByRole('link', { name: 'Rollcall' }).click();
      await expect(page).toHaveURL('');
      await expect(page.getByRole('table', { name: 'Last changes' })).toBeVisible();

      const cookies = await context.cookies(baseURL);
      expect(cookies.map(({ name }) => name)).toContain('__Secure-rollcall.tools.rollcall');
      for (const { name, path } of cookies) {
        expect([name.startsWith('__Secure-rollcall.tools.rollcall'), path], name).toEqual([true, PATH]);
      }
      await page.locator('.badge').click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await expect(page).toHaveURL('sign-in');
      await expect(page.getByLabel('Password')).toBeVisible();
      expect(asked.filter((url) => !url.startsWith(baseURL) && !url.startsWith('data:'))).toEqual([]);
    });

    test('the path without its slash leads there', async ({ page }) => {
      await page.goto(PATH.slice(0, -1));
      await expect(page).toHaveURL('sign-in');
    });
  });
}

test.describe('decoded by the proxy', () => {
  test.use({ recipe: 'decoded' });

  test('nothing is done to a user whose address is another by then', async ({ page, console, complaints }) => {
    complaints.expect(/status of 400/, 'it is refused');
    await page.goto('pivot/users');
    await signIn(page);
    await press(page, USER);
    await expect(page.getByRole('alert')).toContainText('a proxy in front of this server changed the request');
    await expect(userSwitch(page, USER)).toBeChecked();
    expect(await statusOf(console, USER)).toBeUndefined();
  });
});

test.describe('where the console does not know it', () => {
  test.use({ hasPath: false });

  test('the page says what to set', async ({ page, complaints }) => {
    complaints.expect(/status of 404/, 'the console has no such page');
    await page.goto('');
    await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible();
    await expect(page.getByRole('alert')).toContainText('set public_url in rollcall.toml');
  });
});

test('a page whose files are not found says what to set', async ({ page, console, complaints }) => {
  complaints.expect(/status of 404|MIME type|failed request|another origin/, 'its files are looked for elsewhere');
  const demo = await Nginx.prepare();
  await demo.start(new URL(console.url).port, (recipe) => KEPT(recipe).replace('$http_host', 'localhost'));
  await page.goto(`https://${NAME}:${demo.port}${PATH}`);
  await expect(page.getByRole('alert')).toContainText('its operator has to set public_url');
  await demo.stop();
});
