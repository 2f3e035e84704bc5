import { bandEndsSeconds, type Tally } from '@fieldmarshal/contract/feedback';

/** Counts of one day, screen, release and task. */
export interface DayCount {
  readonly dashboard: string;
  readonly screen: string;
  readonly release: string;
  readonly task: string;
  /** Such as `2026-11-23`. */
  readonly day: string;
  readonly yes: number;
  readonly partly: number;
  readonly no: number;
  readonly bands: readonly number[];
}

/** Fewer than this many times or answers could be told to be somebody's. */
const fewest = 5;

/** In which band a time lies; null: it was not measured. */
export function bandOf(seconds: number | null): number | null {
  if (seconds === null) return null;
  const band = bandEndsSeconds.findIndex((end) => seconds <= end);
  return band < 0 ? bandEndsSeconds.length : band;
}

export function tallyOf(rows: readonly DayCount[]): Tally {
  const sum = (of: (row: DayCount) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const bands = [...bandEndsSeconds, null].map((_, band) => sum((row) => row.bands[band] ?? 0));
  const timed = bands.reduce((all, each) => all + each, 0);
  return {
    ...{ yes: sum(({ yes }) => yes), partly: sum(({ partly }) => partly), no: sum(({ no }) => no) },
    timed,
    medianWithinSeconds: timed < fewest ? null : middleOf(bands, timed),
  };
}

function middleOf(bands: readonly number[], timed: number): number | null {
  let passed = 0;
  for (const [band, n] of bands.entries()) {
    passed += n;
    if (passed * 2 >= timed) return bandEndsSeconds[band] ?? null;
  }
  return null;
}

/** Rows that share a key, each with its tally; those with fewer than five answers are left out. */
export function talliesBy<K extends object>(
  rows: readonly DayCount[],
  keyOf: (row: DayCount) => K,
): (Tally & K)[] {
  const groups = Map.groupBy(rows, (row) => JSON.stringify(keyOf(row)));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const tally = tallyOf(group);
    if (first === undefined || tally.yes + tally.partly + tally.no < fewest) return [];
    return [{ ...tally, ...keyOf(first) }];
  });
}

/** The share of answers that did not find it, 0 to 1. */
export function notFound({ yes, partly, no }: Pick<Tally, 'yes' | 'partly' | 'no'>): number {
  return no / Math.max(1, yes + partly + no);
}

/** The Monday of a day. */
export function weekOf(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
  return at.toISOString().slice(0, 10);
}

/**
 * A screen without what is somebody's: no query, and numbers, ids and long codes as `*`. Of an address only its path.
 * At most 200 characters.
 */
export function screenOf(text: string): string {
  const path = text.replace(/^https?:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
  const parts = path.split('/').map((part) => (/\d/.test(part) ? '*' : part));
  return parts.join('/').slice(0, 200) || '/';
}
