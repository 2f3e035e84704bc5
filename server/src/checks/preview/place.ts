import type { CheckSpec, PreviewPlace } from '@fieldmarshal/contract/checks';
import { replay, type Replayed } from '../core/replay.ts';

/** What is previewed, in one environment. Instants are milliseconds since 1970. */
export interface Preview {
  /** Of the saved check whose records are looked at; null for a new one. */
  readonly name: string | null;
  readonly spec: CheckSpec;
  readonly everySeconds: number;
  readonly environment: string;
  readonly from: number;
  readonly to: number;
}

const alarmsMax = 50;
const lineMax = 150;

interface Seen {
  readonly source: 'runs' | 'range';
  readonly note: string | null;
  readonly runs: readonly Replayed[];
  readonly line: readonly { readonly at: number; readonly value: number }[];
  readonly limit: number | null;
}

export function placeOf(
  { spec, environment }: Preview,
  { source, note, runs, line, limit }: Seen,
): PreviewPlace {
  const { failing, passingRuns, places } = spec;
  const story = replay(runs, { failing, passingRuns, agree: places.agree });
  return {
    environment,
    source,
    note: note ?? silence(runs),
    looked: runs.length,
    failed: runs.filter(({ outcome }) => outcome === 'F').length,
    alarms: story.alarms.slice(0, alarmsMax).map(({ from, to, reason }) => ({
      from: iso(from),
      to: to === null ? null : iso(to),
      reason: reason.split('\n')[0] ?? '',
    })),
    alarmCount: story.alarms.length,
    imminent: story.imminent.slice(0, alarmsMax).map(({ from, what }) => ({ from: iso(from), what })),
    state: story.state,
    line: thinned(line).map(({ at, value }) => ({ at: iso(at), value })),
    limit,
  };
}

/** Runs that say nothing about the product are no reason to call it well. */
function silence(runs: readonly Replayed[]): string | null {
  const silent = runs.filter(({ outcome }) => !'PKF'.includes(outcome)).length;
  return silent === 0
    ? null
    : `${silent} of ${runs.length} runs say nothing: their fault was not the product's.`;
}

export function nothing(environment: string, note: string): PreviewPlace {
  return {
    environment,
    source: 'nothing',
    note,
    looked: 0,
    failed: 0,
    alarms: [],
    alarmCount: 0,
    imminent: [],
    state: null,
    line: [],
    limit: null,
  };
}

/** Of each stretch its highest point: what is thinned must not lose a peak. */
function thinned<T extends { readonly value: number }>(line: readonly T[]): T[] {
  const width = Math.ceil(line.length / lineMax);
  if (width <= 1) return [...line];
  return Array.from({ length: Math.ceil(line.length / width) }, (_, index) =>
    line.slice(index * width, (index + 1) * width).reduce((a, b) => (b.value > a.value ? b : a)),
  );
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
