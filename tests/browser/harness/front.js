// A proxy in front of the console at which people sign in, as oauth2-proxy and the like are: while somebody is signed in
// there it passes everything on, and then it answers in the console's place.

import { once } from 'node:events';
import { createServer, request as send } from 'node:http';

/** What it may answer in the console's place. */
export const ANSWERS = {
  'a redirect to another site': [302, { location: 'http://127.0.0.1:9/login' }, ''],
  'a redirect to a page of its own': [302, { location: '/front/login' }, ''],
  'status 401 and a page': [401, { 'content-type': 'text/html' }, '<title>Sign in</title>'],
  'status 403': [403, { 'content-type': 'text/plain' }, 'Forbidden'],
  'a page to sign in on': [200, { 'content-type': 'text/html; charset=utf-8' }, '<!doctype html><title>Sign in</title>'],
  'JSON of its own': [401, { 'content-type': 'application/json' }, '{"error":"session expired"}'],
};

/** One, on a port of its own. */
export class Front {
  url;
  /** What it answers; nothing while it passes everything on. */
  answer;
  /** Which requests it answers so: all of them, unless a test says otherwise. */
  only = () => true;
  /** The requests that it answered itself: `POST /via/…`. */
  kept = [];
  #server;

  static async start(console) {
    const front = new Front();
    front.#server = createServer((request, response) => front.#serve(new URL(console), request, response));
    front.#server.listen(0, '127.0.0.1');
    await once(front.#server, 'listening');
    front.url = `http://127.0.0.1:${front.#server.address().port}`;
    return front;
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(console, request, response) {
    const isOwn = request.url.startsWith('/front/');
    if (isOwn || (this.answer && this.only(request))) {
      if (!isOwn) this.kept.push(`${request.method} ${request.url}`);
      const [status, headers, body] = isOwn ? ANSWERS['a page to sign in on'] : this.answer;
      request.resume();
      response.writeHead(status, headers).end(body);
      return;
    }
    const { method, url: path, headers } = request;
    const passed = send({ host: console.hostname, port: console.port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  }
}
