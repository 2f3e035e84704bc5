import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What signs and checks requests to an object store. */
export interface StoreKey {
  readonly keyId: string;
  readonly secret: string;
}

interface Asked {
  readonly method: string;
  /** With its query, as it stands in the request line. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * For tests: whether a request is signed as Signature Version 4 asks, worked out anew from what arrived, for S3 in one chunk.
 * After https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html.
 */
export function isSigned({ method, path, headers, body }: Asked, { keyId, secret }: StoreKey): boolean {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8}\/[^/]+\/s3\/aws4_request), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  const [, id = '', scope = '', signedHeaders = '', signature = ''] = given ?? [];
  const hash = createHash('sha256').update(body).digest('hex');
  if (id !== keyId || headers['x-amz-content-sha256'] !== hash) return false;
  const lines = signedHeaders.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const [place = '', query = ''] = path.split('?');
  const canonical = [method, place, query, lines.join(''), signedHeaders, hash].join('\n');
  const date = String(headers['x-amz-date']);
  const toSign = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(canonical).digest('hex')];
  const hmac = (key: Buffer | string, text: string): Buffer =>
    createHmac('sha256', key).update(text).digest();
  const key = scope.split('/').reduce<Buffer | string>((from, part) => hmac(from, part), `AWS4${secret}`);
  return timingSafeEqual(hmac(key, toSign.join('\n')), Buffer.from(signature, 'hex'));
}

/** For tests: a bucket that takes what is signed, and can be away. */
export interface ObjectStore {
  readonly url: string;
  /** By path, with the type it was put with. */
  readonly objects: Map<string, { readonly text: string; readonly type: string }>;
  /** `PUT status/index.html`, in order, also what was refused. */
  readonly asked: string[];
  /** Answered instead, where it is not null. */
  failing: number | null;
  close(): void;
}

export async function openObjectStore(key: StoreKey): Promise<ObjectStore> {
  const objects: ObjectStore['objects'] = new Map();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const name = path.replace(/^\/bucket\/page\//, '');
      const body = Buffer.concat(chunks);
      asked.push(`${method} ${name}`);
      const refused = store.failing ?? (isSigned({ method, path, headers, body }, key) ? null : 403);
      if (refused === null && method === 'PUT')
        objects.set(name, { text: body.toString(), type: headers['content-type'] ?? '' });
      if (refused === null && method === 'DELETE') objects.delete(name);
      response.writeHead(refused ?? (method === 'DELETE' ? 204 : 200)).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address
  const { port } = server.address() as AddressInfo;
  const store: ObjectStore = {
    url: `http://127.0.0.1:${port}/bucket/page`,
    objects,
    asked,
    failing: null,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return store;
}
