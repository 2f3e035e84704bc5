import type { Case } from '../case.ts';
import type { Suspect } from '../rank.ts';

type NameOf = (id: string) => string;

/** What would tell the first two suspects apart, in sentences for people, the cheapest first. Empty without a second. */
export function wouldDecide(input: Case, ranking: readonly Suspect[], nameOf: NameOf): string[] {
  const [first, second] = ranking;
  if (first === undefined || second === undefined) return [];
  const kinds = new Set([first.kind, second.kind]);
  const product = first.kind === 'product' ? first : second;
  const name = nameOf(product.id);
  if (kinds.has('test'))
    return [
      `Run the failing check again now: passing without a change of ${name} speaks for the test.`,
      `Another check that goes through ${name}: failing too, it speaks against the test.`,
    ];
  if (kinds.has('environment'))
    return ['Run the failing check from another place: passing there, it is the runner or its network.'];
  return betweenProducts(input, [first.id, second.id], nameOf);
}

function betweenProducts(input: Case, [a, b]: readonly [string, string], nameOf: NameOf): string[] {
  return [
    ...byRuns(input, [a, b], nameOf),
    ...byTelemetry(input, [a, b], nameOf),
    ...byCall(input, [a, b], nameOf),
  ];
}

function byRuns({ runs }: Case, [a, b]: readonly [string, string], nameOf: NameOf): string[] {
  const only = (one: string, other: string) =>
    runs.filter(({ products }) => products.includes(one) && !products.includes(other)).length;
  const [aOnly, bOnly] = [only(a, b), only(b, a)];
  if (aOnly > 0 && bOnly > 0) return [];
  if (aOnly === 0 && bOnly === 0)
    return [`No check goes through only one of ${nameOf(a)} and ${nameOf(b)}: one that does would tell.`];
  const [alone, hidden] = aOnly > 0 ? [a, b] : [b, a];
  return [`A check that goes through ${nameOf(hidden)} and not through ${nameOf(alone)}.`];
}

function byTelemetry(input: Case, pair: readonly [string, string], nameOf: NameOf): string[] {
  const spans = new Set(input.now.spans?.product);
  const measured = new Set([...input.series, ...input.alerts].map(({ product }) => product));
  const kinds = new Map(input.candidates.map(({ id, kind }) => [id, kind]));
  return pair.flatMap((id) => {
    if (kinds.get(id) === 'third-party') return [`What ${nameOf(id)} says of itself on its status page.`];
    if (!spans.has(id))
      return [`Spans of ${nameOf(id)}: it sends none of the failing requests, so nothing shows inside it.`];
    return measured.has(id) ? [] : [`Measurements or an alert of ${nameOf(id)}: none is known here.`];
  });
}

function byCall({ calls }: Case, [a, b]: readonly [string, string], nameOf: NameOf): string[] {
  const find = (from: string, to: string) =>
    calls.some(([caller, callee]) => caller === from && callee === to);
  const [caller, callee] = find(a, b) ? [a, b] : find(b, a) ? [b, a] : [null, null];
  if (caller === null) return [];
  return [`${nameOf(caller)} calls ${nameOf(callee)}: ask ${nameOf(callee)} the same directly.`];
}
