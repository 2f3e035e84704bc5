import { sql } from 'kysely';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { runnerTroubled } from '../facts.ts';
import { loadRunners, type StoredRunner } from '../store/runner-store.ts';
import { conditionOf, problemsOf } from './condition.ts';

/** Looks how runners are; what turned is told to their owners, and shown. */
export async function lookAfterRunners(ctx: Ctx): Promise<void> {
  const now = ctx.env.clock.now().getTime();
  const runners = await loadRunners(ctx.env.databases.worker);
  const turned = runners
    .map((runner) => ({ runner, state: conditionOf(runner, now) }))
    .filter(({ runner, state }) => state !== runner.state);
  if (turned.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    for (const each of turned) await turn(tx, each);
    tx.changed('runners');
  });
}

async function turn(
  tx: Tx,
  { runner, state }: { readonly runner: StoredRunner; readonly state: StoredRunner['state'] },
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
  tx.emit(runnerTroubled, runnerId, { runnerId, name, place, owner, trouble, detail });
}
