import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform';
import { batchesOf } from './batches.ts';
import type { NewThing } from './sources.ts';

/** Of what is younger each run has a mark, so that a stretch of time that goes on being filled does not leave whole again and again. */
const runWindowMs = 2 * 86_400_000;
/** Ids sort by time: so many of their first digits name a stretch of 4 hours and 40 minutes. */
const stretchDigits = 6;

const stretchRow = z.object({
  stretch: z.string(),
  ended: z.number(),
  all: z.number(),
  mark: z.string().nullable(),
});

interface Stretch {
  readonly stretch: string;
  /** `ended/all`, as it is now. */
  readonly mark: string;
  readonly isChanged: boolean;
}

/** First and last stretch of those that leave together. */
interface Range {
  readonly from: string;
  readonly to: string;
}

/**
 * Runs that have ended and did not leave. Where to look is told by how many there are of each stretch of time, not by when the last bundle
 * was made: a clock that was ahead then and was put right since hides nothing. Of a stretch that left long ago and has more now all leave
 * again, which changes nothing where they are known.
 */
export async function* endedRuns(tx: Tx, site: string): AsyncGenerator<NewThing[]> {
  const markFrom = firstId(tx.now.getTime() - runWindowMs);
  const stretches = await stretchesOf(tx, site);
  for (const range of rangesOf(stretches))
    for await (const rows of batchesOf(tx, runsWithin(site, range)))
      yield rows.map((row) => thingOf(runRow.parse(row), markFrom));
  yield stretches
    .filter(({ isChanged }) => isChanged)
    .map(({ stretch, mark }) => ({ record: null, mark: { kind: 'runs', id: stretch, mark } }));
}

async function stretchesOf(tx: Tx, site: string): Promise<Stretch[]> {
  const { rows } = await sql`
    select r.stretch, r.ended, r.all, s.mark from (
      select left(id::text, ${stretchDigits}::int) as stretch, (count(*) filter (where state = 'ended'))::int as ended, count(*)::int as all
      from check_run where state in ('ended', 'lost', 'expired') group by 1) r
    left join relay_sent s on s.site = ${site} and s.kind = 'runs' and s.id = r.stretch
    order by r.stretch`.execute(tx.db);
  return z
    .array(stretchRow)
    .parse(rows)
    .map(({ stretch, ended, all, mark }) => {
      const [endedThen = 0, allThen = 0] = mark?.split('/').map(Number) ?? [];
      return { stretch, mark: `${ended}/${all}`, isChanged: ended > endedThen || all > allThen };
    });
}

/** What lies side by side is read in one go. */
function rangesOf(stretches: readonly Stretch[]): Range[] {
  const ranges: Range[] = [];
  let wasChanged = false;
  for (const { stretch, isChanged } of stretches) {
    const open = wasChanged ? ranges.pop() : undefined;
    if (open) ranges.push({ ...open, to: isChanged ? stretch : open.to });
    else if (isChanged) ranges.push({ from: stretch, to: stretch });
    wasChanged = isChanged;
  }
  return ranges;
}

function idOf(stretch: string, digit: string): string {
  const all = stretch.padEnd(32, digit);
  return [all.slice(0, 8), all.slice(8, 12), all.slice(12, 16), all.slice(16, 20), all.slice(20)].join('-');
}

const runRow = z.object({
  id: z.string(),
  at: z.date(),
  check: z.string(),
  environment: z.string(),
  place: z.string(),
  type: z.string(),
  state: z.string(),
  verdict: z.string().nullable(),
  fault: z.string().nullable(),
  durationMs: z.number().nullable(),
  error: z.string().nullable(),
});

/** A run that was lost and has come after all leaves again. */
function runsWithin(site: string, { from, to }: Range): RawBuilder<unknown> {
  return sql`
    select r.id, coalesce(r.started_at, r.due_at) as at, r.check_name as check, r.environment, r.place, r.type, r.state, r.verdict,
      r.fault_class as fault, r.duration_ms as "durationMs", left(r.error, 1000) as error
    from check_run r
    where r.id between ${idOf(from, '0')}::uuid and ${idOf(to, 'f')}::uuid and r.state in ('ended', 'lost', 'expired')
      and not exists (select from relay_sent s where s.site = ${site} and s.kind = 'run' and s.id = r.id::text and s.mark = r.state)
    order by r.id`;
}

/** Field by field: a million of them leave in a year. */
function thingOf(row: z.output<typeof runRow>, markFrom: string): NewThing {
  const { id, at, check, environment, place, type, state, verdict, fault, durationMs, error } = row;
  const data = { check, environment, place, type, state, verdict, fault, durationMs, error };
  return {
    record: { kind: 'run', id, at: at.toISOString(), data },
    mark: id < markFrom ? null : { kind: 'run', id, mark: state },
  };
}

/** The smallest id that a run made then or later can have. */
export function firstId(atMs: number): string {
  const time = Math.max(0, Math.floor(atMs)).toString(16).padStart(12, '0').slice(-12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
