import { timingSafeEqual } from 'node:crypto';
import { serverKey } from '#delivery';
import type { Env } from '#platform';

/** The subscriber whose link to confirm (`SC`) or to unsubscribe (`SU`) this is; null where it is nobody's. Asks the database for nothing but the server's key. */
export async function subscriberOfToken(
  env: Env,
  purpose: 'SC' | 'SU',
  token: string,
): Promise<string | null> {
  const [, id = '', given = ''] = /^(\d{1,15})\.([A-Za-z0-9_-]{43})$/.exec(token) ?? [];
  if (id === '') return null;
  const expected = (await serverKey(env)).answerToken(`${purpose}-${id}`);
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected)) ? id : null;
}
