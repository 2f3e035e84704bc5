import { isKnownEvent } from '@fieldmarshal/contract/incidents';
import type { SiteIncident } from '@fieldmarshal/contract/relay';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { entryWords } from '../core/entry-words.ts';
import { readSite } from '../sites/read-sites.ts';
import { mergedOf, summaryOf } from '../sites/summarise.ts';
import { loadCall } from '../store/call-store.ts';
import { entriesToSend, loadEntries } from '../store/entry-store.ts';

interface OnIncident {
  readonly site: string;
  readonly incident: string;
}

/** An incident of a site as far as it is known: both logs in one order, and what they disagree about. */
export async function readSiteIncident(ctx: Ctx, { site, incident }: OnIncident): Promise<SiteIncident> {
  permit(ctx, 'site.read');
  const db = ctx.env.databases[ctx.pool];
  const entries = await loadEntries(db, site, incident);
  if (entries.length === 0) throw notFound('This incident');
  const merged = mergedOf(entries);
  const [{ knownUntil, clock }, waiting, told] = await Promise.all([
    readSite(ctx, { name: site }),
    entriesToSend(db, site),
    loadCall(db, site, incident),
  ]);
  const unsent = new Set(waiting.filter((entry) => entry.incident === incident).map(({ seq }) => seq));
  return {
    site,
    summary: summaryOf(incident, merged, told),
    description: merged.incident?.summary ?? '',
    conflicts: merged.conflicts.map(({ about, site: there, headquarters }) => ({
      about,
      site: there.shown,
      headquarters: headquarters.shown,
    })),
    entries: merged.entries.map((entry) => {
      const { origin, seq, at, actor, type } = entry;
      const stored = { ...entry, incidentId: incident, id: '' };
      return {
        origin,
        seq,
        at,
        by: actor.name,
        type,
        text: entryWords(stored, isKnownEvent(stored)),
        hasLeft: origin === 'site' || !unsent.has(seq),
      };
    }),
    missing: merged.missing,
    knownUntil,
    clock,
  };
}
