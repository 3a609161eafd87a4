// A small identity provider (OpenID Connect), at which everybody is ada once
// they press its button.

import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

const CLIENT = 'rollcall';

/** One, on a port of its own. Its site is another than localhost. */
export class IdentityProvider {
  issuer;
  /** What it says of ada besides. */
  claims = { email: 'ada@example.com', email_verified: true };
  #server;
  #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #begun = new Map();

  static async start() {
    const provider = new IdentityProvider();
    provider.#server = createServer((request, response) => provider.#answer(request, response));
    provider.#server.listen(0, '127.0.0.1');
    await once(provider.#server, 'listening');
    provider.issuer = `http://127.0.0.1:${provider.#server.address().port}`;
    return provider;
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request, response) {
    const url = new URL(request.url, this.issuer);
    const json = (value) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json({
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['ES256'],
        });
      case '/keys':
        return json({ keys: [{ ...this.#keys.publicKey.export({ format: 'jwk' }), use: 'sig', kid: 'one' }] });
      case '/authorize': {
        const { state, nonce, redirect_uri: back, code_challenge: challenge } = Object.fromEntries(url.searchParams);
        const code = randomUUID();
        this.#begun.set(code, { nonce, challenge });
        const link = `${back}?${new URLSearchParams({ code, state })}`.replaceAll('&', '&amp;');
        return response.setHeader('content-type', 'text/html').end(`<a href="${link}">Go on as ada</a>`);
      }
      case '/token': {
        let body = '';
        for await (const piece of request) body += piece;
        const { code, code_verifier: verifier } = Object.fromEntries(new URLSearchParams(body));
        const { nonce, challenge } = this.#begun.get(code);
        this.#begun.delete(code);
        if (createHash('sha256').update(verifier).digest('base64url') !== challenge) break;
        return json({ access_token: 'x', token_type: 'Bearer', id_token: this.#token(nonce) });
      }
    }
    return response.writeHead(400).end();
  }

  #token(nonce) {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: this.issuer, sub: '1', aud: CLIENT, iat: now, exp: now + 60, nonce, ...this.claims };
    const parts = [{ alg: 'ES256', kid: 'one' }, claims];
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const signature = sign('sha256', Buffer.from(text), { key: this.#keys.privateKey, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  }
}
