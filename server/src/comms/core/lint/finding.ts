export const rules = [
  'app-without-public-name',
  'no-app-named',
  'app-not-named',
  'app-not-in-record',
  'internal-name',
  'internal-host',
  'internal-id',
  'internal-note',
  'secret',
  'person',
  'customer-named',
  'blame',
  'promise',
  'speculation',
  'empty-slot',
  'wrong-state',
  'stage-not-said',
  'number-without-fact',
  'markup',
  'hidden-character',
  'no-symptom',
  'no-next-update',
  'next-update-past',
  'link',
  'jargon',
  'wording',
  'too-long',
  'too-short',
  'hard-to-read',
  'template-broken',
  'workaround-left-out',
  'scope-left-out',
  'start-not-said',
] as const;
export type RuleName = (typeof rules)[number];

/** What is wrong with a text, where, and what to do. A blocking finding must be gone before the text can be approved. */
export interface Finding {
  readonly rule: RuleName;
  readonly level: 'blocking' | 'warning';
  /** UTF-16 positions in the text; both are its length where something is missing. */
  readonly start: number;
  readonly end: number;
  /** The sentence around it; empty where something is missing. */
  readonly sentence: string;
  /** What is wrong, for the author's eyes only: it may name what the text must not. */
  readonly message: string;
  /** What to do about it. */
  readonly advice: string;
}
