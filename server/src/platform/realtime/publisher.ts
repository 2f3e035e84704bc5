import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';

/** PostgreSQL channel that carries {@link LiveMessage}s to every web process. */
export const liveChannel = 'live';

/** What changed, by topic; the hint is one short line for people's eyes, cut to 300 characters. */
export const liveMessage = z.object({ topics: z.array(z.string()), hint: z.string().optional() });
type LiveMessage = z.infer<typeof liveMessage>;

export interface LivePublisher {
  /** The statement that announces changed topics with the commit it is part of. */
  announcement(topics: ReadonlyMap<string, string | undefined>): RawBuilder<unknown>;
}

/** NOTIFY refuses payloads of 8,000 bytes; more topics than this are announced as `*`: look at everything again. */
const topicsMax = 60;

export const notifyPublisher: LivePublisher = {
  announcement: (topics) => {
    const hint = [...topics.values()].find((value) => value !== undefined)?.slice(0, 300);
    const names = topics.size > topicsMax ? ['*'] : [...topics.keys()];
    const message: LiveMessage = { topics: names, ...(hint === undefined ? {} : { hint }) };
    return sql`select pg_notify(${liveChannel}, ${JSON.stringify(message)})`;
  },
};
