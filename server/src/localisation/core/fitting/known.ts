import type { Case } from '../case.ts';
import { readFacts, type Facts } from '../facts.ts';
import type { Testimony } from '../testimony.ts';
import { witnesses } from '../witnesses/index.ts';

/** A case of which the cause is known, with everything the witnesses say of it. */
export interface Known {
  readonly set: string;
  /** Cases of one group are never on both sides of a fold: the same product with the same kind of fault. */
  readonly group: string;
  /** Candidate ids; empty: nothing was wrong. */
  readonly causes: readonly string[];
  readonly facts: Facts;
  readonly testimonies: readonly Testimony[];
}

/** What the witnesses say of a case; its spans are let go then, as hundreds of cases of them would not fit into memory. */
export function heard(input: Case): Pick<Known, 'facts' | 'testimonies'> {
  const facts = readFacts(input);
  const testimonies = witnesses.flatMap((witness) => witness.testify(facts));
  const nothing = { spans: null, logs: [] };
  const empty = readFacts({ ...input, now: nothing, usual: nothing });
  const { graph, away } = facts;
  return { facts: { ...empty, graph, away }, testimonies };
}
