import type { CauseCandidate } from '@fieldmarshal/contract/localisation';
import type { Candidate } from '../case.ts';

const prefix = 'product:';

/** Ids of candidates in a case: `product:search`, also of a third party, `test`, `environment`. A product may be called anything, also "test". */
export function candidateId({ kind, name }: CauseCandidate): string {
  return kind === 'product' || kind === 'third-party' ? `${prefix}${name}` : kind;
}

export function productId(name: string): string {
  return `${prefix}${name}`;
}

/** The name of the product that an id stands for; empty for the others. */
export function productOf(id: string): string {
  return id.startsWith(prefix) ? id.slice(prefix.length) : '';
}

export interface KnownProduct {
  readonly name: string;
  /** Somebody else's service, by the label `third-party: "true"` in the catalog. */
  readonly isThirdParty: boolean;
}

/** What may be the cause where these products run. The test and the environment take part where a test failed only. */
export function candidatesOf(products: readonly KnownProduct[], hasFailingRuns: boolean): Candidate[] {
  const own = products.map(({ name, isThirdParty }): Candidate => {
    return { id: productId(name), kind: isThirdParty ? 'third-party' : 'product' };
  });
  const others = [
    { id: 'test', kind: 'test' },
    { id: 'environment', kind: 'environment' },
  ] as const;
  return hasFailingRuns ? [...own, ...others] : own;
}
