import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Databases, Env } from '#platform';

/** The server's own secret, from which others are derived. */
export interface ServerKey {
  /** The 256-bit token of an answer link; the same for the same subject, so that a message can be rendered again without storing it. */
  answerToken(subject: string): string;
  /** The Standard Webhooks secret of one receiver (`whsec_…`). */
  webhookSecret(url: string): string;
  /** 32 bytes for one purpose, always the same. */
  derived(purpose: string, subject: string): Buffer;
}

const keys = new WeakMap<Databases, Promise<ServerKey>>();

/** Made on first use and kept for ever. Call it before a transaction, not inside one. */
export async function serverKey(env: Pick<Env, 'databases' | 'clock'>): Promise<ServerKey> {
  const known = keys.get(env.databases);
  if (known) return known;
  const loading = load(env);
  keys.set(env.databases, loading);
  loading.catch(() => keys.delete(env.databases));
  return loading;
}

/** How a token is stored: looking it up needs no secret, and the stored form opens nothing. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

async function load({ databases, clock }: Pick<Env, 'databases' | 'clock'>): Promise<ServerKey> {
  // Not of the worker's connections: a job may ask while it holds one.
  const db = databases.web;
  const stored = async (): Promise<string | undefined> =>
    (await db.selectFrom('delivery_key').select('key').executeTakeFirst())?.key;
  let key = await stored();
  if (key === undefined) {
    await db
      .insertInto('delivery_key')
      .values({ single: true, key: randomBytes(32).toString('base64'), created_at: clock.now() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    key = await stored();
  }
  if (key === undefined) throw new Error('the server key was stored but cannot be read');
  const secret = Buffer.from(key, 'base64');
  const derive = (purpose: string, subject: string): Buffer =>
    createHmac('sha256', secret).update(`${purpose}\n${subject}`).digest();
  return {
    answerToken: (subject) => derive('answer', subject).toString('base64url'),
    derived: derive,
    webhookSecret: (url) => `whsec_${derive('webhook', url).toString('base64')}`,
  };
}
