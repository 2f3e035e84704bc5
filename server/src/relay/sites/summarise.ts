import { foldEvents, type Incident, type StoredEvent } from '@fieldmarshal/contract/incidents';
import type { SiteIncidentSummary } from '@fieldmarshal/contract/relay';
import type { Tx } from '#platform';
import { conflictsOf, mergeEntries, type Conflict } from '../core/merge.ts';
import { loadEntries, type StoredEntry } from '../store/entry-store.ts';
import type { ShortMessage } from '../core/short-text.ts';
import { loadCall } from '../store/call-store.ts';
import { storeSummary } from '../store/record-store.ts';

export interface MergedIncident {
  readonly entries: readonly StoredEntry[];
  /** Null where what declared it has not come. */
  readonly incident: Incident | null;
  readonly conflicts: readonly Conflict[];
  /** Entries of the site that should be here by their numbers and are not. */
  readonly missing: number;
}

/** The incident as the logs of both sides add up, in their common order. */
export function mergedOf(entries: readonly StoredEntry[]): MergedIncident {
  const merged = mergeEntries(entries);
  const own = merged.filter(({ origin }) => origin === 'site').map(({ seq }) => seq);
  return {
    entries: merged,
    incident: foldEvents(merged.map(renumbered), null),
    conflicts: conflictsOf(merged),
    missing: own.length === 0 ? 0 : Math.max(...own) - own.length,
  };
}

/** The fold counts from 1 without holes; marks and undos name entries of the site by its own numbers, so they may miss. */
function renumbered({ incident, at, actor, type, version, data }: StoredEntry, index: number): StoredEvent {
  return {
    incidentId: incident,
    seq: index + 1,
    id: `${incident}-${index + 1}`,
    at,
    actor,
    type,
    version,
    data,
  };
}

export async function summariseIncidents(tx: Tx, site: string, incidents: readonly string[]): Promise<void> {
  for (const incident of incidents) {
    const merged = mergedOf(await loadEntries(tx.db, site, incident));
    const summary = summaryOf(incident, merged, await loadCall(tx.db, site, incident));
    await storeSummary(tx, { site, id: incident, at: summary.declaredAt, data: summary });
  }
}

/** `told`: what a short message said of it, which counts until a bundle says more. */
export function summaryOf(
  id: string,
  { incident, entries, conflicts }: MergedIncident,
  told: ShortMessage | null,
): SiteIncidentSummary {
  const own = entries.some(({ origin }) => origin === 'site') ? incident : null;
  const first = told?.since ?? entries[0]?.at ?? '1970-01-01T00:00:00.000Z';
  return {
    id,
    title: own?.title || (told === null ? 'What it is about has not come' : titleOf(told)),
    severity: own === null ? (incident?.severity ?? told?.severity ?? null) : own.severity,
    state: own?.state ?? 'unknown',
    isOpen: own === null || (own.resolvedAt === null && own.mergedInto === null),
    declaredAt: own?.declaredAt ?? first,
    resolvedAt: own?.resolvedAt ?? null,
    fieldMarshal: incident?.roles.find(({ role }) => role === 'field-marshal')?.name ?? null,
    conflicts: conflicts.length,
  };
}

function titleOf({ product }: ShortMessage): string {
  return `${product ?? 'Something'}, as a short message told; the rest has not come`;
}
