import type { Exemption } from '@fieldmarshal/contract/readiness';
import { sql } from 'kysely';
import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { tell } from '#oncall';
import { inTransaction, type Ctx } from '#platform';
import { readBoard, resultsOf } from './board.ts';
import { digestOf } from './core/digest.ts';
import { digestWeekAt } from './core/digest-week.ts';
import { loadChanges } from './store/change-store.ts';

const dayMs = 86_400_000;

/**
 * Sends each team what changed for its products in the last week and what is next, once a week, on Monday morning where it sits. Where
 * nothing ran then, on the next morning on which it does; a team that was not measured yet before that Monday waits for the next.
 */
export async function sendDigests(ctx: Ctx): Promise<void> {
  const [board, contacts, catalog] = [
    await readBoard(ctx),
    await readContacts(ctx.env),
    await readCatalog(ctx.env),
  ];
  const changes = await loadChanges(ctx.env.databases[ctx.pool], { days: 13, limit: 10_000 });
  const teams = Map.groupBy(board.traits.values(), ({ team }) => team);
  await inTransaction(ctx, async (tx) => {
    for (const [team, products] of teams) {
      const spec = catalog.get('Team', team)?.spec;
      const people = catalog.teamMembers(team).map(({ name }) => name);
      const timeZone = catalog.get('Hub', spec?.hub ?? '')?.spec.timeZone ?? 'Etc/UTC';
      const week = digestWeekAt(tx.now, timeZone);
      if (week === null || people.length === 0) continue;
      const { monday, daysLate } = week;
      const since = tx.now.getTime() - (7 + daysLate) * dayMs;
      const names = products.map(({ name }) => name);
      const lines = digestOf(board.standards, {
        products: names.map((name) => ({
          name,
          displayName: catalog.get('Product', name)?.spec.displayName ?? name,
          results: resultsOf(board, name),
          exempt: board.exempt.names(name),
        })),
        changes: changes.filter(({ product, at }) => names.includes(product) && Date.parse(at) >= since),
        ending: endingSoon(board.exemptions, names, tx.now),
      });
      const { rows } = await sql`
        insert into readiness_digest (team, week) select ${team}, ${monday}::date
        where ${daysLate}::int = 0 or exists (
          select from readiness_day where scope = 'team' and name = ${team} and day < ${monday}::date)
        on conflict do nothing returning team`.execute(tx.db);
      if (rows.length === 0 || lines.length === 0) continue;
      await tell(tx, {
        ...{ catalog, contacts, people, lines, type: 'readiness-digest' },
        // Somebody may be of several teams.
        key: `readiness-${monday}-${team}`,
        subject: `Readiness of ${spec?.displayName ?? team} in the week from ${monday}`,
        path: `/readiness?team=${encodeURIComponent(team)}`,
      });
    }
  });
}

const soonMs = 14 * dayMs;

function endingSoon(exemptions: readonly Exemption[], products: readonly string[], now: Date): Exemption[] {
  return exemptions.filter(
    ({ product, expiresAt }) => products.includes(product) && Date.parse(expiresAt) - now.getTime() < soonMs,
  );
}
