import { hostname } from 'node:os';
import type { Notice } from '@fieldmarshal/contract/now';
import { sql } from 'kysely';
import { runnerCalled } from '#checks';
import { permit } from '#identity';
import { unansweredOf } from '#oncall';
import { inTransaction, systemCtx, type Ctx, type Env, type Tx } from '#platform';

export type NoticeKey =
  | 'work-stands-still'
  | 'steps-overdue'
  | 'pages-overdue'
  | 'handover-unaccepted'
  | 'shut-out-on-call'
  | 'audit-stream-behind'
  | 'nobody-by-default'
  | 'word-owed'
  | `process ${string}`;

/** Notices about one process and its machine. Other processes, of that machine, too, leave them alone, until they have not been renewed for a while. */
const processPrefix = 'process ';
const processMinutes = 10;

/** The port tells processes of one machine apart, and stays over a restart. */
export function processKey({ config }: Pick<Env, 'config'>): NoticeKey {
  return `${processPrefix}${hostname()}:${config.port}`;
}

/** Ended notices are shown for this long, so that who comes in the morning sees what the night was like. */
const shownHours = 24;
const keptDays = 90;
const shownMax = 20;

/** Notices of escalations that went wrong have the escalation's id behind this. */
const escalationPrefix = 'escalation ';

/** Notices about runners have the runner's id behind this; they end when the runner is well again. */
const runnerPrefix = 'runner ';

/** Notices about real faults that a drill left on have its id behind this; they end when the fault is off. */
const faultPrefix = 'drill-fault ';

/** Opens and renews these notices and ends all others that are open. Writes nothing where there is nothing to say. */
export async function settleNotices(env: Env, notices: ReadonlyMap<NoticeKey, string>): Promise<void> {
  const open = await sql<{ key: string }>`select key from notice where ended_at is null`.execute(
    env.databases.worker,
  );
  if (notices.size === 0 && open.rows.length === 0) return;
  const keys = open.rows.map(({ key }) => key);
  const kept = new Set<string>([
    ...notices.keys(),
    ...keys.filter((key) => key.startsWith(runnerPrefix) || key.startsWith(faultPrefix)),
    ...keys.filter((key) => key.startsWith(processPrefix) && key !== processKey(env)),
    ...(await unansweredKeys(env, keys)),
  ]);
  const forgotten = await forgottenKeys(env);
  for (const key of forgotten) if (!notices.has(key)) kept.delete(key);
  if (notices.size === 0 && keys.every((key) => kept.has(key))) return;
  await inTransaction(systemCtx(env, 'auditor'), async (tx) => {
    for (const [key, text] of notices) await openNotice(tx, key, text);
    await sql`
      update notice set ended_at = now()
      where ended_at is null and key = any(${keys}::text[]) and not key = any(${[...kept]}::text[])`.execute(
      tx.db,
    );
    await sql`delete from notice where ended_at < now() - ${keptDays} * interval '1 day'`.execute(tx.db);
    tx.changed('notices');
  });
}

/** Notices about processes that nobody has renewed: their machine is gone, or well under another name. */
async function forgottenKeys(env: Env): Promise<NoticeKey[]> {
  const { rows } = await sql<{ key: NoticeKey }>`
    select key from notice where ended_at is null and starts_with(key, ${processPrefix})
      and last_seen_at < now() - ${processMinutes} * interval '1 minute'`.execute(env.databases.worker);
  return rows.map(({ key }) => key);
}

async function openNotice(tx: Tx, key: string, text: string): Promise<void> {
  await sql`
    insert into notice (key, text, started_at, last_seen_at) values (${key}, ${text}, now(), now())
    on conflict (key) where ended_at is null do update set text = excluded.text, last_seen_at = excluded.last_seen_at`.execute(
    tx.db,
  );
}

/** Of these open notices, those about escalations that still wait for an answer. */
async function unansweredKeys(env: Env, keys: readonly string[]): Promise<string[]> {
  const ids = keys
    .filter((key) => key.startsWith(escalationPrefix))
    .map((key) => key.slice(escalationPrefix.length));
  const waiting = await unansweredOf(env.databases.worker, ids);
  return waiting.map((id) => escalationPrefix + id);
}

interface Trouble {
  readonly escalationId: string;
  readonly incidentId: string;
  readonly detail: string;
}

/** Says on Now that an escalation did not go as planned: one notice for each escalation, in its newest words, until somebody answers. */
export async function noticeTrouble(ctx: Ctx, { escalationId, incidentId, detail }: Trouble): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await openNotice(tx, escalationPrefix + escalationId, `${incidentId}: ${detail}`);
    tx.changed('notices');
  });
}

interface RunnerTrouble {
  readonly runnerId: string;
  readonly name: string;
  readonly place: string;
  readonly trouble:
    | 'late'
    | 'overloaded'
    | 'silent'
    | 'faults'
    | 'none'
    | 'revoked'
    | 'other-key'
    | 'own-key';
  readonly detail: string;
}

/** Says on Now that a runner is late, overloaded or silent, until it is well again, and that another key came with its token, until somebody has decided. Single faults are told to its owner only. */
export async function noticeRunner(ctx: Ctx, runner: RunnerTrouble): Promise<void> {
  const { runnerId, trouble, detail } = runner;
  await inTransaction(ctx, async (tx) => {
    if (trouble === 'faults') return;
    const key = runnerPrefix + runnerId;
    const ofKey = `${runnerPrefix}key ${runnerId}`;
    if (trouble === 'own-key' || trouble === 'revoked') await endNotice(tx, ofKey);
    if (trouble === 'other-key') await openNotice(tx, ofKey, `${runnerCalled(runner)}: ${detail}`);
    else if (trouble === 'none' || trouble === 'revoked') await endNotice(tx, key);
    else if (trouble !== 'own-key')
      await openNotice(tx, key, `${runnerCalled(runner)} is ${trouble}. ${detail}`);
    tx.changed('notices');
  });
}

interface FaultLeft {
  readonly drillId: string;
  readonly title: string;
  /** Null: it is off. */
  readonly detail: string | null;
}

/** Says on Now that a real fault of a drill that does not run is still on, until it is off. */
export async function noticeFault(ctx: Ctx, { drillId, title, detail }: FaultLeft): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const key = faultPrefix + drillId;
    if (detail === null) await endNotice(tx, key);
    else await openNotice(tx, key, `A real fault of the drill ${drillId} (${title}) is still on: ${detail}`);
    tx.changed('notices');
  });
}

async function endNotice(tx: Tx, key: string): Promise<void> {
  await sql`update notice set ended_at = now() where ended_at is null and key = ${key}`.execute(tx.db);
}

/** What the installation says about itself: open notices, and those of the last day; the newest first. */
export async function listNotices(ctx: Ctx): Promise<{ items: Notice[]; total: number }> {
  permit(ctx, 'notice.read');
  const { rows } = await sql<{
    key: string;
    text: string;
    started_at: Date;
    ended_at: Date | null;
    total: number;
  }>`
    select key, text, started_at, ended_at, count(*) over ()::int as total from notice
    where ended_at is null or ended_at > now() - ${shownHours} * interval '1 hour'
    order by ended_at is not null, started_at desc limit ${shownMax}`.execute(ctx.env.databases[ctx.pool]);
  return {
    items: rows.map(({ key, text, started_at: startedAt, ended_at: endedAt }) => ({
      key,
      text,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    })),
    total: rows[0]?.total ?? 0,
  };
}
