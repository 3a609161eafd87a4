// Names and addresses as people paste them: what is meant is sent, and shown before it is sent.

import { test, expect } from '../harness/test.js';
import { expectLookUp, field, openInvite, submit, summary, writes } from '../harness/invite.js';
import { field as edited, openUser, receipt, save } from '../harness/user.js';

const ZOE = 'zoe@company.com';

const PASTED = {
  'white space around it': `  ${ZOE}\u00a0`,
  'a byte order mark and a zero-width space': `\ufeffzoe\u200b@company.com`,
  'soft hyphens': 'zoe@com\u00adpany.com',
  'marks of direction': `\u202a\u200e${ZOE}\u202c`,
  'a name before it': `"Adler, Zoe" <${ZOE}>`,
  'a mailto: link': 'mailto:zoe%40company.com?subject=Hello',
  'the separator of a list behind it': `Zoe <${ZOE}>; `,
  'a full stop behind it': `${ZOE}.`,
};

for (const [what, text] of Object.entries(PASTED)) {
  test(`an address with ${what} is read, shown and sent as the plain address`, async ({ page, console, complaints }) => {
    expectLookUp(complaints);
    await openInvite(page, 'pivot');
    await field(page, 'User name').fill(text);
    await field(page, 'First name').fill(' Zoe\u200b');
    await field(page, 'Last name').fill('Adler\u202e');
    await expect(field(page, 'User name')).toHaveValue(ZOE);
    if (text.trim() !== ZOE) await expect(page.getByText(`Read as “${ZOE}”.`).first()).toBeVisible();
    await expect(field(page, 'First name')).toHaveValue('Zoe');
    await submit(page);
    await expect(page.getByRole('heading', { level: 2, name: /^Zoe Adler is on/ })).toBeVisible();
    const [{ body }] = await writes(console);
    expect(body).not.toMatch(/[\u00a0\u00ad\u200b-\u200f\u202a-\u202e\ufeff]/);
    expect(body).toContain(`"${ZOE}"`);
  });
}

for (const [text, words] of [
  ['zoe @company.com', 'a space (U+0020)'],
  ['zoe\u00a0@company.com', 'white space (U+00A0)'],
  ['zoe@a.com, otto@b.com', 'more than one address'],
  ['zoe', 'Write an email address'],
]) {
  test(`“${text}” is refused in words, and nothing is sent`, async ({ page, console }) => {
    await openInvite(page, 'metabase');
    await field(page, 'Email address').fill(text);
    await submit(page);
    await expect(summary(page)).toContainText(words);
    expect(await writes(console)).toEqual([]);
  });
}

test('an address is edited as it is meant, or refused', async ({ page, console }) => {
  await openUser(page, 'metabase', '1');
  await edited(page, 'Email').fill('Ada <ada\u200b@company.com>;');
  await edited(page, 'First name').fill('Ada\u00ad');
  await expect(edited(page, 'Email')).toHaveValue('ada@company.com');
  await edited(page, 'Email').fill('ada @company.com');
  await save(page);
  await expect(page.getByRole('alert').filter({ hasText: 'U+0020' })).toBeVisible();
  expect(await writes(console)).toEqual([]);
  await edited(page, 'Email').fill('mailto:ada@company.com');
  await save(page);
  await expect(receipt(page, 'Edit')).toBeVisible();
  const bodies = JSON.stringify((await writes(console)).map(({ body }) => body));
  expect(bodies).toContain('ada@company.com');
  expect(bodies).not.toMatch(/mailto|\u00ad|\u200b/);
});

test('a name with joiners is sent as it is written', async ({ page, console, complaints }) => {
  expectLookUp(complaints);
  await openInvite(page, 'pivot');
  await field(page, 'User name').fill(ZOE);
  await field(page, 'First name').fill('می\u200cخواهم 👩🏽\u200d🚒');
  await submit(page);
  await expect(page.getByRole('heading', { level: 2, name: /is on/ })).toBeVisible();
  expect(JSON.stringify(await writes(console))).toContain('می\u200cخواهم 👩🏽\u200d🚒');
});
