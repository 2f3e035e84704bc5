import type { Exemption } from '@fieldmarshal/contract/readiness';
import { sql } from 'kysely';
import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { tell } from '#oncall';
import { inTransaction, type Ctx } from '#platform';
import { readBoard, resultsOf } from './board.ts';
import { digestOf } from './core/digest.ts';
import { loadChanges } from './store/change-store.ts';

/** The hour of Monday from which on a digest is sent, where the team sits. */
const hour = 8;

/** Sends each team what changed for its products in the last week and what is next, once a week, on Monday morning where it sits. */
export async function sendDigests(ctx: Ctx): Promise<void> {
  const [board, contacts, catalog] = [
    await readBoard(ctx),
    await readContacts(ctx.env),
    await readCatalog(ctx.env),
  ];
  const changes = await loadChanges(ctx.env.databases[ctx.pool], { days: 7, limit: 5_000 });
  const teams = Map.groupBy(board.traits.values(), ({ team }) => team);
  await inTransaction(ctx, async (tx) => {
    for (const [team, products] of teams) {
      const spec = catalog.get('Team', team)?.spec;
      const people = catalog.teamMembers(team).map(({ name }) => name);
      const timeZone = catalog.get('Hub', spec?.hub ?? '')?.spec.timeZone ?? 'Etc/UTC';
      const monday = mondayOf(tx.now, timeZone);
      if (monday === null || people.length === 0) continue;
      const names = products.map(({ name }) => name);
      const lines = digestOf(board.standards, {
        products: names.map((name) => ({
          name,
          displayName: catalog.get('Product', name)?.spec.displayName ?? name,
          results: resultsOf(board, name),
          exempt: board.exempt.names(name),
        })),
        changes: changes.filter(({ product }) => names.includes(product)),
        ending: endingSoon(board.exemptions, names, tx.now),
      });
      const { rows } = await sql`
        insert into readiness_digest (team, week) values (${team}, ${monday}::date) on conflict do nothing returning team`.execute(
        tx.db,
      );
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

/** This Monday as a date where it is Monday, from the hour on; else null. */
function mondayOf(now: Date, timeZone: string): string | null {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((each) => each.type === type)?.value ?? '';
  if (part('weekday') !== 'Mon' || Number(part('hour')) < hour) return null;
  return `${part('year')}-${part('month')}-${part('day')}`;
}

const soonMs = 14 * 86_400_000;

function endingSoon(exemptions: readonly Exemption[], products: readonly string[], now: Date): Exemption[] {
  return exemptions.filter(
    ({ product, expiresAt }) => products.includes(product) && Date.parse(expiresAt) - now.getTime() < soonMs,
  );
}
