import type { BehindAnswer, behindInput } from '@fieldmarshal/contract/insights';
import type { z } from 'zod';
import { permit } from '#identity';
import { AppError, type Ctx } from '#platform';
import { behindOf, type Behind } from '../core/behind.ts';
import type { Known } from '../core/facts.ts';
import { hasLed } from '../core/noise.ts';
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
  const [, which, rule] = /^(rule|rule-led):(.*)$/s.exec(behind) ?? [];
  const number =
    rule === undefined
      ? behindOf(behind)
      : ruleBehind(await loadRules(db, period, await rulesWanted(ctx, filter)), { rule, which });
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

/** The incidents of a rule's alerts: all, or those in which people found something. */
function ruleBehind(
  rules: Awaited<ReturnType<typeof loadRules>>,
  { rule: name, which }: { readonly rule: string; readonly which: string | undefined },
): Behind {
  const ids = new Set(rules.filter(({ rule }) => rule === name).flatMap(({ incidents }) => incidents));
  const isMeant = (one: Known): boolean => ids.has(one.id) && (which !== 'rule-led' || hasLed(one));
  return { unit: 'none', adds: (one) => (isMeant(one) ? null : undefined) };
}

function itemOf({ id, title, severity, product, environment, declaredAt }: Known) {
  return { id, title, severity, product, environment, declaredAt: new Date(declaredAt).toISOString() };
}
