// Mozilla's HTTP Observatory, which sites are graded by, without the Internet:
// MDN's own scanner asks a server on this machine, and MDN's own table adds up.
//
// `grade` starts this file as a program of its own, because Node reads whom to
// trust (NODE_EXTRA_CA_CERTS) at its start.

import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const HERE = fileURLToPath(import.meta.url);

/**
 * What the Observatory says of `path` at localhost's `port`: `{ grade, results }`,
 * and the same without each of the answer's headers. `form` signs in first.
 */
export async function grade({ certificate, port }, path, form) {
  const { stdout } = await promisify(execFile)(process.execPath, [HERE, port, path, form ?? ''], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate },
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}

if (process.argv[1] === HERE) {
  const [port, path, form] = process.argv.slice(2);
  console.log(JSON.stringify(await report(port, path, form)));
}

async function report(port, path, form) {
  // Its installation would fetch the list of hosts that browsers open by TLS
  // only; localhost is none of them.
  const list = fileURLToPath(new URL('../conf/hsts-preload.json', import.meta.resolve('@mdn/mdn-http-observatory')));
  if (!existsSync(list)) writeFileSync(list, '{}');
  const { retrieve } = await import('@mdn/mdn-http-observatory/src/retriever/retriever.js');

  const site = `https://localhost:${port}`;
  const headers = ['Accept: text/html'];
  let cookie;
  if (form) {
    const signedIn = await fetch(`${site}/sign-in`, {
      method: 'POST',
      headers: { origin: site, 'content-type': 'application/x-www-form-urlencoded' },
      body: form,
      redirect: 'manual',
    });
    [cookie] = signedIn.headers.getSetCookie();
    headers.push(`Cookie: ${cookie.split(';')[0]}`);
  }
  // Nobody listens on port 1, as nobody does on port 80 of such a server.
  const requests = await retrieve('localhost', { httpPort: '1', httpsPort: port, path, headers });
  // It never signs in, so it would not see the cookie that doing so sets.
  if (cookie) await requests.session.jar.setCookie(cookie, site);
  const { auto } = requests.responses;
  const without = {};
  for (const name of Object.keys(auto.headers)) {
    const value = auto.headers[name];
    delete auto.headers[name];
    without[name] = await judged(requests);
    auto.headers[name] = value;
  }
  return { status: auto.status, text: auto.data, ...(await judged(requests)), without };
}

/** As the scanner's own `scan` adds up; that one takes neither a path nor a cookie. */
async function judged(requests) {
  const { ALL_TESTS } = await import('@mdn/mdn-http-observatory/src/constants.js');
  const { getGradeForScore, getScoreModifier } = await import('@mdn/mdn-http-observatory/src/grader/grader.js');
  const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await import('@mdn/mdn-http-observatory/src/grader/charts.js');
  const outputs = ALL_TESTS.map((test) => test(requests));
  const modifiers = outputs.map(({ result }) => getScoreModifier(result));
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 100);
  const plain = sum(modifiers.filter((modifier) => modifier < 0));
  const score = plain >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? sum(modifiers) : plain;
  return { ...getGradeForScore(score), results: outputs.map(({ result }) => result) };
}
