import { createHash } from 'node:crypto';
import { style } from '../core/status/style.ts';

const styleHash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;

/** For everybody, and for every cache between: fresh for a quarter of a minute, and for a day where nothing else can be had. */
export const publicHeaders = {
  'cache-control': 'public, max-age=15, stale-while-revalidate=60, stale-if-error=86400',
  'content-security-policy': policy,
  'referrer-policy': 'no-referrer',
  vary: 'accept-encoding',
} as const;

/** What other sites may show on theirs: feeds, badges, JSON. */
export const sharedHeaders = {
  ...publicHeaders,
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
} as const;

/** For one reader: what is behind a link of their own is kept by nobody. */
export const privateHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': policy,
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
} as const;
