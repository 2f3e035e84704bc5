import { createHash, timingSafeEqual } from 'node:crypto';
import { serverKey } from '#delivery';
import type { Env } from '#platform';

/** Who may read the page of a customer: one of its contacts, until a moment. Neither a name nor an address stands in it. */
export interface Reader {
  /** As the page calls the customer. */
  readonly customer: string;
  /** Of the contact's address. */
  readonly email: string;
  /** Milliseconds. */
  readonly until: number;
}

/** What a mail leads to, and what the browser keeps once its link was used. */
export const readerMs = { link: 30 * 60_000, kept: 30 * 86_400_000 } as const;

/** Of an address, however it is written. */
export function emailKey(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('base64url').slice(0, 22);
}

/** The subject whose answer link is the link of the mail; what follows `SI-` stands in its address. */
export function linkSubject(reader: Reader): string {
  return `SI-${textOf(reader)}`;
}

/** Whom the link of a mail lets in; null where it is none of ours, or is over. */
export async function readerOfLink(env: Env, token: string): Promise<Reader | null> {
  const key = await serverKey(env);
  return readerOf(env, token, (text) => key.answerToken(`SI-${text}`));
}

/** What the browser keeps. */
export async function keptToken(env: Env, reader: Reader): Promise<string> {
  const key = await serverKey(env);
  const text = textOf(reader);
  return `${text}.${key.derived('status-reader', text).toString('base64url')}`;
}

/** Who reads, by what their browser kept; null where it is none of ours, or is over. */
export async function readerOfKept(env: Env, token: string): Promise<Reader | null> {
  const key = await serverKey(env);
  return readerOf(env, token, (text) => key.derived('status-reader', text).toString('base64url'));
}

function textOf({ customer, email, until }: Reader): string {
  return [customer, email, Math.floor(until / 1_000).toString(36)].join('.');
}

function readerOf(env: Env, token: string, sign: (text: string) => string): Reader | null {
  const found = /^(([\w-]{1,40})\.([\w-]{22})\.([0-9a-z]{1,9}))\.([\w-]{43})$/.exec(token);
  const [, text = '', customer = '', email = '', seconds = '', given = ''] = found ?? [];
  if (text === '' || !timingSafeEqual(Buffer.from(given), Buffer.from(sign(text)))) return null;
  const until = Number.parseInt(seconds, 36) * 1_000;
  return until > env.clock.now().getTime() ? { customer, email, until } : null;
}
