import type { ImpactKind, ImpactRow } from '@fieldmarshal/contract/impact';
import { isPossible } from './totals.ts';
import { keyOf } from './row.ts';

/** What the log was told of each row last, by key: title and words. */
export type Told = Readonly<Record<string, readonly [title: string, words: string]>>;

export interface Change {
  readonly kind: ImpactKind;
  readonly name: string;
  readonly title: string;
  readonly was: string;
  readonly now: string;
}

/** What the log should know of these rows: the machine's view; what people decide they tell themselves, and weak guesses are no news. */
export function tellingOf(rows: readonly ImpactRow[]): Told {
  return Object.fromEntries(
    rows
      .filter((row) => row.decision?.what !== 'added' && (isPossible(row) || row.standing !== 'possible'))
      .map((row) => [keyOf(row), [row.title, wordsOf(row)]]),
  );
}

function wordsOf({ state, confidence, until, standing }: ImpactRow): string {
  if (until !== null) return 'over';
  if (standing === 'not-hit') return 'works (checked)';
  if (state === 'unknown') return 'unknown';
  return `${confidence !== null && confidence >= 0.7 ? 'likely' : 'possibly'} ${state.replace('-', ' ')}`;
}

/** From what the log knows to what is so now. */
export function changesBetween(before: Told, after: Told): Change[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const was = before[key]?.[1] ?? 'not listed';
    const now = after[key]?.[1] ?? 'not listed';
    const [kind, name] = split(key);
    if (was === now || !isKind(kind)) return [];
    return [{ kind, name, title: after[key]?.[0] ?? before[key]?.[0] ?? name, was, now }];
  });
}

/** Whether more is hit, or the same more surely or harder: what whoever leads must hear of at once. */
export function isWorse({ was, now }: Pick<Change, 'was' | 'now'>): boolean {
  return weightOf(now) > weightOf(was);
}

/** As {@link wordsOf} writes it: how sure first, then how hard; 0 of what is not hit. */
function weightOf(words: string): number {
  const [sure, ...state] = words.split(' ');
  const hardness = ['slow', 'degraded', 'wrong data', 'down'].indexOf(state.join(' '));
  return sure === 'likely' ? 10 + hardness : sure === 'possibly' ? 1 + hardness : 0;
}

function split(key: string): [string, string] {
  const at = key.indexOf(':');
  return [key.slice(0, at), key.slice(at + 1)];
}

function isKind(kind: string): kind is ImpactKind {
  return ['workflow', 'application', 'environment', 'customer'].includes(kind);
}
