// The `rollcall` program as a team runs it: TLS of its own, and people who sign in.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import selfsigned from 'selfsigned';
import { DIST } from './mock.js';

const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url));

export const BINARY = process.env.ROLLCALL_PROGRAM ?? fromHere('../../../target/debug/rollcall');
const PASSWORD = 'correct horse';

/** The form that signs the one person in. */
export const FORM = new URLSearchParams({ name: 'ada', password: PASSWORD }).toString();

/** One process of it, in a folder of its own. */
export class Rollcall {
  /** The file with the certificate for localhost, which is its own authority. */
  certificate;
  /** The port on which it speaks TLS. */
  port;
  #folder;
  #process;
  #log = [];

  /** Starts one, with `more` in its configuration; it may name the port. */
  static async start(more = '', port = 0) {
    const rollcall = new Rollcall();
    try {
      await rollcall.#start(more, port);
    } catch (error) {
      await rollcall.stop();
      throw error;
    }
    return rollcall;
  }

  async #start(more, port) {
    this.#folder = await mkdtemp(join(tmpdir(), 'rollcall-'));
    const write = (name, text) => writeFile(join(this.#folder, name), text, { mode: 0o600 });
    const identity = await selfsigned.generate([{ name: 'commonName', value: 'localhost' }], {
      keyType: 'ec',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    });
    this.certificate = join(this.#folder, 'own.pem');
    await write('own.pem', identity.cert);
    await write('own.key', identity.private);
    const hashed = spawnSync(BINARY, ['hash-password'], { input: `${PASSWORD}\n`, encoding: 'utf8' });
    if (hashed.error) throw hashed.error;
    await write(
      'rollcall.toml',
      `[server]
listen = "127.0.0.1:${port}"
dist = ${JSON.stringify(DIST)}
[tls]
certificate = "own.pem"
key = "own.key"
[[users]]
name = "ada"
role = "operator"
password_hash = ${JSON.stringify(hashed.stdout.trim())}
[[connections]]
id = "pivot"
platform = "pivot"
environment = "staging"
base_url = "http://127.0.0.1:1"
secret_env = "SECRET"
${more}
`,
    );
    this.#process = spawn(BINARY, ['serve'], {
      cwd: this.#folder,
      env: { ...process.env, SECRET: 'planted-secret' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    createInterface({ input: this.#process.stderr }).on('line', (line) => this.#log.push(line));
    const ended = once(this.#process, 'exit').then(() => {
      throw new Error(`rollcall ended\n${this.#log.join('\n')}`);
    });
    const said = once(createInterface({ input: this.#process.stdout }), 'line');
    const [line] = await Promise.race([said, ended]);
    ended.catch(() => {});
    this.port = Number(/^Console {2}https:\/\/127\.0\.0\.1:(\d+)$/.exec(line)[1]);
  }

  /** Ends the process and removes its folder. */
  async stop() {
    if (this.#process?.exitCode === null) {
      const exit = once(this.#process, 'exit');
      this.#process.kill('SIGTERM');
      await exit;
    }
    if (this.#folder) await rm(this.#folder, { recursive: true });
  }
}
