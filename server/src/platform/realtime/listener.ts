import pg from 'pg';
import { poolConfig } from '../db/database.ts';
import type { Env } from '../env.ts';

export interface Listener {
  /** Says something to all who listen on the channel, itself included. Throws where the connection is away, and after {@link tellTimeoutMs}. */
  tell(payloads: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const reconnectMs = 500;
const tellTimeoutMs = 1_000;

/**
 * Listens on one PostgreSQL channel on a connection of its own, for as long as the process lives: reconnects when the database comes
 * back. Calls `onMessage('')` once each time it begins to hear, the first time included, since messages may have been missed before.
 */
export function listen(
  env: Pick<Env, 'databases' | 'log'>,
  channel: string,
  onMessage: (payload: string) => void,
): Listener {
  let client: pg.Client | undefined;
  let isListening = false;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({
      ...poolConfig(env.databases.connection),
      application_name: `fieldmarshal listen ${channel}`,
      // It stores nothing: what is told need not wait for the disk, with a lock that all commits that announce something take.
      options: '-c synchronous_commit=off',
    });
    client = fresh;
    fresh.on('error', (error) =>
      env.log.warn({ channel, error: error.message }, 'listener lost its connection'),
    );
    fresh.on('end', () => {
      isListening = false;
      if (!closed) retry = setTimeout(() => void connect(), reconnectMs);
    });
    fresh.on('notification', (message) => onMessage(message.payload ?? ''));
    try {
      await fresh.connect();
      await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
      isListening = true;
      onMessage('');
    } catch (error) {
      env.log.warn({ channel, error: String(error) }, 'listener cannot connect');
      await fresh.end().catch(() => undefined);
    }
  };
  const connecting = connect();

  return {
    tell: async (payloads) => {
      if (client === undefined || !isListening) throw new Error(`not connected to the channel ${channel}`);
      const text = 'select pg_notify($1, payload) from unnest($2::text[]) payload';
      const query = { text, values: [channel, payloads], query_timeout: tellTimeoutMs };
      await client.query(query);
    },
    close: async () => {
      closed = true;
      clearTimeout(retry);
      await connecting;
      await client?.end().catch(() => undefined);
    },
  };
}
