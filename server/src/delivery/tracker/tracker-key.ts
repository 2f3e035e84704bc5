import type { TrackerSpec } from '@fieldmarshal/contract/tickets';
import type { Kysely } from 'kysely';
import { readCatalog } from '#catalog';
import { seal, unseal, type DB, type Env, type SealedColumn, type Tx } from '#platform';

/** A tracker as far as it can be told. `stale`: the key was set for another address. */
interface KeyOfTracker {
  readonly state: 'none' | 'missing' | 'set' | 'stale';
  readonly key: string | null;
}

type Webhook = NonNullable<TrackerSpec['webhook']>;

/** The key opens for this name at this server only. */
function purposeOf(name: string, { url }: Webhook): string {
  return `tracker key ${name} ${new URL(url).origin}`;
}

export async function readTrackerKey(env: Env, name: string, spec: TrackerSpec): Promise<KeyOfTracker> {
  if (spec.webhook?.keyHeader === undefined) return { state: 'none', key: null };
  const db: Kysely<DB> = env.databases.worker;
  const row = await db
    .selectFrom('tracker_key')
    .select('sealed')
    .where('tracker', '=', name)
    .executeTakeFirst();
  if (row === undefined) return { state: 'missing', key: null };
  const key = await unseal(env, row.sealed, purposeOf(name, spec.webhook));
  return { state: key === null ? 'stale' : 'set', key };
}

export const sealedTrackerKeys: SealedColumn = {
  table: 'tracker_key',
  column: 'sealed',
  key: ['tracker'],
  purposeOf: async ({ tracker = '' }, env) => {
    const webhook = (await readCatalog(env)).get('Tracker', tracker)?.spec.webhook;
    return webhook === undefined ? null : purposeOf(tracker, webhook);
  },
};

interface NewKey {
  readonly name: string;
  readonly webhook: Webhook;
  readonly key: string;
  readonly by: string;
}

export async function storeTrackerKey(tx: Tx, { name, webhook, key, by }: NewKey): Promise<void> {
  const row = {
    sealed: await seal(tx.ctx.env, key, purposeOf(name, webhook)),
    changed_at: tx.now,
    changed_by: by,
  };
  await tx.db
    .insertInto('tracker_key')
    .values({ tracker: name, ...row })
    .onConflict((conflict) => conflict.column('tracker').doUpdateSet(row))
    .execute();
}
