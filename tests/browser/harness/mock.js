// A mock server of one's own: the platforms' APIs, and the console in front.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url));

export const BINARY = process.env.ROLLCALL_MOCK_SERVER ?? fromHere('../../../target/release/mock-server');
export const DIST = process.env.ROLLCALL_DIST ?? fromHere('../../../dist');

/** The time at which every world begins. */
export const CLOCK = '2026-01-15T09:30:00Z';

const START_LIMIT = 10_000;
const STOP_LIMIT = 5_000;

/** One process of the mock server, on ports of its own. */
export class Mock {
  /** The address of the console. */
  url;
  #apis;
  #process;
  #log = [];

  /** Starts one that holds `seed` ('demo' or 'documented'), serves the app in `dist` and asks for the token of the platform `ask`. */
  static async start(seed, dist = DIST, ask = '') {
    const mock = new Mock();
    try {
      await mock.#start(seed, dist, ask);
    } catch (error) {
      await mock.stop();
      throw error;
    }
    return mock;
  }

  async #start(seed, dist, ask) {
    const flags = { listen: '127.0.0.1:0', console: '127.0.0.1:0', dist, seed, clock: CLOCK };
    // Any token but those that mean something, so that a test can choose one that stands nowhere by chance.
    const asks = ask ? ['--ask', ask, '--any-token'] : [];
    this.#process = spawn(BINARY, [...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]), ...asks], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const addresses = new Promise((resolve, reject) => {
      const failed = (why) => reject(new Error(`the mock server ${why}\n${this.#log.join('\n')}`));
      const late = setTimeout(() => failed(`printed no addresses in ${START_LIMIT} ms`), START_LIMIT);
      this.#process.once('error', (error) => failed(`does not run: ${error.message}`));
      this.#process.once('exit', (code) => failed(`ended with ${code}`));
      createInterface({ input: this.#process.stderr }).on('line', (line) => this.#log.push(line));
      createInterface({ input: this.#process.stdout }).on('line', (line) => {
        this.#log.push(line);
        const [, name, address] = /^(Platform APIs|Console)\s+(http:\/\/\S+)/.exec(line) ?? [];
        if (name === 'Platform APIs') this.#apis = address.replace(/\/$/, '');
        if (name === 'Console') this.url = address.replace(/\/$/, '');
        if (this.#apis && this.url) {
          clearTimeout(late);
          resolve();
        }
      });
    });
    await addresses;
  }

  /** The address of the platforms' APIs, and of the mock's own pages. */
  get apis() {
    return this.#apis;
  }

  /** Asks the platforms' APIs directly, behind the console's back. Answers `{ status, body }`. */
  async api(method, path, body) {
    const answer = await fetch(this.#apis + path, {
      method,
      headers: {
        'x-imply-api-token': 'demo',
        'x-api-key': 'demo',
        'x-tlm-key': 'demo',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** As `api`, for what has to work. Answers the body. */
  async ask(method, path, body) {
    const answer = await this.api(method, path, body);
    if (answer.status >= 300) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  /** Makes an endpoint answer wrongly: `{ endpoint: 'pivot.users.list', answer: { kind: … }, times: 1 }`. */
  async fault(fault) {
    await this.ask('POST', '/__mock/faults', fault);
  }

  /** Ends the process, the way Ctrl-C does. */
  async stop() {
    const process = this.#process;
    if (process?.pid === undefined || process.exitCode !== null || process.signalCode !== null) return;
    const exit = once(process, 'exit');
    process.kill('SIGINT');
    let killed = false;
    const late = setTimeout(() => {
      killed = true;
      process.kill('SIGKILL');
    }, STOP_LIMIT);
    const [code] = await exit;
    clearTimeout(late);
    if (killed) throw new Error(`the mock server did not stop within ${STOP_LIMIT} ms of Ctrl-C`);
    if (code !== 0) throw new Error(`the mock server ended with ${code}\n${this.#log.join('\n')}`);
  }
}
