import type { Case } from '@fieldmarshal/server/localisation';
import { Random } from '../../pager/random.ts';
import { baro, correlation, maxZ, traversal } from './by-metrics.ts';
import { ochiai } from './by-spectrum.ts';

/** Ranks candidates of a case, best first; empty = no cause. */
export type Rival = (input: Case) => readonly string[];

/** What the engine is measured beside, each written from its paper. */
export const rivals: Readonly<Record<string, Rival>> = {
  random,
  'max z': maxZ,
  traversal,
  correlation,
  Ochiai: ochiai,
  BARO: baro,
};

function random({ candidates, symptom }: Case): string[] {
  const chance = new Random(candidates.length * 7919 + (Math.abs(Math.round(symptom.at)) % 104_729));
  return candidates
    .map(({ id }) => ({ id, by: chance.next() }))
    .toSorted((a, b) => a.by - b.by)
    .map(({ id }) => id);
}
