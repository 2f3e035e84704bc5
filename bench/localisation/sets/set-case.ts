import type { Case } from '@fieldmarshal/server/localisation';

/** A case of a data set, as the engine reads it. */
export interface SetCase {
  readonly id: string;
  readonly input: Case;
  /** What is to be ranked; absent = products. */
  readonly asks?: 'change';
  /** Another name for some candidates: answers are then given by it, each once. */
  readonly products?: Readonly<Record<string, string>>;
}
