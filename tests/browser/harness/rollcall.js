// The `rollcall` program as a team runs it: the page in it (`cargo xtask test`
// builds it so), people who sign in, an audit trail, and TLS of its own or the
// mock's platforms behind it.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { certificateFor } from './certificate.js';
import { stopProcess } from './process.js';

const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url));

export const BINARY = process.env.ROLLCALL_PROGRAM ?? fromHere('../../../target/debug/rollcall');
const PASSWORD = 'correct horse';

/** The form that signs somebody in. */
export const formOf = (name) => new URLSearchParams({ name, password: PASSWORD }).toString();
export const FORM = formOf('ada');

/** Fills in the form on the page and sends it. */
export async function submitSignIn(page, name = 'ada') {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Who there is. Hashing a password is meant to be dear: they share theirs. */
const PEOPLE = { ada: 'operator', otto: 'operator', vera: 'viewer' };

/** The mock's platforms, as connections of the configuration. */
const PLATFORMS = [
  ['pivot', 'Pivot'],
  ['actian', 'Actian', 'actian.tenant = "demo"'],
  ['metabase', 'Metabase'],
];

const ALL = PLATFORMS.map(([id]) => id);

/** The password of the mock's two well-known users, of whom one is an administrator of Metabase. */
const KNOWN_PASSWORD = 'rollcall-demo-1';

/** One process of it, in a folder of its own. */
export class Rollcall {
  /** The file with the certificate for localhost, which is its own authority. */
  certificate;
  /** The port on which it serves. */
  port;
  /** Its address, as a browser opens it. */
  url;
  #folder;
  #process;
  #log = [];

  /**
   * Starts one, with `more` in its configuration and `server` in the part of that
   * name; it may name the port. With TLS and nothing behind it, or without before
   * the platforms at `apis`, or those of them with these `ids`. `settings` has more lines for connections, by their IDs.
   */
  static async start(more = '', port = 0, apis, server = '', ids = apis ? ALL : ['pivot'], settings = {}) {
    const rollcall = new Rollcall();
    try {
      await rollcall.#start(more, port, apis, server, ids, settings);
    } catch (error) {
      await rollcall.stop();
      throw error;
    }
    return rollcall;
  }

  async #start(more, port, apis, server, ids, settings) {
    this.#folder = await mkdtemp(join(tmpdir(), 'rollcall-'));
    const hashed = spawnSync(BINARY, ['hash-password'], { input: `${PASSWORD}\n`, encoding: 'utf8' });
    if (hashed.error) throw hashed.error;
    const people = Object.entries(PEOPLE).map(
      ([name, role]) => `[[users]]
name = "${name}"
role = "${role}"
password_hash = ${JSON.stringify(hashed.stdout.trim())}
`,
    );
    const connections = PLATFORMS.filter(([id]) => ids.includes(id)).map(
      ([id, label, rest = '']) => `[[connections]]
id = "${id}"
platform = "${id}"
label = "${label}"
environment = "staging"
base_url = "${apis ?? 'http://127.0.0.1:1'}"
public_url = "https://${id}.company.com"
secret_env = "SECRET"
${rest}
${settings[id] ?? ''}
`,
    );
    const tls = apis ? '' : await this.#identity();
    await this.#write(
      'rollcall.toml',
      `[server]
listen = "127.0.0.1:${port}"
${server}
${[tls, ...people, ...connections, more].join('')}`,
    );
    // The mock takes this one from everybody.
    await this.#serve(apis ? 'demo' : 'planted-secret');
  }

  #write(name, text) {
    return writeFile(join(this.#folder, name), text, { mode: 0o600 });
  }

  /** A certificate of its own, and what of the configuration says so. */
  async #identity() {
    const identity = await certificateFor('localhost');
    this.certificate = join(this.#folder, 'own.pem');
    await this.#write('own.pem', identity.cert);
    await this.#write('own.key', identity.private);
    return `[tls]
certificate = "own.pem"
key = "own.key"
`;
  }

  async #serve(secret) {
    this.#process = spawn(BINARY, ['serve'], {
      cwd: this.#folder,
      env: { ...process.env, SECRET: secret, KNOWN_PASSWORD },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    createInterface({ input: this.#process.stderr }).on('line', (line) => this.#log.push(line));
    const ended = once(this.#process, 'exit').then(() => {
      throw new Error(`rollcall ended\n${this.#log.join('\n')}`);
    });
    const said = once(createInterface({ input: this.#process.stdout }), 'line');
    const [line] = await Promise.race([said, ended]);
    ended.catch(() => {});
    [, this.url, this.port] = /^Console {2}(https?:\/\/127\.0\.0\.1:(\d+))(?:\/.*)?$/.exec(line);
  }

  /** What `rollcall check` prints of its configuration. */
  async check() {
    const env = { ...process.env, SECRET: 'planted-secret' };
    const { stdout } = spawn(BINARY, ['check'], { cwd: this.#folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    return text(stdout);
  }

  /**
   * Compares a receipt with the audit log, as an auditor does with the file that the console saved: `receipt` is its
   * text. Answers the exit status and what was printed.
   */
  verifyReceipt(receipt) {
    return this.#verify('receipt', receipt);
  }

  /** As `verifyReceipt`, for a closed access review. */
  verifyReview(review) {
    return this.#verify('review', review);
  }

  async #verify(kind, text) {
    await this.#write(`${kind}.json`, text);
    const env = { ...process.env, SECRET: 'planted-secret', KNOWN_PASSWORD };
    const options = { cwd: this.#folder, env, encoding: 'utf8' };
    const { status, stdout, stderr } = spawnSync(BINARY, ['audit', 'verify', `--${kind}`, `${kind}.json`], options);
    return { status, text: stdout + stderr };
  }

  /** Ends the process and removes its folder. */
  async stop() {
    await stopProcess(this.#process);
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }
}
