import type { Kysely } from 'kysely';
import type { DB } from '#platform';
import { levelOfSeverity, type PastIncident } from '../core/triage/from-past.ts';

/** The newest so many are learnt from: what is older was another system. */
const pastMax = 300;

/** Resolved incidents of this organisation that had a product, as they were told first. Drills are none. */
export async function loadPast(db: Kysely<DB>, exceptId: string): Promise<PastIncident[]> {
  const rows = await db
    .selectFrom('similar_document')
    .innerJoin('incident', 'incident.id', 'similar_document.incident_id')
    .select(['incident.title', 'incident.summary', 'incident.product', 'incident.severity'])
    .where('incident.id', '!=', exceptId)
    .where('incident.product', 'is not', null)
    .orderBy('similar_document.resolved_at', 'desc')
    .limit(pastMax)
    .execute();
  return rows.map(({ title, summary, product, severity }) => ({
    text: `${title}\n${summary}`,
    products: product === null ? [] : [product],
    grave: severity === 'SEV1' || severity === 'SEV2',
    level: severity === null ? null : levelOfSeverity(severity),
  }));
}
