import { sql, type Kysely } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { DB } from './tables.generated.ts';

/** Which rules of time zones this process and the database go by. */
export interface ZoneData {
  /** The release of this process's zone data, e.g. `2026c`. */
  readonly runtime: string;
  /** The newest release whose changes the database knows; PostgreSQL does not tell its own. `null`: older than all that are known here. */
  readonly databaseAtLeast: string | null;
  /** Zones whose clocks the two set differently within the next {@link weeksAhead} weeks. */
  readonly differing: readonly string[];
}

/** A little over a year: every change of the clocks that is planned comes once. */
const weeksAhead = 57;
const weekMs = 7 * 86_400_000;

/** What a release changed that can be asked for: the offset of a zone at an instant, in seconds. Newest first. */
const releases = [
  { release: '2025b', zone: 'America/Coyhaique', at: '2025-07-01T12:00:00Z', offsetS: -10_800 },
  { release: '2025a', zone: 'America/Asuncion', at: '2025-07-01T12:00:00Z', offsetS: -10_800 },
  { release: '2024a', zone: 'Asia/Almaty', at: '2024-07-01T12:00:00Z', offsetS: 18_000 },
  { release: '2023d', zone: 'America/Scoresbysund', at: '2024-07-01T12:00:00Z', offsetS: -3_600 },
  { release: '2023c', zone: 'Africa/Cairo', at: '2023-07-01T12:00:00Z', offsetS: 10_800 },
  { release: '2022f', zone: 'America/Mexico_City', at: '2023-07-01T12:00:00Z', offsetS: -21_600 },
] as const;

/** Zones that are looked at whatever the catalog holds: those of the hubs, and those whose rules changed last. */
const always = [
  ...['Europe/London', 'America/Denver', 'Australia/Sydney', 'America/New_York', 'Asia/Tokyo'],
  ...releases.map(({ zone }) => zone),
];

interface Asked {
  readonly zone: string;
  readonly at: string;
}

/**
 * Compares the two by what they answer, week by week, for these zones and a few that always are looked at. A zone the database does not
 * know counts as differing. Takes some milliseconds for each zone.
 */
export async function readZoneData(
  db: Kysely<DB>,
  { zones, now }: { readonly zones: readonly string[]; readonly now: Date },
): Promise<ZoneData> {
  const known = await knownZones(db);
  const wanted = [...new Set([...zones, ...always])];
  const both = wanted.filter((zone) => known.has(zone) && runtimeKnows(zone));
  const asked = both.flatMap((zone) => weeksFrom(now).map((at) => ({ zone, at })));
  const answers = await databaseOffsets(db, asked);
  const differing = new Set(wanted.filter((zone) => known.has(zone) !== runtimeKnows(zone)));
  for (const [index, { zone, at }] of asked.entries())
    if (answers[index] !== runtimeOffset(zone, at)) differing.add(zone);
  return {
    runtime: process.versions['tz'] ?? 'unknown',
    databaseAtLeast: await releaseOf(db, known),
    differing: [...differing].sort(),
  };
}

async function knownZones(db: Kysely<DB>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`select name from pg_timezone_names`.execute(db);
  return new Set(rows.map(({ name }) => name));
}

async function releaseOf(db: Kysely<DB>, known: ReadonlySet<string>): Promise<string | null> {
  const askable = releases.filter(({ zone }) => known.has(zone));
  const answers = await databaseOffsets(db, askable);
  return askable.find(({ offsetS }, index) => answers[index] === offsetS)?.release ?? null;
}

/** Seconds east of UTC, in the order asked. */
async function databaseOffsets(db: Kysely<DB>, asked: readonly Asked[]): Promise<readonly number[]> {
  const { rows } = await sql<{ offsetS: number }>`
    select extract(epoch from (at at time zone zone) - (at at time zone 'UTC'))::float8 as "offsetS"
    from unnest(${asked.map(({ zone }) => zone)}::text[], ${asked.map(({ at }) => at)}::timestamptz[])
      with ordinality as asked(zone, at, place)
    order by place`.execute(db);
  return rows.map(({ offsetS }) => offsetS);
}

function weeksFrom(now: Date): string[] {
  return Array.from({ length: weeksAhead }, (_, week) =>
    new Date(now.getTime() + week * weekMs).toISOString(),
  );
}

function runtimeKnows(zone: string): boolean {
  try {
    runtimeOffset(zone, '2025-01-01T00:00:00Z');
    return true;
  } catch {
    return false;
  }
}

function runtimeOffset(zone: string, at: string): number {
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e9;
}
