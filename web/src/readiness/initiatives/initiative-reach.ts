import type { ReadinessMatrix } from '@fieldmarshal/contract/readiness';

type Known = Pick<ReadinessMatrix, 'standards' | 'items'>;

/** By chosen standard, how products of the chosen teams (none: all) meet it; exempt ones do not count. */
export function reachOf(
  {
    standards,
    items,
  }: {
    standards: readonly Pick<Known['standards'][number], 'name' | 'displayName'>[];
    items: readonly Pick<Known['items'][number], 'team' | 'cells'>[];
  },
  chosen: { readonly standards: readonly string[]; readonly teams: readonly string[] },
) {
  const rows = items.filter(({ team }) => chosen.teams.length === 0 || chosen.teams.includes(team));
  return standards.flatMap(({ name, displayName }, place) => {
    if (!chosen.standards.includes(name)) return [];
    const letters = rows
      .map(({ cells }) => (cells[place] ?? '-').toLowerCase())
      .filter((each) => 'mxu'.includes(each));
    const count = (letter: string) => letters.filter((each) => each === letter).length;
    return [{ name, displayName, applies: letters.length, met: count('m'), unknown: count('u') }];
  });
}
