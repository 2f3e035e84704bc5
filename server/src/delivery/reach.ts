import type { Kysely } from 'kysely';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { guardedFetch, OutboundError, type Config, type DB } from '#platform';
import { originOf } from './outbound/post.ts';

const timeoutMs = 8_000;
/** Push services in use are three or four; more would be somebody's attempt at a scan. */
const originsMax = 10;

/** Speaks with the mail server of `config.smtpUrl` as far as signing in; sends nothing. Returns why it cannot be used, or null. Needs a `smtpUrl`. */
export async function mailServerProblem({ smtpUrl }: Config): Promise<string | null> {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  });
  try {
    await transport.verify();
    return null;
  } catch (error) {
    // The library's sentence holds what the server said, never the password.
    return error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').slice(0, 300) : String(error);
  } finally {
    transport.close();
  }
}

/** The push services of the devices that people have subscribed, by origin. */
export async function pushServices(db: Kysely<DB>): Promise<string[]> {
  const rows = await db
    .selectFrom('contact_method')
    .select('details')
    .where('channel', '=', 'push')
    .execute();
  const endpoints = rows.flatMap(
    ({ details }) => z.object({ endpoint: z.string() }).safeParse(details).data ?? [],
  );
  return [...new Set(endpoints.map(({ endpoint }) => originOf(endpoint)))].sort().slice(0, originsMax);
}

/** Why this server cannot reach an address, or null. Any answer counts as reached. */
export async function reachProblem(url: string, allowPrivate: boolean): Promise<string | null> {
  try {
    await guardedFetch({
      url,
      method: 'GET',
      headers: { 'user-agent': 'Fieldmarshal' },
      timeoutMs,
      responseBytesMax: 1_000,
      allowPrivate,
    });
    return null;
  } catch (error) {
    if (error instanceof OutboundError) return error.message;
    throw error;
  }
}
