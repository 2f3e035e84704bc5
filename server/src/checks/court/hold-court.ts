import { readCatalog, type Catalog } from '#catalog';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { rule, type Ruling } from './core/court.ts';
import { checkRuled } from '../facts.ts';
import { ownerOf } from '../runners/tell-owner.ts';
import {
  endDemotion,
  insertDemotion,
  loadDemotions,
  loadEpisodes,
  type DemotionRow,
  type EpisodeRow,
} from '../store/court/court-store.ts';
import { judgedOf } from './episodes.ts';

const periodMs = 30 * 86_400_000;
const episodesMax = 20_000;

/** Looks which checks lose or win back the right to page, by what people and incidents said of their failures. */
export async function holdCourt(ctx: Ctx): Promise<void> {
  const db = ctx.env.databases.worker;
  const now = ctx.env.clock.now().getTime();
  const [rows, demotions, catalog] = await Promise.all([
    loadEpisodes(db, { check: null, since: new Date(now - periodMs), limit: episodesMax }),
    loadDemotions(db, { ended: true }),
    readCatalog(ctx.env),
  ]);
  const byCheck = Map.groupBy(rows, ({ check_name: check }) => check);
  const lastOf = new Map(demotions.map((demotion) => [demotion.check_name, demotion]));
  for (const check of new Set([...byCheck.keys(), ...lastOf.keys()])) {
    const ruling = rulingOf(byCheck.get(check) ?? [], lastOf.get(check), now);
    if (ruling.ruling !== 'stays')
      await inTransaction(ctx, async (tx) => carryOut(tx, catalog, { check, ruling }));
  }
}

/** What was held against it before it had its right given back counts no more. */
function rulingOf(rows: readonly EpisodeRow[], last: DemotionRow | undefined, now: number): Ruling {
  const from = last?.ended_at?.getTime() ?? -Infinity;
  const judged = rows.map(judgedOf).filter(({ startedAt }) => startedAt >= from);
  const open = last && last.ended_at === null ? last : null;
  return rule(judged, open && { since: open.since.getTime(), until: open.until.getTime() }, now);
}

interface Ruled {
  readonly check: string;
  readonly ruling: Exclude<Ruling, { ruling: 'stays' }>;
}

async function carryOut(tx: Tx, catalog: Catalog, { check, ruling }: Ruled): Promise<void> {
  const owner = ownerOf(catalog, check);
  const changed =
    ruling.ruling === 'demoted'
      ? await insertDemotion(tx, { check, owner, until: new Date(ruling.until), reason: ruling.reason })
      : await endDemotion(tx, check, ruling.by);
  if (!changed) return;
  tx.emit(checkRuled, check, {
    check,
    mayPage: ruling.ruling === 'restored',
    detail:
      ruling.ruling === 'demoted'
        ? `${ruling.reason} It goes on recording and pages again on ${new Date(ruling.until).toISOString().slice(0, 10)} at the latest.`
        : ruling.by === 'evidence'
          ? 'Its failures since were real issues.'
          : 'Its time without the right is over.',
  });
  tx.changed('checks');
}
