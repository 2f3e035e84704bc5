import type { causeKinds } from './words.ts';

interface Cause {
  readonly kind: (typeof causeKinds)[number];
  readonly displayName: string;
}

/** What a cause is called inside a sentence: `the runner or its surroundings` has no name of its own, a product has. */
export function causeText({ kind, displayName }: Cause): string {
  return kind === 'test' || kind === 'environment'
    ? displayName.slice(0, 1).toLowerCase() + displayName.slice(1)
    : displayName;
}
