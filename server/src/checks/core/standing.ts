/** When a check turns, from its spec. */
export interface Rules {
  readonly failing: { readonly runs: number; readonly of: number };
  readonly passingRuns: number;
  /** So many places must see it failing. */
  readonly agree: number;
}

export type State = 'failing' | 'degraded' | 'ok' | 'no-data';
type Standing = 'failing' | 'wavering' | 'flaky' | 'ok' | 'unknown';

/**
 * What the outcomes of one place, oldest first, say about the product: *failing* from `failing.runs` failures among `failing.of` runs
 * until `passingRuns` passes in a row; *wavering* with fewer failures, the last run among them; *flaky* where the last run passed when
 * tried again. Faults of test, harness and environment say nothing.
 */
export function standingOf(recent: string, { failing, passingRuns }: Omit<Rules, 'agree'>): Standing {
  let isFailing = false;
  let passes = 0;
  let seen: string[] = [];
  for (const outcome of recent) {
    if (!'PKF'.includes(outcome)) continue;
    seen = [...seen, outcome].slice(-failing.of);
    passes = outcome === 'F' ? 0 : passes + 1;
    if (seen.filter((each) => each === 'F').length >= failing.runs) isFailing = true;
    if (isFailing && passes >= passingRuns) {
      isFailing = false;
      seen = [];
    }
  }
  if (isFailing) return 'failing';
  const last = recent.split('').findLast((outcome) => 'PKF'.includes(outcome));
  if (last === undefined) return 'unknown';
  return last === 'F' ? 'wavering' : last === 'K' ? 'flaky' : 'ok';
}

/** A place of a cell, as its slot knows it. Instants are milliseconds since 1970. */
export interface Place {
  /** Outcomes, oldest first. */
  readonly recent: string;
  /** When the last run that was counted was due; null where none was. */
  readonly judgedDueAt: number | null;
  readonly nextDueAt: number;
  readonly everyMs: number;
}

/** Beyond three intervals and this nobody knows how it stands there. */
export const silenceSlackMs = 60_000;
const mutes = 3;

/**
 * The outcomes of the places that may be asked. One that has been silent for three intervals (its runner is away), or whose last three runs
 * say nothing about the product (its browser is broken), is not waited for: the others agree without it, or nobody would ever hear of a
 * fault while a runner is down. One that sees a failure keeps its word, since silence is no recovery. Where all are silent all are asked.
 */
export function askable(places: readonly Place[], rules: Omit<Rules, 'agree'>, now: number): string[] {
  const asked = places.filter(
    (place) => !isSilent(place, now) || standingOf(place.recent, rules) === 'failing',
  );
  return (asked.length === 0 ? places : asked).map(({ recent }) => recent);
}

function isSilent({ recent, judgedDueAt, nextDueAt, everyMs }: Place, now: number): boolean {
  const since = judgedDueAt ?? nextDueAt;
  if (since < now - 3 * everyMs - silenceSlackMs) return true;
  const last = recent.slice(-mutes);
  return last.length === mutes && !/[PKF]/.test(last);
}

export interface Judged {
  readonly state: State;
  /** Places that see it failing. */
  readonly failingPlaces: number;
}

interface Seen {
  /** Outcomes of each place, oldest first; a place that never ran is an empty text. */
  readonly places: readonly string[];
  readonly rules: Rules;
  /** How it stood before. */
  readonly wasFailing: boolean;
  readonly isImminent: boolean;
}

/**
 * How a check stands over its places. What was failing stays so until a place shows otherwise: runs that say nothing about the product
 * end no alarm. Where nothing else is known and every last run says nothing, there is no data: never *ok*.
 */
export function judge({ places, rules, wasFailing, isImminent }: Seen): Judged {
  const standings = places.map((recent) => standingOf(recent, rules));
  const failingPlaces = standings.filter((standing) => standing === 'failing').length;
  const knows = standings.some((standing) => standing !== 'unknown');
  if (failingPlaces >= rules.agree || (wasFailing && !knows)) return { state: 'failing', failingPlaces };
  if (places.every((recent) => !'PKF'.includes(recent.at(-1) ?? 'T')))
    return { state: 'no-data', failingPlaces };
  const isDegraded =
    isImminent || failingPlaces > 0 || standings.some((each) => each === 'wavering' || each === 'flaky');
  return { state: isDegraded ? 'degraded' : 'ok', failingPlaces };
}
