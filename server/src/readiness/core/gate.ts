import { rungs, type Rung } from '@fieldmarshal/contract/readiness';
import type { Results } from './evaluate.ts';
import { gapsOf } from './next-step.ts';
import { sumOf } from './score.ts';
import type { Standards } from './standards.ts';

export interface GateRules {
  /** Every must up to this rung has to be met. */
  readonly rung: Rung;
  readonly minScore: number;
  /** Old measures fail the gate too. */
  readonly fresh: boolean;
}

export interface GateState {
  readonly results: Results;
  /** Standards that the product is exempt from, with the instant (ms since 1970) the exemption ends. */
  readonly exempt: ReadonlyMap<string, number>;
  /** Standards whose measures are old. */
  readonly stale: ReadonlySet<string>;
  /** In ms since 1970. */
  readonly now: number;
}

const soonMs = 14 * 86_400_000;

/** Whether a product may go on: musts up to the rung are met, and known to be. Where nothing applies, there is nothing to hold on to: it fails. */
export function judgeGate(standards: Standards, state: GateState, rules: GateRules) {
  const { results, stale, now } = state;
  const exempt = new Set(state.exempt.keys());
  const sum = sumOf(standards, results, exempt);
  const wanted = new Set(rungs.slice(0, rungs.indexOf(rules.rung) + 1));
  const counts = standards.list.filter(
    ({ name, spec }) => results.has(name) && spec.level === 'must' && wanted.has(spec.rung),
  );
  const gaps = new Set(gapsOf(standards, results, exempt).map(({ name }) => name));
  const reasons = counts.flatMap(({ name, spec }) => {
    const title = spec.displayName ?? name;
    if (gaps.has(name))
      return results.get(name)?.outcome === 'unknown' ? `${title}: not known` : `${title}: missed`;
    return rules.fresh && stale.has(name) ? `${title}: rests on old measures` : [];
  });
  if (counts.length === 0)
    reasons.push(`No must up to ${rules.rung} applies to it, so nothing speaks for it`);
  if ((sum.score ?? 0) < rules.minScore)
    reasons.push(`Its score ${sum.score ?? 'is not known, which'} is below ${rules.minScore}`);
  const warnings = counts.flatMap(({ name, spec }) => {
    const title = spec.displayName ?? name;
    const ends = state.exempt.get(name);
    return [
      ...(!rules.fresh && stale.has(name) ? [`${title}: rests on old measures`] : []),
      ...(ends !== undefined && ends - now < soonMs
        ? [`${title}: its exemption ends ${new Date(ends).toISOString().slice(0, 10)}`]
        : []),
    ];
  });
  return { passes: reasons.length === 0, score: sum.score, rung: sum.rung, reasons, warnings };
}
