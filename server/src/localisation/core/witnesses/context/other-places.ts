import type { Candidate, Place } from '../../case.ts';
import type { Testimony, Witness } from '../../testimony.ts';

/** How often the cause goes with the version of a product, so that it shows wherever that version runs; 0..1. */
const boundToVersion = 0.4;
/** How often a check fails in another environment for a reason of its own. */
const byAccident = 0.05;
const most = 3;

/**
 * Whether the same checks fail in other environments, and which products have the same version there. What fails wherever a version runs
 * goes with that version; what fails here alone does not go with what is the same everywhere.
 */
export const otherPlaces: Witness = {
  name: 'other-places',
  travels: false,
  testify({ case: { candidates, places = [] }, index }) {
    if (places.length === 0) return [];
    const sets = places.map((place) => ({
      ...place,
      same: new Set(place.sameVersion),
      other: new Set(place.otherVersion),
    }));
    return candidates.flatMap((each): Testimony[] => {
      const candidate = index.get(each.id);
      if (candidate === undefined) return [];
      const all = sets
        .map((place) => chanceOfFailing(each, place))
        .map((chance, place) => ({
          nats: Math.log(sets[place]?.fails ? chance / byChance : (1 - chance) / (1 - byChance)),
        }));
      // Places are no independent witnesses: the one that says most counts whole, the others by half.
      const said = all.map(({ nats }) => nats).toSorted((a, b) => Math.abs(b) - Math.abs(a));
      const llr = said.reduce((sum, nats, place) => sum + (place === 0 ? nats : nats / 2), 0);
      const sentence = sentenceOf(each, sets);
      if (sentence === null || Math.abs(llr) < 0.05) return [];
      return [{ witness: 'other-places', candidate, llr: Math.min(most, Math.max(-most, llr)), sentence }];
    });
  },
};

interface Sets extends Place {
  readonly same: ReadonlySet<string>;
  readonly other: ReadonlySet<string>;
}

/** How likely the checks are to fail there if this is the cause here. */
function chanceOfFailing({ id, kind }: Candidate, { same, other }: Sets): number {
  switch (kind) {
    case 'product':
      if (same.has(id)) return boundToVersion + byAccident;
      return other.has(id) ? byAccident : byChance;
    case 'third-party':
      return 0.6;
    case 'test':
      return 0.4;
    case 'environment':
      return byAccident;
  }
}

/** How likely that is where nothing is known of the cause. */
const byChance = 0.25;

function sentenceOf({ id, kind }: Candidate, places: readonly Sets[]): string | null {
  const fail = places.filter(({ fails }) => fails);
  const pass = places.filter(({ fails }) => !fails);
  if (kind !== 'product')
    return fail.length > 0
      ? `The same checks fail in ${counted(fail.length)} too.`
      : `The same checks pass in ${counted(pass.length)}.`;
  const parts = [...byVersion(id, fail, 'fail too'), ...byVersion(id, pass, 'pass')];
  return parts.length === 0 ? null : `The same checks ${parts.join('; they ')}.`;
}

function byVersion(id: string, places: readonly Sets[], what: string): string[] {
  const same = places.filter((place) => place.same.has(id)).length;
  const other = places.filter((place) => place.other.has(id)).length;
  return [
    ...(same === 0 ? [] : [`${what} in ${counted(same)} with the same version of it`]),
    ...(other === 0 ? [] : [`${what} in ${counted(other)} with another version of it`]),
  ];
}

function counted(count: number): string {
  return count === 1 ? 'another environment' : `${count} other environments`;
}
