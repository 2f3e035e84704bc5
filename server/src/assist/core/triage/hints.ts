import type { Level } from './from-past.ts';

/** What the words of a report hint at. Hints are weak evidence: they order what facts leave equal. */
interface Hint {
  readonly id: string;
  readonly weight: number;
  readonly pattern: RegExp;
  readonly words: string;
}

/** By hand, in plain English, and the same for every organisation; `npm run bench:assist` says how far they carry. */
const hints: readonly Hint[] = [
  {
    id: 'elevated',
    weight: 0.8,
    pattern: /\b(?:elevated|increased|high(?:er)?|spikes?|error rates?)\b/i,
    words: 'rates are raised',
  },
  {
    id: 'failing',
    weight: 0.6,
    pattern:
      /\b(?:unable|cannot|can['’]t|fail(?:s|ed|ing|ures?)?|not able|errors?|5\d\d|reject\w*|outage|down|unavailab\w+|offline)\b/i,
    words: 'something fails, rather than being slow',
  },
  {
    id: 'many',
    weight: 0.5,
    pattern:
      /\b(?:multiple|many|several|all|global\w*|widespread|various|across|majority|everyone|nobody)\b/i,
    words: 'it speaks of many',
  },
  {
    id: 'core',
    weight: 0.2,
    pattern:
      /\b(?:api|network\w*|database|dns|load balanc\w+|infrastructure|identity|power|cooling|compute|storage)\b/i,
    words: 'it names something many depend on',
  },
  {
    id: 'edge',
    weight: -0.8,
    pattern:
      /\b(?:ui|console|dashboard|display\w*|page|documentation|report\w*|metrics?|billing|invoice|emails?|notifications?|usage|support)\b/i,
    words: 'it names a screen or a side service',
  },
  {
    id: 'some',
    weight: -0.3,
    pattern: /\b(?:some|small|subset|few|certain|limited|minor|potential\w*|may)\b/i,
    words: 'it speaks of some',
  },
  {
    id: 'slow',
    weight: -0.2,
    pattern: /\b(?:degrad\w+|slow\w*|latenc\w+|delay\w*|intermittent\w*|partial\w*)\b/i,
    words: 'something is slow, rather than failing',
  },
];

/** The hints a text gives, with their weight. */
export function hintsOf(
  text: string,
): { readonly id: string; readonly weight: number; readonly words: string }[] {
  return hints
    .filter(({ pattern }) => pattern.test(text))
    .map(({ id, weight, words }) => ({ id, weight, words }));
}

/** Where the hints of a report begin to sound major, and critical: low, because called too low costs more than called too high. */
const sounding = { major: 1, critical: 3.5 } as const;

/**
 * The level a report sounds like: how bad it turned out here when such words were used (`learnt`), or by its hints where the past is too short. What is
 * over or planned sounds like nothing, lost data and security like the worst.
 */
export function soundsOf(
  hint: number,
  {
    symptom,
    isOver,
    learnt = null,
  }: { readonly symptom: string; readonly isOver: boolean; readonly learnt?: Level | null },
): Level {
  if (symptom === 'data' || symptom === 'security') return 'critical';
  if (isOver || symptom === 'maintenance') return 'none';
  if (learnt !== null) return learnt;
  if (hint >= sounding.critical) return 'critical';
  return hint >= sounding.major ? 'major' : 'minor';
}
