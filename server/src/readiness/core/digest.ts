import type { Exemption, ReadinessChange } from '@fieldmarshal/contract/readiness';
import type { Results } from './evaluate.ts';
import { gapsOf, nextStepOf } from './next-step.ts';
import { sumOf } from './score.ts';
import type { Standards } from './standards.ts';

interface DigestProduct {
  readonly name: string;
  readonly displayName: string;
  readonly results: Results;
  readonly exempt: ReadonlySet<string>;
}

interface DigestOf {
  readonly products: readonly DigestProduct[];
  readonly changes: readonly ReadinessChange[];
  readonly ending: readonly Exemption[];
}

const linesMax = 40;

/** What owners read once a week: how their products stand, the next step of each, what turned and why, which exemptions end. Empty: nothing applies. */
export function digestOf(standards: Standards, { products, changes, ending }: DigestOf): string[] {
  const titles = new Map(standards.list.map(({ name, spec }) => [name, spec.displayName ?? name]));
  const title = (standard: string): string => titles.get(standard) ?? standard;
  const stands = products.flatMap(({ displayName, results, exempt }) => {
    const { score, mustGaps, unknown } = sumOf(standards, results, exempt);
    if (score === null) return [];
    const [gap] = gapsOf(standards, results, exempt);
    const next = gap ? ` Next: ${nextStepOf(gap, results).displayName}.` : ' Everything is met.';
    return [`${displayName}: ${score.toFixed(1)} of 4, ${mustGaps} musts open, ${unknown} not known.${next}`];
  });
  if (stands.length === 0) return [];
  const turned = changes.map(
    ({ product, standard, before, after, why }) =>
      `${product}, ${title(standard)}: ${before} to ${after}. ${why}`,
  );
  const ends = ending.map(
    ({ product, standard, expiresAt }) =>
      `${product}, ${title(standard)}: exempt until ${expiresAt.slice(0, 10)}.`,
  );
  return [
    ...cut(stands),
    ...(turned.length === 0
      ? ['', 'Nothing turned in the last 7 days.']
      : ['', 'What turned in the last 7 days:', ...cut(turned)]),
    ...(ends.length === 0 ? [] : ['', 'Exemptions that end soon:', ...cut(ends)]),
  ];
}

function cut(lines: readonly string[]): string[] {
  return lines.length <= linesMax
    ? [...lines]
    : [...lines.slice(0, linesMax), `and ${lines.length - linesMax} more.`];
}
