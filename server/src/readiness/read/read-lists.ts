import type { ReadinessChange, ReadinessDay, ShownMeasure } from '@fieldmarshal/contract/readiness';
import { isBuiltIn } from '@fieldmarshal/contract/readiness/known-measures';
import { sql } from 'kysely';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { looksOf, readBoard } from '../board.ts';
import { groupOf } from '../collect/collectors.ts';
import { loadChanges } from '../store/change-store.ts';
import { loadDays, type Scope } from '../store/day-store.ts';
import { loadLooks } from '../store/look-store.ts';

/** What changed lately and why, the newest first. */
export async function listChanges(
  ctx: Ctx,
  asked: { readonly days: number; readonly limit: number },
): Promise<{ items: ReadinessChange[] }> {
  permit(ctx, 'readiness.read');
  return { items: await loadChanges(ctx.env.databases[ctx.pool], asked) };
}

interface TrendAsked {
  readonly scope: Scope;
  readonly name?: string | undefined;
  readonly days: number;
}

export async function readTrend(
  ctx: Ctx,
  { scope, name, days }: TrendAsked,
): Promise<{ items: ReadinessDay[] }> {
  permit(ctx, 'readiness.read');
  const key = scope === 'organisation' ? '' : (name ?? '');
  const found = await loadDays(ctx.env.databases[ctx.pool], { scope, names: [key], days });
  return { items: found.get(key) ?? [] };
}

/** Everything that rules can name, with how many products have a value. */
export async function listMeasures(ctx: Ctx): Promise<{ items: ShownMeasure[] }> {
  permit(ctx, 'readiness.read');
  const db = ctx.env.databases[ctx.pool];
  const { catalog, standards } = await readBoard(ctx);
  const looks = await loadLooks(db);
  const own = looksOf(looks);
  const { rows } = await sql<{ measure: string; products: number; at: Date }>`
    select measure, count(*)::int as products, max(at) as at from measure_value group by measure`.execute(db);
  const stored = new Map(rows.map((row) => [row.measure, row]));
  const items = [...standards.measures.values()].map((measure): ShownMeasure => {
    const { name } = measure;
    const at = own.get(name) ?? stored.get(name)?.at.getTime();
    return {
      ...measure,
      source: isBuiltIn(name) ? 'built-in' : (catalog.get('Measure', name)?.spec.source.type ?? 'push'),
      products: stored.get(name)?.products ?? 0,
      at: at === undefined ? null : new Date(at).toISOString(),
      trouble: looks.get(groupOf.get(name) ?? name)?.trouble ?? null,
    };
  });
  return { items: items.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}
