import type { Clause } from './clauses.ts';
import type { Word } from './words.ts';

/**
 * A number that is said of what the evidence gives another number for, while it gives this one for something else: `217 customers` of `217
 * files of 38 customers`. Null where no number changed what it counts.
 */
export function miscounted(claimed: Clause, evidence: readonly Clause[]): string | null {
  const given = evidence.flatMap((clause) => countsOf(clause));
  for (const { number, counts } of countsOf(claimed)) {
    const theirs = given.filter((one) => one.number === number);
    const others = given.filter((one) => one.counts === counts);
    const isElsewhere = theirs.length > 0 && theirs.every((one) => one.counts !== counts);
    if (isElsewhere && others.length > 0) return `${number} ${counts}`;
  }
  return null;
}

interface Count {
  readonly number: string;
  /** Stem of the word behind it. */
  readonly counts: string;
}

/** Every number with the word it counts; of `3 of 6 nodes` both count nodes. */
function countsOf({ words }: Clause): Count[] {
  return words.flatMap((word, index) => {
    if (word.kind !== 'number') return [];
    const counted = behind(words, index + 1);
    return counted === null ? [] : [{ number: word.stem, counts: counted }];
  });
}

const skipped = /^(?:of|the|von|der|de|des|di|van|do|da)$/u;
const units =
  /^(?:ms|s|m|h|d|sec\w*|min\w*|hour|hours|days?|weeks?|percent|prozent|gb|mb|kb|tb|stunde\w*|tage?\w*|minut\w*|heure\w*|hora\w*)$/u;

function behind(words: readonly Word[], from: number): string | null {
  for (const word of words.slice(from, from + 4)) {
    if (word.kind === 'number' || skipped.test(word.text)) continue;
    return word.kind === 'content' && !word.isDeed && !units.test(word.text) ? word.stem : null;
  }
  return null;
}
