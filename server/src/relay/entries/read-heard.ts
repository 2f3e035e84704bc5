import { isKnownEvent } from '@fieldmarshal/contract/incidents';
import type { SiteIncident } from '@fieldmarshal/contract/relay';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { entryWords } from '../core/entry-words.ts';
import { readOwn } from '../self/own.ts';
import { loadEntries } from '../store/entry-store.ts';

type Heard = Pick<SiteIncident['entries'][number], 'seq' | 'at' | 'by' | 'type' | 'text'>;

/** At a site: what headquarters wrote on one of its incidents and a bundle brought, oldest first. Empty anywhere else. */
export async function readHeard(
  ctx: Ctx,
  { incident }: { readonly incident: string },
): Promise<{ items: Heard[] }> {
  permit(ctx, 'site.read');
  const db = ctx.env.databases[ctx.pool];
  const own = await readOwn(ctx.env, db);
  if (own?.role !== 'site') return { items: [] };
  const entries = await loadEntries(db, own.name, incident);
  const theirs = entries.filter(({ origin }) => origin === 'headquarters').toSorted((a, b) => a.seq - b.seq);
  return {
    items: theirs.map((entry) => {
      const { seq, at, actor, type } = entry;
      const stored = { ...entry, incidentId: incident, id: '' };
      return { seq, at, by: actor.name, type, text: entryWords(stored, isKnownEvent(stored)) };
    }),
  };
}
