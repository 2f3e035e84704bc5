import { actorName } from '@fieldmarshal/contract';
import { actorKey, type Ctx, type Tx } from '#platform';
import { hlcZero, laterOf, tick } from '../core/hlc.ts';
import { summariseIncidents } from '../sites/summarise.ts';
import { storeEntries, type NewEntry, type StoredEntry } from '../store/entry-store.ts';

interface Writing {
  readonly site: string;
  readonly incident: string;
  /** All that is here of both sides. */
  readonly entries: readonly StoredEntry[];
  readonly event: { readonly type: string; readonly data: Record<string, unknown> };
}

/** Writes an entry of headquarters after whatever is known of the incident. Returns its number. */
export async function storeOwnEntry(tx: Tx, { site, incident, entries, event }: Writing): Promise<number> {
  const own = entries.filter(({ origin }) => origin === 'headquarters');
  const theirs = entries.filter(({ origin }) => origin === 'site');
  const hlc = tick(
    entries.reduce((last, entry) => laterOf(last, entry.hlc), hlcZero),
    tx.now.getTime(),
  );
  const seq = Math.max(0, ...own.map((entry) => entry.seq)) + 1;
  const entry: NewEntry = {
    incident,
    origin: 'headquarters',
    seq,
    hlc: [...hlc],
    seen: Math.max(0, ...theirs.map((each) => each.seq)),
    at: tx.now.toISOString(),
    actor: whoOf(tx.ctx),
    version: 1,
    ...event,
  };
  await storeEntries(tx, site, [entry]);
  await summariseIncidents(tx, site, [incident]);
  return seq;
}

function whoOf({ actor }: Ctx): NewEntry['actor'] {
  const person = actor.kind === 'person' ? actor.person : null;
  return { kind: actor.kind, id: actorKey(actor), name: actorName(actor), person };
}
