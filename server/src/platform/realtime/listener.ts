import pg from 'pg';
import { poolConfig } from '../db/database.ts';
import type { Env } from '../env.ts';

export interface Listener {
  close(): Promise<void>;
}

const reconnectMs = 500;

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
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({
      ...poolConfig(env.databases.connection),
      application_name: `fieldmarshal listen ${channel}`,
    });
    client = fresh;
    fresh.on('error', (error) =>
      env.log.warn({ channel, error: error.message }, 'listener lost its connection'),
    );
    fresh.on('end', () => {
      if (!closed) retry = setTimeout(() => void connect(), reconnectMs);
    });
    fresh.on('notification', (message) => onMessage(message.payload ?? ''));
    try {
      await fresh.connect();
      await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
      onMessage('');
    } catch (error) {
      env.log.warn({ channel, error: String(error) }, 'listener cannot connect');
      await fresh.end().catch(() => undefined);
    }
  };
  const connecting = connect();

  return {
    close: async () => {
      closed = true;
      clearTimeout(retry);
      await connecting;
      await client?.end().catch(() => undefined);
    },
  };
}
