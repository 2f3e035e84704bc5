import { sql } from 'kysely';
import type { Ctx, Tx } from '#platform';
import { inFreshTransaction, raiser, type Raise } from '#signals';
import { runnerTroubled } from '../facts.ts';
import { loadRunners, type StoredRunner } from '../store/runner-store.ts';
import { runnerAlarm } from './alarm.ts';
import { conditionOf, problemsOf } from './condition.ts';

/** Looks how runners are; what turned raises or ends their alert, is told to their owners, and shown. */
export async function lookAfterRunners(ctx: Ctx): Promise<void> {
  const now = ctx.env.clock.now().getTime();
  const runners = await loadRunners(ctx.env.databases.worker);
  const turned = runners
    .map((runner) => ({ runner, state: conditionOf(runner, now) }))
    .filter(({ runner, state }) => state !== runner.state);
  if (turned.length === 0) return;
  const raise = await raiser(ctx.env);
  await inFreshTransaction(ctx, async (tx) => {
    for (const each of turned) await turn(tx, each, raise);
    tx.changed('runners');
  });
}

async function turn(
  tx: Tx,
  { runner, state }: { readonly runner: StoredRunner; readonly state: StoredRunner['state'] },
  raise: Raise,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update runner set state = ${state}, state_since = now() where id = ${runner.id} and state = ${runner.state} returning id`.execute(
    tx.db,
  );
  const isFirstSeen = runner.state === 'new' && state === 'ok';
  if (rows.length === 0 || state === 'new' || isFirstSeen) return;
  const { id: runnerId, name, place, owner } = runner;
  const trouble = state === 'ok' ? 'none' : state;
  const detail = trouble === 'none' ? 'It is well again.' : problemsOf({ ...runner, state }).join(' ');
  await raise(tx, runnerAlarm(tx.ctx.env, runner, { state, detail }));
  tx.emit(runnerTroubled, runnerId, { runnerId, name, place, owner, trouble, detail });
}
