import { test, expect } from '../harness/test.js';
import { field, openInvite, preview } from '../harness/invite.js';

const open = (page, summary) => page.getByText(summary, { exact: true }).click();
const yaml = (page) => page.locator('.editor .code pre');

async function write(page, html) {
  await open(page, 'Edit the template');
  await field(page, 'Text (HTML)').fill(html);
}

test('the documented email is shown as its recipient will see it', async ({ page }) => {
  await openInvite(page, 'pivot');
  await field(page, 'User name').fill('zoe@company.com');
  await field(page, 'Address in the link').fill('https://pivot.company.com');
  await expect(preview(page)).toHaveText(
    'Please use this link to set your password: https://pivot.company.com/…/<token>',
  );
  const sheet = page.locator('.sheet');
  await expect(sheet).toContainText('zoe@company.com');
  await expect(sheet).toContainText('Create your pivot account');
});

test('every part of the link is checked', async ({ page, console }) => {
  await openInvite(page, 'pivot');
  const parts = page.locator('.link-parts > div');
  for (const [address, protocol, host] of [
    ['https://pivot.company.com', 'Encrypted.', "Another host than this connection's."],
    ['http://pivot.company.com', 'Not encrypted', "Another host than this connection's."],
    ['https://localhost:9095', 'Encrypted.', "This is the reader's own machine"],
    ['https://192.168.1.7', 'Encrypted.', 'Reachable only from inside your network.'],
    [console.url, 'Not encrypted', "This is the console's own address"],
  ]) {
    await field(page, 'Address in the link').fill(address);
    await expect(parts.nth(0)).toContainText(protocol);
    await expect(parts.nth(1)).toContainText(host);
  }
  await field(page, 'Address in the link').fill('nonsense');
  await expect(page.getByText('There is no link yet')).toBeVisible();
});

test('a hostile template is shown, and nothing in it runs, loads or navigates', async ({ page }) => {
  const html = [
    '<p style="color: rgb(200, 0, 0); background: url(https://evil.example/b)">Hello</p>',
    '<script>parent.document.title = "broken"</script>',
    '<img src="https://evil.example/x.png" alt="Logo" onerror="parent.document.title = \'broken\'">',
    '<a href="https://evil.example/" onclick="parent.document.title = \'broken\'">a link</a>',
    '<form action="https://evil.example/"><input name="password"></form>',
    '<iframe src="https://evil.example/"></iframe><meta http-equiv="refresh" content="0;url=https://evil.example/">',
    '<svg onload="parent.document.title = \'broken\'"></svg>${linkPath}',
  ].join('');
  await openInvite(page, 'pivot');
  await write(page, html);
  await expect(preview(page)).toContainText('Hello');
  await expect(preview(page)).toContainText('[Logo]');
  await expect(preview(page).locator('p')).toHaveCSS('color', 'rgb(200, 0, 0)');
  await expect(preview(page).locator('script, img, a, form, input, iframe, svg, meta, [onerror], [onclick]')).toHaveCount(0);
  expect(await page.locator('iframe').getAttribute('sandbox')).not.toContain('allow-scripts');
  for (const warning of ['Scripts are not shown', 'Forms are not shown', 'Images are shown as', 'Frames, objects']) {
    await expect(page.locator('.verdicts')).toContainText(warning);
  }
  await expect(page).toHaveTitle(/^Invite/);
});

test('a template without its link and with unknown placeholders is warned about', async ({ page }) => {
  await openInvite(page, 'pivot');
  await write(page, 'Hello ${name}');
  await expect(page.locator('.verdicts')).toContainText('There is no link');
  await expect(page.locator('.verdicts')).toContainText('${name}');
  await expect(preview(page)).toHaveText('Hello ${name}');
});

test('a template is stored in the browser, exported as YAML and imported again', async ({ page }) => {
  await openInvite(page, 'pivot');
  await write(page, "It's <b>here</b>: ${linkProtocol}://${linkHost}${linkPath}");
  await open(page, "Export to Pivot's configuration (YAML)");
  await expect(yaml(page)).toHaveText(
    "emailTemplates:\n- name: invite\n  subject: 'Create your pivot account'\n" +
      "  html: 'It''s <b>here</b>: ${linkProtocol}://${linkHost}${linkPath}'\n",
  );
  const block = await yaml(page).textContent();
  await page.reload();
  await expect(preview(page)).toContainText("It's here");
  await open(page, 'Edit the template');
  await page.getByRole('button', { name: 'Use documented template' }).click();
  await expect(preview(page)).toContainText('Please use this link');
  await open(page, "Import from Pivot's configuration");
  await field(page, 'An emailTemplates block').fill(block);
  await page.getByRole('button', { name: 'Import block' }).click();
  await expect(preview(page)).toContainText("It's here");
});

test('a block that cannot be imported names the line, and changes nothing', async ({ page }) => {
  await openInvite(page, 'pivot');
  await open(page, "Import from Pivot's configuration");
  const block = field(page, 'An emailTemplates block');
  await block.fill("emailTemplates:\n- name: invite\n  subject: 'it's'\n  html: x");
  await page.getByRole('button', { name: 'Import block' }).click();
  await expect(block).toBeFocused();
  await expect(block).toHaveAccessibleDescription(/Not imported: line 3:/);
  await expect(preview(page)).toContainText('Please use this link');
});
