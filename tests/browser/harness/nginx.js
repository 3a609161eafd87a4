// A real nginx in front of `rollcall`, configured by the recipe in deploy/.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { certificateFor } from './certificate.js';
import { launchOptions } from './chromium.js';
import { freePort } from './port.js';
import { stopProcess } from './process.js';

const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Where `cargo xtask test` says that it is, or where Debian or set-up puts it. */
const BINARY =
  process.env.NGINX ??
  ['/usr/sbin/nginx', fromHere('../../../target/xtask/nginx/usr/sbin/nginx')].find((path) => existsSync(path)) ??
  'nginx';

/** The name in the recipe. */
export const NAME = 'rollcall.example.com';

/** Options of a browser that finds this machine under that name. */
export const launchOptionsWithName = {
  ...launchOptions,
  args: [...launchOptions.args, `--host-resolver-rules=MAP ${NAME} 127.0.0.1`],
};

/** One nginx, on ports of its own. */
export class Nginx {
  /** The port on which it speaks TLS. */
  port;
  /** The port on which it does not. */
  plainPort;
  #folder;
  #process;

  /** One that does not run yet, so that what is behind it can be told its port. */
  static async prepare() {
    const nginx = new Nginx();
    [nginx.port, nginx.plainPort] = [await freePort(), await freePort()];
    return nginx;
  }

  /** Starts it before the server on `upstream`, with `change` made to the recipe. */
  async start(upstream, change = (recipe) => recipe) {
    this.#folder = await mkdtemp(join(tmpdir(), 'rollcall-nginx-'));
    const write = (name, text) => writeFile(join(this.#folder, name), text, { mode: 0o600 });
    const identity = await certificateFor(NAME);
    await write('own.pem', identity.cert);
    await write('own.key', identity.private);
    const recipe = change(await readFile(fromHere('../../../deploy/nginx.conf'), 'utf8'))
      .replace('listen 80;', `listen 127.0.0.1:${this.plainPort};`)
      .replace('listen 443 ssl;', `listen 127.0.0.1:${this.port} ssl;`)
      .replace(`https://${NAME}$`, `https://${NAME}:${this.port}$`)
      .replace('/etc/ssl/rollcall.pem', 'own.pem')
      .replace('/etc/ssl/rollcall.key', 'own.key')
      .replaceAll('127.0.0.1:8080', `127.0.0.1:${upstream}`);
    await write('rollcall.conf', recipe);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path temporary;`);
    // Root's workers would be another user, who may not look into the folder.
    const user = process.getuid?.() === 0 ? 'user root root;' : '';
    await write(
      'nginx.conf',
      `${user} daemon off; worker_processes 1; pid nginx.pid; error_log stderr notice; events {}
http { access_log off; ${temporary.join(' ')} include rollcall.conf; }`,
    );
    this.#process = spawn(BINARY, ['-c', 'nginx.conf', '-e', 'stderr', '-p', this.#folder], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await this.#listening();
  }

  /** Until it says that a worker has begun, which then listens. */
  #listening() {
    const log = [];
    return new Promise((resolve, reject) => {
      this.#process.on('error', reject);
      this.#process.on('exit', () => reject(new Error(`nginx ended\n${log.join('\n')}`)));
      createInterface({ input: this.#process.stderr }).on('line', (line) => {
        log.push(line);
        if (line.includes('start worker process ')) resolve();
      });
    });
  }

  /** Ends it and removes its folder. */
  async stop() {
    await stopProcess(this.#process);
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }
}
