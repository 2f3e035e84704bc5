import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A provider that says whatever the test wants. */
export interface HostileProvider {
  readonly issuer: string;
  readonly publicKey: KeyObject;
  /** What `/.well-known/openid-configuration` adds or changes. */
  metadata: Record<string, unknown>;
  /** What its token endpoint answers. */
  tokens: Record<string, unknown>;
  /** The forms that were posted to its token endpoint. */
  readonly asked: URLSearchParams[];
  /** A signed token; parts of the header and claims as given. */
  token(claims: Record<string, unknown>, header?: Record<string, unknown>, key?: KeyObject): string;
  close(): void;
}

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

export async function startHostileProvider(): Promise<HostileProvider> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      if (request.url === '/token') {
        made.asked.push(new URLSearchParams(body));
        response.end(JSON.stringify({ access_token: 'x', token_type: 'Bearer', ...made.tokens }));
      } else if (request.url === '/keys') {
        const key = { ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'ES256' };
        response.end(JSON.stringify({ keys: [key] }));
      } else response.end(JSON.stringify(metadataOf(made)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const made: HostileProvider = {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on TCP
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publicKey,
    metadata: {},
    tokens: {},
    asked: [],
    token: signed,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return made;
}

function metadataOf({ issuer, metadata }: HostileProvider): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256', 'HS256', 'none'],
    authorization_response_iss_parameter_supported: true,
    ...metadata,
  };
}

function signed(
  claims: Record<string, unknown>,
  header: Record<string, unknown> = {},
  key: KeyObject = privateKey,
): string {
  const head = { alg: 'ES256', kid: 'one', ...header };
  const text = [head, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${signatureOf(text, head.alg, key)}`;
}

function signatureOf(text: string, alg: string, key: KeyObject): string {
  if (alg === 'none') return '';
  if (alg === 'HS256') {
    const secret = key.type === 'secret' ? key.export() : key.export({ type: 'spki', format: 'pem' });
    return createHmac('sha256', secret).update(text).digest('base64url');
  }
  return sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}
