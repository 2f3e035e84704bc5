import type { Kysely } from 'kysely';
import type { DB } from '#platform';
import { inLanguages } from '../../core/messages/in-languages.ts';
import { idOf, numberOf, type StoredCommunication } from '../communication-store.ts';

export interface OneLanguage {
  readonly id: string;
  readonly language: string;
}

/** Of each of these, the same message in every language in which it waits, or went; not of what was thrown away. */
export async function languagesOf(
  db: Kysely<DB>,
  rows: readonly Pick<StoredCommunication, 'incidentId'>[],
): Promise<ReadonlyMap<string, OneLanguage[]>> {
  const incidents = [...new Set(rows.flatMap(({ incidentId }) => incidentId ?? []))];
  if (incidents.length === 0) return new Map();
  const all = await db
    .selectFrom('communication')
    .select(['id', 'incident_id', 'audience', 'application', 'language', 'stage', 'corrects', 'sent_at'])
    .where('incident_id', 'in', incidents)
    .where('state', '!=', 'discarded')
    .orderBy('id')
    .execute();
  const messages = all.map(({ id, incident_id, corrects, sent_at, ...same }) => ({
    ...same,
    id: idOf(id),
    incidentId: incident_id,
    corrects: corrects === null ? null : idOf(corrects),
    sentAt: sent_at,
  }));
  return new Map(
    inLanguages(messages).flatMap((group) => {
      const ordered = group.toSorted((a, b) => numberOf(a.id) - numberOf(b.id));
      const languages = ordered.map(({ id, language }) => ({ id, language }));
      return languages.map(({ id }) => [id, languages] as const);
    }),
  );
}
