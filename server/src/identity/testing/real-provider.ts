import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** What the provider knows of its people, by subject. */
type Claims = Readonly<Record<string, unknown>>;

/** A real OpenID provider on loopback, which signs `person` in without asking. */
export interface RealProvider {
  readonly issuer: string;
  person: string;
  readonly people: Map<string, Claims>;
  /** Follows the browser's way through the provider from `url` until it leads back to `home`; gives that address. */
  visit(url: string, home: string): Promise<string>;
  close(): void;
}

export async function startRealProvider(
  redirectUris: readonly string[],
  home: string,
): Promise<RealProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on TCP
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, Claims>();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'fieldmarshal',
        client_secret: 'a secret of the client',
        redirect_uris: [...redirectUris],
        post_logout_redirect_uris: [`${home}/sign-in?out=1`],
      },
    ],
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'groups'],
      email: ['email', 'email_verified'],
    },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' }] },
    cookies: { keys: ['for tests'] },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...people.get(id) }),
    }),
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    interactions: { url: (_ctx, { uid }) => `/login/${uid}` },
    loadExistingGrant: async ({ oidc }) => {
      const { client, session, provider: own } = oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new own.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  const made: RealProvider = {
    issuer,
    person: 'subject-1',
    people,
    visit,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/login/'))
      void provider.interactionFinished(request, response, { login: { accountId: made.person } });
    else void answer(request, response);
  });
  return made;
}

/** Each time as a browser of its own, which nobody is signed in with there. */
async function visit(url: string, home: string): Promise<string> {
  const jar = new Map<string, string>();
  let next = url;
  for (let hop = 0; hop < 10; hop += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const each of response.headers.getSetCookie()) {
      const [pair = ''] = each.split(';');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${next} answered ${response.status}: ${await response.text()}`);
    next = new URL(location, next).href;
    if (next.startsWith(home)) return next.slice(home.length);
  }
  throw new Error('the provider led nowhere');
}
