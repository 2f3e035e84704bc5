import type { Incident } from '@fieldmarshal/contract/incidents';

type About = Pick<Incident, 'causeAnswer' | 'likelyCause' | 'product' | 'teams'>;

/**
 * Whose team analyses an incident in depth where nobody names one: that of the product which people said broke it, else of what was clearly
 * found, else of the incident's own, else of those its alerts name; where none of them has an owner, the first team that took part. Null: none.
 */
export function teamOf(
  incident: About,
  products: readonly string[],
  ownerOf: (product: string) => string | undefined,
): string | null {
  const own = incident.product === null ? [] : [incident.product];
  for (const product of [...brokenBy(incident), ...own, ...products]) {
    const team = ownerOf(product);
    if (team !== undefined) return team;
  }
  return incident.teams.find(({ state }) => state !== 'declined')?.team ?? null;
}

/** What people said last counts; where they said that it was nothing found, nothing that was found does. */
function brokenBy({ causeAnswer, likelyCause }: About): string[] {
  const said = causeAnswer?.cause ?? null;
  if (said !== null) return said.kind === 'product' ? [said.name] : [];
  if (causeAnswer !== null && causeAnswer.answer !== 'confirmed') return [];
  if (likelyCause?.state !== 'clear') return [];
  return likelyCause.causes.flatMap(({ kind, name }) => (kind === 'product' ? name : []));
}
