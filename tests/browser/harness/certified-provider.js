// The certified identity provider `oidc-provider` on a port of its own, with its
// defaults: the claims of a scope come by UserInfo only, not in the ID token. On
// its page, people sign in by typing a name. It runs on Node 20, though it says
// that it supports 22 and later; the last version for 20 has no Ed25519.

import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

// It warns on the console that its defaults are not for production.
for (const method of ['info', 'warn']) {
  const print = console[method];
  console[method] = (text, ...rest) => {
    if (!`${text}`.startsWith('oidc-provider ')) print.call(console, text, ...rest);
  };
}
const { default: Provider } = await import('oidc-provider');

const CLIENT = 'rollcall';

/** What it knows of people, by the name that they sign in with. */
const PEOPLE = {
  ada: { email: 'ada@example.com', email_verified: true, groups: ['staff', 'admins'] },
  vera: { email: 'vera@example.com', email_verified: true, groups: ['staff'] },
  otto: { email: 'otto@example.com', email_verified: true, groups: ['visitors'] },
  nina: { email: 'nina@example.com', email_verified: true },
  uwe: { email: 'uwe@example.com', email_verified: false, groups: ['staff'] },
  eve: { email: 'eve@elsewhere.example', email_verified: true, groups: ['admins'] },
};

/** A key for each algorithm, all of them published. */
const KEYS = [
  [['rsa', { modulusLength: 2048 }], ['RS256', 'PS256']],
  [['ec', { namedCurve: 'P-256' }], ['ES256']],
  [['ec', { namedCurve: 'P-384' }], ['ES384']],
  [['ec', { namedCurve: 'P-521' }], ['ES512']],
  [['ed25519', {}], ['Ed25519', 'EdDSA']],
];
export const ALGORITHMS = KEYS.flatMap(([, algorithms]) => algorithms);

export class CertifiedProvider {
  issuer;
  #server;

  /**
   * Starts one for the client that is led back to `returnUrl` and has `secret`.
   * ID tokens are signed with `algorithm`, and the answers of UserInfo with
   * `userInfo`, if at all.
   */
  static async start(returnUrl, secret, algorithm = 'RS256', userInfo) {
    const certified = new CertifiedProvider();
    certified.#server = createServer().listen(0, '127.0.0.1');
    await once(certified.#server, 'listening');
    certified.issuer = `http://127.0.0.1:${certified.#server.address().port}`;
    const provider = new Provider(certified.issuer, {
      clients: [
        {
          client_id: CLIENT,
          client_secret: secret,
          redirect_uris: [returnUrl],
          id_token_signed_response_alg: algorithm,
          ...(userInfo && { userinfo_signed_response_alg: userInfo }),
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups'] },
      cookies: { keys: [randomUUID()] },
      enabledJWA: { idTokenSigningAlgValues: ALGORITHMS, userinfoSigningAlgValues: ALGORITHMS },
      features: { jwtUserinfo: { enabled: true } },
      findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...PEOPLE[sub] }) }),
      jwks: {
        keys: KEYS.map(([kind]) => generateKeyPairSync(...kind).privateKey.export({ format: 'jwk' })),
      },
    });
    certified.#server.on('request', provider.callback());
    return certified;
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
