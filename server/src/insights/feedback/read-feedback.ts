import type { answersInput, FeedbackAnswer, FeedbackSummary } from '@fieldmarshal/contract/feedback';
import type { z } from 'zod';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import { cursorNumber, type Ctx } from '#platform';
import { notFound, talliesBy, tallyOf, weekOf } from '../core/feedback.ts';
import { loadAnswers, loadCounts } from './feedback-store.ts';

const listedMax = 50;

/** Answers with words, the newest first. */
export async function listFeedback(
  ctx: Ctx,
  { cursor, limit, ...asked }: z.output<typeof answersInput>,
): Promise<{ items: FeedbackAnswer[]; nextCursor: string | null }> {
  permit(ctx, 'feedback.read');
  const after = cursor === undefined ? 0 : cursorNumber(cursor);
  const found = await loadAnswers(ctx.env.databases[ctx.pool], { ...asked, after, limit: limit + 1 });
  return {
    items: found.slice(0, limit),
    nextCursor: found.length > limit ? String(after + limit) : null,
  };
}

/** How often people find what they look for, and how fast: counts only, and none of fewer than five. */
export async function readFeedback(
  ctx: Ctx,
  { dashboard, days }: { readonly dashboard?: string | undefined; readonly days: number },
): Promise<FeedbackSummary> {
  permit(ctx, 'feedback.read');
  const catalog = await readCatalog(ctx.env);
  const rows = await loadCounts(ctx.env.databases[ctx.pool], { dashboard, days });
  const firstDays = new Map(
    rows.toReversed().map(({ dashboard: of, release, day }) => [`${of} ${release}`, day]),
  );
  return {
    dashboards: catalog
      .list('Dashboard')
      .map(({ name, spec }) => ({ name, displayName: spec.displayName ?? name, collect: spec.collect })),
    days,
    all: tallyOf(rows),
    screens: talliesBy(rows, ({ dashboard: of, screen }) => ({ dashboard: of, screen }))
      .sort((a, b) => notFound(b) - notFound(a))
      .slice(0, listedMax),
    releases: talliesBy(rows, ({ dashboard: of, release }) => ({ dashboard: of, release }))
      .map((each) => ({ ...each, firstDay: firstDays.get(`${each.dashboard} ${each.release}`) ?? '' }))
      .sort((a, b) => (a.firstDay < b.firstDay ? 1 : -1))
      .slice(0, listedMax),
    tasks: talliesBy(
      rows.filter(({ task }) => task !== ''),
      ({ dashboard: of, task }) => ({ dashboard: of, task }),
    ).slice(0, listedMax),
    weeks: talliesBy(rows, ({ day }) => ({ week: weekOf(day) })),
  };
}
