import type { Case } from '@fieldmarshal/server/localisation';
import type { Random } from '../../pager/random.ts';
import type { Fault, FaultKind } from './fault.ts';
import type { System } from './system.ts';

/** How often a fault goes with the version of the product, by kind; what is left out never does. */
const boundShare: Partial<Record<FaultKind, number>> = {
  'config or deploy': 0.6,
  'bad data with 200': 0.4,
  'bad data that one check sees': 0.4,
  error: 0.3,
  'partial outage': 0.2,
  latency: 0.2,
};

/** None to two other environments: which products have another version there, and whether the failing checks fail there too. */
export function otherPlaces(random: Random, system: System, fault: Fault): NonNullable<Case['places']> {
  const isBound = random.chance(boundShare[fault.kind] ?? 0);
  return Array.from({ length: random.between(0, 2) }, (_, number) => {
    const otherVersion = system.products.filter(() => random.chance(0.3));
    const sameVersion = system.products.filter((id) => !otherVersion.includes(id) && random.chance(0.9));
    return {
      name: `place-${number + 1}`,
      fails: random.chance(0.04) || failsThere(random, fault, { isBound, otherVersion }),
      ...{ sameVersion, otherVersion },
    };
  });
}

function failsThere(
  random: Random,
  { kind, causes }: Fault,
  { isBound, otherVersion }: { readonly isBound: boolean; readonly otherVersion: readonly string[] },
): boolean {
  if (kind === 'third party') return random.chance(0.7);
  if (kind === 'flaky test') return random.chance(0.3);
  return isBound && causes.some((cause) => !otherVersion.includes(cause));
}
