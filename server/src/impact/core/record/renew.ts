import type { ImpactRow, ImpactScore } from '@fieldmarshal/contract/impact';
import { isClosed, type Incident } from '@fieldmarshal/contract/incidents';
import type { Assessment } from '../assess/assess.ts';
import type { ImpactGraph } from '../graph/graph.ts';
import { nothingBeyond, type Beyond } from './beyond.ts';
import { carry, ended } from './carry.ts';
import { changesBetween, isWorse, tellingOf, type Change, type Told } from './changes.ts';
import { withDecisions } from './decided.ts';
import { wasHit } from './row.ts';
import { firstListedAfter, scoreOf } from './score.ts';
import { summaryOf, totalsOf } from './totals.ts';

/** What is remembered from one look to the next. */
export interface Remembered {
  readonly assessment: number;
  readonly assessedAt: Date | null;
  readonly firstAssessedAt: Date | null;
  readonly startedAt: Date;
  readonly closed: boolean;
  readonly rows: readonly ImpactRow[];
  readonly more: number;
  readonly beyond: Beyond;
  readonly passing: { readonly checks: number; readonly oldestAt: Date | null };
  readonly firstListed: readonly string[] | null;
  readonly score: ImpactScore | null;
  readonly told: Told;
  readonly toldAt: Date | null;
}

export interface Renewal {
  readonly record: Remembered;
  /** Whether there is anything new for people. */
  readonly changed: boolean;
  readonly news: { readonly assessment: number; readonly first: boolean };
  /** For the log; null: nothing, or not yet. */
  readonly telling: {
    readonly assessment: number;
    readonly summary: string;
    readonly changes: readonly Change[];
    readonly more: number;
  } | null;
  /** When to look again; null: it is over. */
  readonly nextAt: Date | null;
}

/**
 * The log is told at most this often, after the first time: soon of what is hit worse, later of what is hit less. Checks of a fault that
 * comes and goes pass and fail in turn; what has turned back by then is no news.
 */
const tellMs = { worse: 15_000, other: 120_000 } as const;
const changesMax = 50;
/**
 * A check that passes is no fact that anybody tells: while an incident is young it is asked about often. Where no check says anything of it,
 * nothing changes untold: thousands of such incidents that are open at once would else keep a machine busy.
 */
const lookMs = { young: 10_000, old: 60_000, unchecked: 600_000 } as const;
const youngMs = 30 * 60_000;

export interface Look {
  readonly incident: Incident;
  readonly graph: ImpactGraph;
  readonly found: Assessment;
  /** Whether any check says something of what may be hit. */
  readonly checked: boolean;
  readonly now: Date;
}

/** The record after a look at everything that is known. Pure. */
export function renew(before: Remembered, look: Look): Renewal {
  const { incident, found, now } = look;
  const rows = rowsAfter(before, look);
  const first = before.firstAssessedAt === null;
  const closed = isClosed(incident);
  const telling = tellingAfter(before, rows, look);
  // What is over was not followed beyond its rows.
  const beyond = closed ? nothingBeyond : found.beyond;
  const firstListed = firstListedAfter(before, rows, {
    now,
    isDecided: incident.impact.decisions.length > 0 || closed,
  });
  const oldest = found.passing.oldestAt;
  const record: Remembered = {
    assessment: before.assessment + (telling.changed ? 1 : 0),
    assessedAt: now,
    firstAssessedAt: before.firstAssessedAt ?? now,
    startedAt: earliest(before.startedAt, rows),
    closed,
    rows,
    more: closed ? 0 : found.cut,
    beyond,
    passing: { checks: found.passing.checks, oldestAt: oldest === null ? null : new Date(oldest) },
    firstListed,
    score: closed ? scoreOf(firstListed, rows) : null,
    told: telling.now === null ? before.told : telling.after,
    toldAt: telling.now === null ? before.toldAt : now,
  };
  const { assessment } = record;
  return {
    record,
    changed: telling.changed || closed !== before.closed,
    news: { assessment, first },
    telling: telling.now === null ? null : { ...telling.now, assessment },
    nextAt: nextAt(look, telling.tellAt),
  };
}

function rowsAfter(before: Remembered, { incident, graph, found, now }: Look): ImpactRow[] {
  const at = now.toISOString();
  const active = found.rows.some(({ state }) => state !== 'ok' && state !== 'unknown');
  const over = incident.resolvedAt;
  const carried = isClosed(incident)
    ? before.rows
    : carry(
        before.rows.map((row) => again(row, incident)),
        found.rows,
        { now: at, active },
      );
  const decided = withDecisions(carried, incident.impact.decisions, { now: at, graph });
  return isClosed(incident) ? decided.flatMap((row) => atTheEnd(row, over ?? at)) : decided;
}

/** When it is over, what was hit and what people decided stays; guesses go. */
function atTheEnd(row: ImpactRow, over: string): ImpactRow[] {
  if (wasHit(row)) return [ended(row, over)];
  return row.decision === null ? [] : [row];
}

/** What was over only because the incident was resolved is open again with it. */
function again(row: ImpactRow, { reopened }: Incident): ImpactRow {
  return reopened > 0 && row.decision?.what === 'added' ? { ...row, until: null } : row;
}

function tellingAfter(before: Remembered, rows: readonly ImpactRow[], { incident, found, graph, now }: Look) {
  const after = tellingOf(rows);
  const changes = changesBetween(before.told, after);
  const first = before.firstAssessedAt === null;
  const news = first || changes.length > 0;
  const rest = changes.some((change) => isWorse(change)) ? tellMs.worse : tellMs.other;
  const tellAt = before.toldAt === null ? now.getTime() : before.toldAt.getTime() + rest;
  if (!news || now.getTime() < tellAt)
    return {
      now: null,
      after,
      tellAt: news ? tellAt : null,
      changed: changesBetween(tellingOf(before.rows), after).length > 0,
    };
  const beyond = isClosed(incident) ? nothingBeyond : found.beyond;
  const summary = summaryOf(totalsOf(rows, graph, { now: now.toISOString(), beyond }));
  const shown = changes.slice(0, changesMax);
  return {
    now: { summary, changes: shown, more: changes.length - shown.length },
    after,
    tellAt: null,
    changed: true,
  };
}

function earliest(startedAt: Date, rows: readonly ImpactRow[]): Date {
  return new Date(Math.min(startedAt.getTime(), ...rows.map(({ since }) => Date.parse(since))));
}

function nextAt({ incident, found, checked, now }: Look, tellAt: number | null): Date | null {
  if (isClosed(incident)) return null;
  const age = now.getTime() - Date.parse(incident.declaredAt);
  const pace = !checked ? 'unchecked' : age < youngMs ? 'young' : 'old';
  const usual = now.getTime() + lookMs[pace];
  const next = Math.min(usual, found.changesAt ?? Infinity, tellAt ?? Infinity);
  return new Date(Math.max(next, now.getTime() + 1_000));
}
