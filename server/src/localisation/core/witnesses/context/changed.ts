import type { Facts } from '../../facts.ts';
import type { Testimony, Witness } from '../../testimony.ts';
import { isOfExpiry } from './alerts.ts';

const hour = 3_600_000;
const longest = 6 * hour;

/** A product that was changed shortly before is likelier to be broken. The most recent change counts, and never one that came after. */
export const changed: Witness = {
  name: 'changed',
  travels: false,
  testify(facts) {
    const { symptom, changes } = facts.case;
    const latest = new Map<number, number>();
    const expiring = onlyExpiring(facts);
    for (const { product, at, kind } of changes) {
      const candidate = kind === 'commit' ? undefined : facts.index.get(product ?? '');
      const age = symptom.at - at;
      if (candidate === undefined || !(age >= 0 && age < longest)) continue;
      if (expiring !== null && !expiring.has(candidate)) continue;
      latest.set(candidate, Math.min(latest.get(candidate) ?? Infinity, age));
    }
    return [...latest].map(([candidate, age]): Testimony => {
      const llr = 1.5 - 0.5 * Math.log2(1 + age / (hour / 2));
      return {
        witness: 'changed',
        candidate,
        llr: Math.max(0, llr),
        sentence: `It was changed ${age < 60_000 ? 'less than a minute' : `${Math.round(age / 60_000)} min`} before the failure.`,
      };
    });
  },
};

/** Where all that is known is a date that comes nearer, the products it is of: no change of another brings it nearer. Null elsewhere. */
function onlyExpiring({ case: { alerts, runs }, index }: Facts): ReadonlySet<number | undefined> | null {
  const isAll = alerts.length > 0 && alerts.every(({ name }) => isOfExpiry(name));
  if (!isAll || runs.some(({ passed }) => !passed)) return null;
  return new Set(alerts.map(({ product }) => index.get(product)));
}
