import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { DB } from '../db/tables.generated.ts';

/** PostgreSQL channel that carries {@link LiveMessage}s to every web process. */
export const liveChannel = 'live';

/** What changed, by topic; the hint is one short line for people's eyes, cut to 300 characters. */
export const liveMessage = z.object({ topics: z.array(z.string()), hint: z.string().optional() });
type LiveMessage = z.infer<typeof liveMessage>;

export interface LivePublisher {
  /** Announces changed topics with the surrounding commit. */
  publish(db: Kysely<DB>, topics: ReadonlyMap<string, string | undefined>): Promise<void>;
}

/** NOTIFY refuses payloads of 8,000 bytes; more topics than this are announced as `*`: look at everything again. */
const topicsMax = 60;

export const notifyPublisher: LivePublisher = {
  publish: async (db, topics) => {
    const hint = [...topics.values()].find((value) => value !== undefined)?.slice(0, 300);
    const names = topics.size > topicsMax ? ['*'] : [...topics.keys()];
    const message: LiveMessage = { topics: names, ...(hint === undefined ? {} : { hint }) };
    await sql`select pg_notify(${liveChannel}, ${JSON.stringify(message)})`.execute(db);
  },
};
