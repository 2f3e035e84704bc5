import { whoSchema } from '@fieldmarshal/contract/incidents';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform';
import type { EventData } from '../core/record.ts';
import { stampLog } from '../core/stamp.ts';
import { arrivalsAt } from '../store/entry-store.ts';
import type { NewThing } from './sources.ts';

const event = z.object({
  seq: z.number(),
  at: z.date(),
  actor: whoSchema,
  type: z.string(),
  version: z.number(),
  data: z.record(z.string(), z.unknown()),
});

/** What was added to logs of incidents since they left last, placed in the order of both sides. */
export async function* newEvents(tx: Tx, site: string): AsyncGenerator<NewThing[]> {
  const { rows } = await sql<{ id: string; sent: number }>`
    select i.id, coalesce(s.mark::int, 0) as sent from incident i
    left join relay_sent s on s.site = ${site} and s.kind = 'incident' and s.id = i.id
    where i.seq > coalesce(s.mark::int, 0) order by i.number`.execute(tx.db);
  for (const { id, sent } of rows) yield await eventsOf(tx, { site, incident: id, sent });
}

interface Wanted {
  readonly site: string;
  readonly incident: string;
  readonly sent: number;
}

async function eventsOf(tx: Tx, { site, incident, sent }: Wanted): Promise<NewThing[]> {
  const { rows } = await sql`
    select seq, at, actor, type, version, data from incident_event where incident_id = ${incident} order by seq`.execute(
    tx.db,
  );
  const log = z
    .array(event)
    .parse(rows)
    .map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() }));
  const stamps = stampLog(log, await arrivalsAt(tx.db, site, incident));
  return log.flatMap(({ seq, at, ...rest }): NewThing[] => {
    const stamp = stamps.get(seq);
    if (seq <= sent || stamp === undefined) return [];
    const data: EventData = { incident, origin: 'site', seq, hlc: [...stamp.hlc], seen: stamp.seen, ...rest };
    return [
      {
        record: { kind: 'event', id: `${incident} site ${seq}`, at, data },
        mark: { kind: 'incident', id: incident, mark: String(seq) },
      },
    ];
  });
}
