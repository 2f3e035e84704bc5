import type { Timeline } from '@fieldmarshal/contract/oncall/timeline';

export interface CoverageFigure {
  /** 0..1 over all schedules alike; a hole that only the fallback covers is a hole of the rota. Null without any schedule. */
  readonly shareRatio: number | null;
  /** Holes, and those of them in which nobody at all is on. */
  readonly holes: number;
  readonly bare: number;
}

/** How much of a stretch somebody of the rota is on, in all schedules together. */
export function coverageOf({
  from,
  to,
  schedules,
}: Pick<Timeline, 'from' | 'to' | 'schedules'>): CoverageFigure {
  const wholeMs = (Date.parse(to) - Date.parse(from)) * schedules.length;
  const all = schedules.flatMap(({ holes, hasFallback }) => holes.map((hole) => ({ ...hole, hasFallback })));
  const openMs = all.reduce((sum, hole) => sum + Date.parse(hole.to) - Date.parse(hole.from), 0);
  return {
    shareRatio: wholeMs === 0 ? null : 1 - openMs / wholeMs,
    holes: all.length,
    bare: all.filter(({ hasFallback }) => !hasFallback).length,
  };
}

/** `98.7 %`; never 100 where there is a hole, however short. */
export function shareText(shareRatio: number): string {
  return `${Math.floor(shareRatio * 1_000) / 10} %`;
}
