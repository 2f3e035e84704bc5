import type { Ctx, Databases } from '#platform';
import { loadRecord, loadStamp, type Stored } from '../store.ts';

/** Of the incidents that were looked at last; one that hits very much takes a megabyte. */
const recordsMax = 20;

interface Known {
  readonly stamp: string;
  readonly record: Stored;
}

const known = new WeakMap<Databases, Map<string, Known>>();

/**
 * The record of an incident for who only reads it: one that was not stored anew since is not read again. The database is asked all the
 * same whether it is there for this reader, and of which look it is.
 */
export async function readRecord(
  { env: { databases }, pool }: Ctx,
  incidentId: string,
): Promise<Stored | null> {
  const db = databases[pool];
  const records = known.get(databases) ?? new Map<string, Known>();
  known.set(databases, records);
  const stamp = await loadStamp(db, incidentId);
  if (stamp === null) return null;
  const before = records.get(incidentId);
  const record = before?.stamp === stamp ? before.record : await loadRecord(db, incidentId);
  if (record === null) return null;
  records.delete(incidentId);
  records.set(incidentId, { stamp: stampOf(record), record });
  const [oldest] = records.keys();
  if (records.size > recordsMax && oldest !== undefined) records.delete(oldest);
  return record;
}

/** Of what was read: a newer look may have been stored since its stamp was asked for. */
function stampOf({ assessment, assessedAt }: Stored): string {
  return `${assessment} ${assessedAt?.getTime() ?? ''}`;
}
