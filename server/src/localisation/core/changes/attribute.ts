import type { Facts } from '../facts.ts';
import { readDifference } from './difference.ts';
import { onset } from './onset.ts';
import { outsideCauses, type Outside } from './outside.ts';
import { place, substance, timing, type Reason } from './reasons.ts';
import { rarityOf, symptomWords, wording } from './wording.ts';

interface SuspectChange {
  readonly id: string;
  readonly probability: number;
  readonly nats: number;
  readonly reasons: readonly string[];
}

/** Which change did it, or that none did. */
export interface Attribution {
  /** Most probable first. */
  readonly changes: readonly SuspectChange[];
  /** Probability that none of them did it. */
  readonly none: number;
  readonly outside: readonly Outside[];
}

/** How far each kind of reason is believed; see `weights.json`. */
export interface ChangeWeights {
  readonly none: number;
  readonly product: number;
  readonly words: number;
  readonly substance: number;
  readonly outside: number;
}

/** Ranks changes by when, where and what they changed. A change after the trouble began is no cause of it. */
export function attribute(facts: Facts, products: readonly string[], weights: ChangeWeights): Attribution {
  const { changes } = facts.case;
  if (changes.length === 0) return { changes: [], none: 1, outside: outsideCauses(facts) };
  const began = onset(facts);
  const rarity = rarityOf(changes);
  const asked = symptomWords(facts);
  const areRead = changes.some(({ difference }) => difference !== null);
  const suspects = changes.map((change) => {
    const difference = readDifference(change.difference ?? '');
    const reasons = [
      timing(change, began),
      scale(place(change, products, facts), weights.product),
      scale(wording(change, difference, { asked, rarity }), weights.words),
      scale(areRead ? substance(change, difference) : { nats: 0, sentence: '' }, weights.substance),
    ];
    return {
      id: change.id,
      at: change.at,
      nats: reasons.reduce((total, { nats }) => total + nats, 0),
      reasons,
    };
  });
  const outside = outsideCauses(facts);
  const none = weights.none + weights.outside * (outside[0]?.nats ?? 0);
  return weigh(suspects, none, outside);
}

function weigh(
  suspects: readonly { id: string; at: number; nats: number; reasons: readonly Reason[] }[],
  none: number,
  outside: readonly Outside[],
): Attribution {
  const top = suspects.reduce((most, { nats }) => Math.max(most, nats), none);
  const total = suspects.reduce((sum, { nats }) => sum + Math.exp(nats - top), Math.exp(none - top));
  const changes = suspects
    .toSorted((a, b) => b.nats - a.nats || b.at - a.at || (a.id < b.id ? -1 : 1))
    .map(({ id, nats, reasons }) => ({
      id,
      nats,
      probability: Math.exp(nats - top) / total,
      reasons: reasons.filter(({ sentence }) => sentence !== '').map(({ sentence }) => sentence),
    }));
  return { changes, none: Math.exp(none - top) / total, outside };
}

function scale({ nats, sentence }: Reason, weight: number): Reason {
  return { nats: nats * weight, sentence };
}
