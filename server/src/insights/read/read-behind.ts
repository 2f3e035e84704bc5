import type { BehindAnswer, behindInput } from '@fieldmarshal/contract/insights';
import type { z } from 'zod';
import { permit } from '#identity';
import { AppError, type Ctx } from '#platform';
import { behindOf, type Behind } from '../core/behind.ts';
import type { Known } from '../core/facts.ts';
import { requirePeriod, rulesWanted } from './read-insights.ts';
import { loadRules } from './day-store.ts';
import { loadKnown } from './load-known.ts';

const itemsMax = 500;

/** The incidents that a number counts. Refuses a name that no number has. */
export async function readBehind(
  ctx: Ctx,
  { behind, ...filter }: z.output<typeof behindInput>,
): Promise<BehindAnswer> {
  permit(ctx, 'insights.read');
  const [period, db] = [requirePeriod(ctx, filter), ctx.env.databases[ctx.pool]];
  const number = behind.startsWith('rule:')
    ? ruleBehind(await loadRules(db, period, await rulesWanted(ctx, filter)), behind.slice(5))
    : behindOf(behind);
  if (number === null)
    throw new AppError('invalid', `behind: no number is called "${behind}"`, {
      faults: [{ path: 'behind', message: `no number is called "${behind}"` }],
    });
  const all = await loadKnown(ctx, { ...period, filter });
  const found = all.flatMap((one) => {
    const value = number.adds(one);
    return value === undefined ? [] : [{ ...itemOf(one), value, unit: number.unit }];
  });
  return { from: period.from, to: period.to, behind, n: found.length, items: found.slice(0, itemsMax) };
}

function ruleBehind(rules: Awaited<ReturnType<typeof loadRules>>, name: string): Behind {
  const ids = new Set(rules.filter(({ rule }) => rule === name).flatMap(({ incidents }) => incidents));
  return { unit: 'none', adds: ({ id }) => (ids.has(id) ? null : undefined) };
}

function itemOf({ id, title, severity, product, environment, declaredAt }: Known) {
  return { id, title, severity, product, environment, declaredAt: new Date(declaredAt).toISOString() };
}
