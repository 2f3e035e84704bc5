import type { ChangeWeights } from './changes/attribute.ts';
import fitted from './weights.json' with { type: 'json' };

/** Fitted on data, never by hand: how far each witness is believed, and how sure a ranking is. */
export interface Weights {
  /** Multiplies the log-likelihood ratios of a witness; a witness without a weight is not heard. */
  readonly witness: Readonly<Record<string, number>>;
  /** Nats for "nothing that is seen here is the cause". */
  readonly nothing: number;
  /** Nats that a second cause at the same time costs. */
  readonly second: number;
  /** Divides nats before they become probabilities. */
  readonly temperature: number;
  /** How much of what travels a callee explains away, 0..1. */
  readonly explaining: number;
  readonly change: ChangeWeights;
  /** The least probability of an answer that is called clear. */
  readonly clear: number;
}

/** The weights of this version; `weights.json` says beside them how they were fitted. */
export const fittedWeights: Weights = fitted;

export const fittedStory = `fitted on ${fitted.fitted.cases} cases of ${fitted.fitted.sets} sets`;
