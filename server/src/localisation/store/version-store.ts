import { causeVerdict, type CauseVerdict } from '@fieldmarshal/contract/localisation';
import type { Kysely } from 'kysely';
import type { DB } from '#platform';

export interface StoredVersion {
  readonly version: number;
  readonly at: Date;
  readonly verdict: CauseVerdict;
  /** Gzipped JSON; null once it is no longer kept. */
  readonly evidence: Buffer | null;
}

export async function loadVersion(
  db: Kysely<DB>,
  caseId: number,
  version: number,
): Promise<StoredVersion | null> {
  const row = await db
    .selectFrom('cause_verdict')
    .select(['version', 'at', 'verdict', 'evidence'])
    .where('case_id', '=', caseId)
    .where('version', '=', version)
    .executeTakeFirst();
  return row === undefined ? null : { ...row, verdict: causeVerdict.parse(row.verdict) };
}

const versionsMax = 200;

/** The newest versions, oldest first. */
export async function loadVersions(
  db: Kysely<DB>,
  caseId: number,
): Promise<{ version: number; at: string }[]> {
  const rows = await db
    .selectFrom('cause_verdict')
    .select(['version', 'at'])
    .where('case_id', '=', caseId)
    .orderBy('version', 'desc')
    .limit(versionsMax)
    .execute();
  return rows.toReversed().map(({ version, at }) => ({ version, at: at.toISOString() }));
}
