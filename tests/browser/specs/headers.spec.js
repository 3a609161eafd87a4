// What the console's server says about its files.

import { test, expect } from '../harness/test.js';
import { openUsers } from '../harness/users.js';

/** The answers the browser got while the users page loaded. */
async function load(page) {
  const answers = [];
  page.on('response', (response) => answers.push(response));
  await openUsers(page);
  return answers;
}

test('the page allows its own scripts and styles, and nothing inline', async ({ page }) => {
  const response = await page.goto('/');
  const policy = Object.fromEntries(
    response
      .headers()
      ['content-security-policy'].split(';')
      .map((directive) => directive.trim().split(/\s+/))
      .map(([name, ...sources]) => [name, sources]),
  );
  const { 'script-src': scripts, ...others } = policy;
  expect(others).toEqual({
    'default-src': ["'none'"],
    'style-src': ["'self'"],
    'connect-src': ["'self'"],
    'img-src': ["'self'"],
    'base-uri': ["'none'"],
    // The form that signs out.
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  });
  for (const source of scripts) expect(source).toMatch(/^'(self|wasm-unsafe-eval|sha256-[\w+/]+=*)'$/);
});

test('a script that gets into the page does not run', async ({ page, complaints }) => {
  complaints.expect(/Content Security Policy/, 'the browser says what it refused');
  complaints.expect(/securitypolicyviolation: script-src/, 'the page is told too');
  await openUsers(page);
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    return window.ran === true;
  });
  expect(ran).toBe(false);
});

test('the page itself is never cached, and is another origin\'s to neither frame nor sniff', async ({ request }) => {
  for (const path of ['/', '/index.html', '/pivot/users', '/nowhere']) {
    const answer = await request.get(path, { headers: { accept: 'text/html' } });
    expect(answer.headers(), path).toMatchObject({
      'cache-control': 'no-store',
      'content-type': expect.stringMatching(/^text\/html/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    });
  }
});

test('its parts are compressed with brotli, and kept for a year under a name of their own', async ({ page }) => {
  const answers = await load(page);
  for (const [kind, type] of [
    ['.wasm', /^application\/wasm$/],
    ['.js', /^text\/javascript(;|$)/],
    ['.css', /^text\/css(;|$)/],
  ]) {
    const parts = answers.filter((response) => new URL(response.url()).pathname.endsWith(kind));
    expect(parts.length, kind).toBeGreaterThan(0);
    for (const part of parts) {
      const headers = await part.allHeaders();
      expect(headers['content-type'], part.url()).toMatch(type);
      expect(headers['content-encoding'], part.url()).toBe('br');
      expect(headers['cache-control'], part.url()).toBe('public, max-age=31536000, immutable');
    }
  }
});

test('the wasm and its script are fetched once', async ({ page }) => {
  const answers = await load(page);
  const paths = answers.map((response) => new URL(response.url()).pathname);
  expect(paths.filter((path) => path.endsWith('_bg.wasm'))).toHaveLength(1);
  expect(new Set(paths).size).toBe(paths.length);
});

test('the browser never sees the token', async ({ page }) => {
  const sent = [];
  page.on('request', (request) => sent.push(request.allHeaders()));
  const answers = await load(page);
  for (const headers of await Promise.all(sent)) expect(Object.keys(headers)).not.toContain('x-imply-api-token');
  for (const answer of answers) {
    if (answer.url().includes('/api/')) expect(await answer.text()).not.toMatch(/"(token|secret)"/i);
  }
});
