import { sql, type Kysely } from 'kysely';
import { advisoryLock, type DB, type Tx } from '#platform';
import type { PolicySnapshot } from '../core/escalation/escalation-state.ts';
import type { Ring, Turns } from '../core/escalation/machine.ts';
import { groupOf } from '../core/escalation/walk.ts';

const nobody: Turns = new Map();

/** Whose turn it was last in the round-robin groups of a policy. Held until the commit, so that two incidents do not take one turn. */
export async function turnsFor(tx: Tx, { chains }: PolicySnapshot): Promise<Turns> {
  const groups = groupsOf(chains);
  for (const group of groups)
    await sql`select pg_advisory_xact_lock(${advisoryLock.pageTurn}, hashtext(${group}))`.execute(tx.db);
  return turnsOf(tx.db, groups);
}

/** The same to look at: another incident may take the turn before it is used. */
export async function turnsNow(db: Kysely<DB>, { chains }: PolicySnapshot): Promise<Turns> {
  return turnsOf(db, groupsOf(chains));
}

function groupsOf(chains: PolicySnapshot['chains']): string[] {
  const targets = chains.flatMap(({ steps, fallback }) => [
    ...steps.flatMap((step) => step.targets),
    ...fallback,
  ]);
  return [...new Set(targets.flatMap((target) => groupOf(target) ?? []))].sort();
}

async function turnsOf(db: Kysely<DB>, groups: readonly string[]): Promise<Turns> {
  if (groups.length === 0) return nobody;
  const rows = await db
    .selectFrom('page_turn')
    .select(['group_name', 'person', 'turn'])
    .where('group_name', 'in', [...groups])
    .execute();
  const turns = new Map(groups.map((group) => [group, new Map<string, number>()]));
  for (const { group_name: group, person, turn } of rows) turns.get(group)?.set(person, turn);
  return turns;
}

/** Remembers the turns that were taken. */
export async function takeTurns(tx: Tx, rings: readonly Ring[]): Promise<void> {
  for (const { turnOf, person } of rings) {
    if (turnOf === null) continue;
    await sql`
      insert into page_turn (group_name, person, turn)
      select ${turnOf}, ${person}, coalesce(max(turn), 0) + 1 from page_turn where group_name = ${turnOf}
      on conflict (group_name, person) do update set turn = excluded.turn`.execute(tx.db);
  }
}
