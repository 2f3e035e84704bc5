import { AwsV4Signer } from 'aws4fetch';
import { createHash } from 'node:crypto';
import { AppError, type Config, type OutboundRequest } from '#platform';

/** A host or object store that gets the files of the status page. */
export interface Target {
  /** Files go below it: `https://s3.example.org/bucket/prefix`. Holds no secret. */
  readonly url: string;
  readonly signing:
    | { readonly kind: 's3'; readonly keyId: string; readonly secret: string; readonly region: string }
    | { readonly kind: 'header'; readonly authorization: string | null };
}

type Settings = Pick<
  Config,
  'statusPushUrl' | 'statusPushKeyId' | 'statusPushSecret' | 'statusPushRegion' | 'statusPushAuthorization'
>;

/** Null where none is configured. Throws `invalid` where half of an access key is. */
export function targetOf(config: Settings): Target | null {
  const { statusPushUrl: url, statusPushKeyId: keyId, statusPushSecret: secret } = config;
  if (url === undefined) return null;
  if ((keyId === undefined) !== (secret === undefined)) throw halfAKey();
  if (keyId === undefined || secret === undefined)
    return { url, signing: { kind: 'header', authorization: config.statusPushAuthorization ?? null } };
  return { url, signing: { kind: 's3', keyId, secret, region: config.statusPushRegion } };
}

function halfAKey(): AppError {
  const message = 'needs both FIELDMARSHAL_STATUS_PUSH_KEY_ID and FIELDMARSHAL_STATUS_PUSH_SECRET';
  return new AppError('invalid', `The configuration is not valid. An access key ${message}.`, {
    faults: [{ path: 'FIELDMARSHAL_STATUS_PUSH_KEY_ID', message }],
  });
}

export interface Put {
  readonly path: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** How long browsers and caches keep a file before they ask again, as on the page itself. */
const cacheControl = 'public, max-age=15, stale-while-revalidate=60';

type Sent = Pick<OutboundRequest, 'method' | 'url' | 'headers' | 'body'>;

/** `at` is the moment of the signature; object stores refuse one that is a quarter of an hour off. */
export async function putRequest(target: Target, { path, type, bytes }: Put, at: Date): Promise<Sent> {
  const headers = { 'content-type': type, 'cache-control': cacheControl };
  return authorised(target, { method: 'PUT', url: `${target.url}/${path}`, headers, body: bytes }, at);
}

export async function deleteRequest(target: Target, path: string, at: Date): Promise<Sent> {
  return authorised(target, { method: 'DELETE', url: `${target.url}/${path}`, headers: {} }, at);
}

async function authorised({ signing }: Target, request: Sent, at: Date): Promise<Sent> {
  if (signing.kind === 'header') {
    const { authorization } = signing;
    return authorization === null ? request : { ...request, headers: { ...request.headers, authorization } };
  }
  const digest = createHash('sha256')
    .update(request.body ?? '')
    .digest('hex');
  const signed = await new AwsV4Signer({
    method: request.method,
    url: request.url,
    headers: { ...request.headers, 'x-amz-content-sha256': digest },
    accessKeyId: signing.keyId,
    secretAccessKey: signing.secret,
    region: signing.region,
    service: 's3',
    datetime: at.toISOString().replaceAll(/[-:]|\.\d{3}/g, ''),
  }).sign();
  return { ...request, headers: Object.fromEntries(signed.headers.entries()) };
}
