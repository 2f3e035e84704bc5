import { hkdfSync } from 'node:crypto';
import { secretHash } from '#identity';
import type { Env } from '#platform';
import type { Direction } from '../core/manifest.ts';
import { readOwn } from '../self/own.ts';
import type { Line } from '../store/bundle-store.ts';
import type { Db } from '../store/self-store.ts';
import { linesByLink } from '../store/site-store.ts';

/** Seals the datagrams of one line in one direction; the two ends of an enrolment know it, and nobody else. */
export interface DiodeKey {
  /** 16 hexadecimal digits; each datagram names it. */
  readonly id: string;
  readonly seal: Buffer;
  /** Makes the nonces: another one for each datagram that is not the same. */
  readonly nonce: Buffer;
}

/** From what both ends know of the link's token since the enrolment. */
function diodeKeyOf(linkHash: Buffer, direction: Direction): DiodeKey {
  const bytes = Buffer.from(hkdfSync('sha256', linkHash, '', `fieldmarshal diode ${direction}`, 72));
  return {
    id: bytes.toString('hex', 0, 8),
    seal: bytes.subarray(8, 40),
    nonce: bytes.subarray(40, 72),
  };
}

export interface KeyedLine extends Line {
  readonly key: DiodeKey;
}

/** The lines of this installation in one direction, each with its key: of headquarters one for each enrolled site, of a site its own. */
export async function keyedLines(env: Env, db: Db, direction: Direction): Promise<KeyedLine[]> {
  const own = await readOwn(env, db);
  if (own === null) return [];
  if (own.role === 'headquarters')
    return (await linesByLink(db)).map(({ site, stream, linkHash }) => ({
      site,
      stream,
      direction,
      key: diodeKeyOf(linkHash, direction),
    }));
  const { name, stream, secrets } = own;
  if (stream === null || secrets.linkToken === null) return [];
  return [{ site: name, stream, direction, key: diodeKeyOf(secretHash(secrets.linkToken), direction) }];
}

/** In which direction this installation sends; it listens for the other. */
export function outward(role: 'site' | 'headquarters'): Direction {
  return role === 'site' ? 'up' : 'down';
}

export function inward(role: 'site' | 'headquarters'): Direction {
  return role === 'site' ? 'down' : 'up';
}
