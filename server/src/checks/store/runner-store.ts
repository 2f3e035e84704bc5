import { runnerCapability, type PullInput } from '@fieldmarshal/contract/checks';
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import { silentAfterMs, type Runner } from '../runners/runner.ts';

type Db = Kysely<DB>;
const capabilities = z.array(runnerCapability);

/** The runner whose token has this hash, unless it was revoked. */
export async function findByToken(db: Db, hash: Buffer): Promise<Runner | null> {
  const row = await db
    .selectFrom('runner')
    .select(['id', 'name', 'place', 'environments', 'capabilities', 'owner'])
    .where('token_hash', '=', hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row ? { ...row, capabilities: capabilities.parse(row.capabilities) } : null;
}

export interface NewRunner extends Runner {
  readonly embedded: boolean;
  readonly tokenHash: Buffer | null;
  readonly tokenHint: string | null;
  readonly createdBy: string;
}

export async function insertRunner(tx: Tx, runner: NewRunner): Promise<void> {
  const { tokenHash, tokenHint, createdBy, environments, capabilities: can, ...rest } = runner;
  await tx.db
    .insertInto('runner')
    .values({
      ...rest,
      environments: [...environments],
      capabilities: [...can],
      token_hash: tokenHash,
      token_hint: tokenHint,
      created_at: tx.now,
      created_by: createdBy,
      state: 'new',
      state_since: tx.now,
    })
    .execute();
}

export async function updateRunner(
  tx: Tx,
  { id, environments, capabilities: can, ...rest }: Runner,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('runner')
    .set({ ...rest, environments: [...environments], capabilities: [...can] })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where('embedded', '=', false)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Of a token that nothing has come with yet. */
const noKeys = {
  ...{ key: null, key_since: null },
  ...{ other_key: null, other_key_since: null, other_key_seen_at: null },
} as const;

export async function setToken(tx: Tx, id: string, token: { hash: Buffer; hint: string }): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('runner')
    .set({ token_hash: token.hash, token_hint: token.hint, ...noKeys })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where('embedded', '=', false)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function markRevoked(
  tx: Tx,
  id: string,
): Promise<Pick<Runner, 'name' | 'place' | 'owner'> | null> {
  const row = await tx.db
    .updateTable('runner')
    .set({ revoked_at: tx.now, token_hash: null })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where('embedded', '=', false)
    .returning(['name', 'place', 'owner'])
    .executeTakeFirst();
  return row ?? null;
}

/** As much as the column holds: 23 days. */
const skewMsMax = 2_000_000_000;

/**
 * What a runner says of itself with every pull. `skewMs`: how far its clock is ahead of ours. One that comes back after a silence, or whose
 * server does, begins to serve anew.
 */
export async function noteSeen(
  db: Db,
  id: string,
  { version, state, skewMs }: Pick<PullInput, 'version' | 'state'> & { readonly skewMs: number },
): Promise<void> {
  await sql`
    update runner set last_seen_at = now(),
      serving_since = case when last_seen_at > now() - ${silentAfterMs} * interval '1 millisecond' then serving_since else now() end,
      version = ${version}, running = ${state.running}, spooled = ${state.spooled},
      cpu_ratio = ${state.cpuRatio}, memory_ratio = ${state.memoryRatio}, clock_skew_ms = ${Math.min(skewMsMax, Math.max(-skewMsMax, Math.round(skewMs)))},
      problems = ${[...state.problems]}::text[]
    where id = ${id}`.execute(db);
}

export interface StoredRunner {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly environments: readonly string[];
  readonly capabilities: readonly Runner['capabilities'][number][];
  readonly owner: string | null;
  readonly embedded: boolean;
  readonly state: 'new' | 'ok' | 'late' | 'overloaded' | 'silent';
  readonly problems: readonly string[];
  readonly version: string | null;
  readonly lastSeenAt: Date | null;
  readonly running: number;
  readonly spooled: number;
  readonly cpuRatio: number | null;
  readonly memoryRatio: number | null;
  readonly clockSkewMs: number | null;
  /** When another runner got through where nothing had answered this one; null once it got through itself. */
  readonly contradictedAt: Date | null;
  readonly tokenHint: string | null;
  readonly createdAt: Date;
  /** It is known by; see `runner-key-store.ts`. */
  readonly key: string | null;
  readonly keySince: Date | null;
  readonly otherKey: string | null;
  readonly otherKeySince: Date | null;
  readonly otherKeySeenAt: Date | null;
  /** How long it has been in service without a silence. */
  readonly servingMs: number;
  /** Of the last hour. */
  readonly runs: number;
  /** How many of them count for how late they began; null where none does. */
  readonly timedRuns: number;
  readonly latenessP50Ms: number | null;
  readonly latenessP95Ms: number | null;
}

const state = z.enum(['new', 'ok', 'late', 'overloaded', 'silent']);

/** How long a runner counts as just come into service. */
const newForS = 120;

/**
 * Runners in service, with how late their runs of the last hour began. What fell due as a runner came into service, or came back, does not
 * count: it finds everything that waited for it due at once.
 */
export async function loadRunners(db: Db, id: string | null = null): Promise<StoredRunner[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select r.*, extract(epoch from now() - s.since)::float8 * 1000 as serving_ms,
      h.runs::int as runs, h.timed::int as timed, h.late[1] as late_p50, h.late[2] as late_p95
    from runner r
    cross join lateral (select greatest(r.created_at, r.serving_since) as since) s
    cross join lateral (
      select count(*) as runs, count(*) filter (where counts) as timed,
        percentile_cont(array[0.5, 0.95]) within group (order by late_ms) filter (where counts) as late
      from (
        select extract(epoch from taken_at - due_at)::float8 * 1000 as late_ms,
          due_at >= s.since + ${newForS} * interval '1 second' as counts
        from check_run where runner_id = r.id and id >= (
          lpad(to_hex((extract(epoch from now() - interval '1 hour') * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid
        order by id desc limit 5000) last) h
    where r.revoked_at is null and (${id}::uuid is null or r.id = ${id}::uuid)
    order by r.embedded desc, r.name`.execute(db);
  return rows.map((row) => runnerRow.parse(row)).map(toRunner);
}

const runnerRow = z.object({
  id: z.string(),
  name: z.string(),
  place: z.string(),
  environments: z.array(z.string()),
  capabilities,
  owner: z.string().nullable(),
  embedded: z.boolean(),
  state,
  problems: z.array(z.string()),
  version: z.string().nullable(),
  last_seen_at: z.date().nullable(),
  running: z.number(),
  spooled: z.number(),
  cpu_ratio: z.number().nullable(),
  memory_ratio: z.number().nullable(),
  clock_skew_ms: z.number().nullable(),
  contradicted_at: z.date().nullable(),
  token_hint: z.string().nullable(),
  created_at: z.date(),
  key: z.string().nullable(),
  key_since: z.date().nullable(),
  other_key: z.string().nullable(),
  other_key_since: z.date().nullable(),
  other_key_seen_at: z.date().nullable(),
  serving_ms: z.number(),
  runs: z.number(),
  timed: z.number(),
  late_p50: z.number().nullable(),
  late_p95: z.number().nullable(),
});

function toRunner(row: z.output<typeof runnerRow>): StoredRunner {
  return {
    ...row,
    lastSeenAt: row.last_seen_at,
    cpuRatio: row.cpu_ratio,
    memoryRatio: row.memory_ratio,
    clockSkewMs: row.clock_skew_ms,
    contradictedAt: row.contradicted_at,
    tokenHint: row.token_hint,
    createdAt: row.created_at,
    keySince: row.key_since,
    otherKey: row.other_key,
    otherKeySince: row.other_key_since,
    otherKeySeenAt: row.other_key_seen_at,
    servingMs: row.serving_ms,
    timedRuns: row.timed,
    latenessP50Ms: wholeMs(row.late_p50),
    latenessP95Ms: wholeMs(row.late_p95),
  };
}

function wholeMs(ms: number | null): number | null {
  return ms === null ? null : Math.max(0, Math.round(ms));
}
