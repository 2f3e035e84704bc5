import { randomBytes } from 'node:crypto';
import type { CheckSpec } from '@fieldmarshal/contract/checks';
import { baseUrl } from '#identity';
import type { Catalog } from '#catalog';
import type { Tx } from '#platform';
import type { OwnAlert } from '#signals';
import { alertChanges, alertText } from '../core/alert.ts';
import { afterDoubt, doubtMs, type Doubt } from '../doubts/core/doubt.ts';
import { judgeCell } from '../core/judge-cell.ts';
import { outcomeOf, withOutcome } from '../core/outcome.ts';
import { retiredSpec } from '../core/retired.ts';
import type { Place } from '../core/standing.ts';
import { runId } from '../core/run-id.ts';
import { checkBroken } from '../facts.ts';
import { closeEpisode, loadDemotions, openEpisode } from '../store/court/court-store.ts';
import {
  lockCells,
  lockSlots,
  storeCells,
  storeSlots,
  type CellRow,
  type SlotRow,
} from '../store/judge-store.ts';
import type { EndedRun, OpenRun } from '../store/run-store.ts';
import { lookAgain } from '../store/slot-store.ts';
import { doubtfulAmong, type Contradicted, type Doubtful } from '../doubts/doubtful.ts';
import { wakeRunners } from './wake.ts';

type Slot = SlotRow & { readonly free: boolean };
const slotKey = (slot: Pick<SlotRow, 'check' | 'environment' | 'place'>): string =>
  `${slot.check}\n${slot.environment}\n${slot.place}`;
const cellKey = (cell: Pick<SlotRow, 'check' | 'environment'>): string =>
  `${cell.check}\n${cell.environment}`;

export interface Judgement {
  /** What must be raised. */
  readonly alerts: readonly OwnAlert[];
  /** Runs that failed by the way there, as another runner shows. */
  readonly contradicted: readonly Contradicted[];
}

/**
 * Counts these runs, in the order in which they were due, in their slots and cells. A run that comes after a later one of its slot was
 * counted is history: it changes nothing.
 */
export async function judgeRuns(tx: Tx, catalog: Catalog, ended: readonly EndedRun[]): Promise<Judgement> {
  const keys = [...new Map(ended.map(({ run }) => [cellKey(run), run])).values()];
  const slots = new Map((await lockSlots(tx, keys)).map((slot) => [slotKey(slot), { ...slot, free: false }]));
  const cells = new Map((await lockCells(tx, keys)).map((cell) => [cellKey(cell), cell]));
  const before = new Map(cells);
  const slotsOf = Map.groupBy(slots.keys(), (key) => key.slice(0, key.lastIndexOf('\n')));
  const demoted = new Set(
    (await loadDemotions(tx.db, { ended: false })).map(({ check_name: check }) => check),
  );
  const doubtful = await doubtfulAmong(
    tx,
    ended.filter(
      ({ run, report }) => report.verdict === 'failed' && cells.get(cellKey(run))?.state !== 'failing',
    ),
  );
  const contradicted: Contradicted[] = [];
  const doubted = new Map<string, OpenRun>();
  for (const each of ended.toSorted((a, b) => a.run.dueAt.getTime() - b.run.dueAt.getTime())) {
    const board = { tx, catalog, slots, slotsOf, cells, demoted, doubtful };
    const { isNewest, isDoubted, contradicts } = countRun(board, each);
    if (contradicts !== null) contradicted.push({ doubt: contradicts, by: each });
    if (isDoubted) doubted.set(slotKey(each.run), each.run);
    else if (isNewest) doubted.delete(slotKey(each.run));
  }
  await storeSlots(tx, [...slots.values()]);
  await storeCells(tx, [...cells.values()]);
  const changed = [...cells.values()].filter((cell) => cell.state !== before.get(cellKey(cell))?.state);
  if (changed.length > 0) tx.changed('checks', changed.map(hint).at(0));
  for (const cell of changed) await noteEpisode(tx, cell, before.get(cellKey(cell)));
  const turned = changed.filter(
    ({ state, check }) => state === 'failing' && specOf(catalog, check).probe.type === 'e2e',
  );
  await lookAtOnce(tx, [...turned, ...[...doubted.values()].map((run) => ({ ...run, runId: run.id }))]);
  const alerts = [...cells.values()].flatMap((cell) =>
    alertsOf(tx, catalog, { before: before.get(cellKey(cell)), cell }),
  );
  return { alerts, contradicted };
}

/**
 * A test that turns failing is run again at once: the pass before it was watched for cheap, without pictures of every moment, and these
 * are what people look for first. It is a run like any other, so a failure that was over in a moment ends its alarm as soon. So is whatever
 * failed in doubt, for nobody is paged before.
 */
async function lookAtOnce(
  tx: Tx,
  cells: readonly Pick<CellRow, 'check' | 'environment' | 'runId'>[],
): Promise<void> {
  for (const cell of cells) await lookAgain(tx, cell);
  if (cells.length > 0) tx.afterCommit(() => wakeRunners(tx.ctx.env.databases));
}

/** A time of failing begins or ends, whether or not it raises an alert. */
async function noteEpisode(tx: Tx, cell: CellRow, before: CellRow | undefined): Promise<void> {
  const { state, runId: run, alert } = cell;
  if (before?.state === 'failing') await closeEpisode(tx, cell);
  if (state !== 'failing' || run === null) return;
  const id = runId(tx.now.getTime(), randomBytes(10));
  await openEpisode(tx, { ...cell, runId: run }, { id, raised: alert !== null });
}

interface Board {
  readonly tx: Tx;
  readonly catalog: Catalog;
  readonly slots: Map<string, Slot>;
  /** Their keys, by those of their cells. */
  readonly slotsOf: ReadonlyMap<string, readonly string[]>;
  readonly cells: Map<string, CellRow>;
  /** Checks that may not page: they are judged as if they raised no signals. */
  readonly demoted: ReadonlySet<string>;
  readonly doubtful: Doubtful;
}

interface Counted {
  /** Whether it is the newest of its slot up to now. */
  readonly isNewest: boolean;
  /** Whether it says nothing of its cell before another run has. */
  readonly isDoubted: boolean;
  /** The doubt that it shows to be right. */
  readonly contradicts: Doubt | null;
}

const history: Counted = { isNewest: false, isDoubted: false, contradicts: null };
const doubtedNow: Counted = { isNewest: true, isDoubted: true, contradicts: null };

function countRun(
  { tx, catalog, slots, slotsOf, cells, demoted, doubtful }: Board,
  { run, report, startedAt }: EndedRun,
): Counted {
  const slot = slots.get(slotKey(run));
  const cell = cells.get(cellKey(run));
  if (!slot || !cell) return history;
  const free = slot.free || slot.runId === run.id;
  // One that was doubted comes a second time when its time is over, and counts then.
  const isDue = slot.doubt?.run === run.id;
  const isLate = slot.judgedDueAt !== null && run.dueAt <= slot.judgedDueAt;
  if (isLate && !isDue) {
    slots.set(slotKey(run), { ...slot, free });
    return history;
  }
  const judgedDueAt = later(slot.judgedDueAt, run.dueAt);
  if (cell.state !== 'failing' && doubtful.over.has(run.id)) {
    slots.set(slotKey(run), { ...slot, free, judgedDueAt, doubt: null });
    return doubtedNow;
  }
  const fresh = doubtful.unanswered.has(run.id) && !isDue ? doubtIn(slot, run, tx.now.getTime()) : null;
  if (cell.state !== 'failing' && fresh !== null) {
    slots.set(slotKey(run), { ...slot, free, judgedDueAt, doubt: fresh });
    return doubtedNow;
  }
  const outcome = outcomeOf(report);
  const { runnerId } = run;
  const word =
    slot.doubt === null || isDue ? 'settled' : afterDoubt(slot.doubt, { runner: runnerId, outcome });
  const known = word === 'contradicted' ? withOutcome(slot.recent, 'E') : slot.recent;
  const recent = withOutcome(known, outcome);
  const doubt = word === 'open' ? slot.doubt : null;
  slots.set(slotKey(run), { ...slot, free, recent, judgedDueAt, doubt });
  const places = (slotsOf.get(cellKey(run)) ?? []).flatMap((key) => {
    const each = slots.get(key);
    return each ? [placeOf(each)] : [];
  });
  const own = specOf(catalog, run.check);
  const spec = demoted.has(run.check) ? { ...own, signals: false } : own;
  const latest = { report, startedAt: startedAt.getTime() };
  const judged = judgeCell(view(cell), spec, { places, latest, now: tx.now.getTime() });
  const told = report.fault?.class === 'test' ? 'test' : report.verdict === 'failed' ? cell.told : null;
  if (told === 'test' && cell.told !== 'test') tellBroken(tx, run, report.fault?.why ?? '');
  cells.set(cellKey(run), {
    ...judged,
    check: cell.check,
    environment: cell.environment,
    since: new Date(judged.since),
    lastRunAt: dateOf(judged.lastRunAt),
    lastPassedAt: dateOf(judged.lastPassedAt),
    told,
  });
  return { isNewest: true, isDoubted: false, contradicts: word === 'contradicted' ? slot.doubt : null };
}

function later(one: Date | null, other: Date): Date {
  return one === null || one < other ? other : one;
}

/** The doubt about a run that nothing answered; null where another runner has failed there as well. */
function doubtIn({ doubt }: Slot, { id: run, runnerId: runner }: OpenRun, now: number): Doubt | null {
  if (runner === null || (doubt !== null && doubt.runner !== runner)) return null;
  return doubt === null ? { run, runner, failedAt: now, until: now + doubtMs } : { ...doubt, run };
}

function placeOf({ recent, judgedDueAt, nextDueAt, everyMs }: Slot): Place {
  return { recent, judgedDueAt: judgedDueAt?.getTime() ?? null, nextDueAt: nextDueAt.getTime(), everyMs };
}

function tellBroken(tx: Tx, { check, environment, id }: OpenRun, detail: string): void {
  tx.emit(checkBroken, check, { check, environment, run: id, detail });
}

function view(cell: CellRow) {
  return {
    ...cell,
    since: cell.since.getTime(),
    lastRunAt: cell.lastRunAt?.getTime() ?? null,
    lastPassedAt: cell.lastPassedAt?.getTime() ?? null,
  };
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

function specOf(catalog: Catalog, check: string): CheckSpec {
  return catalog.get('Check', check)?.spec ?? retiredSpec;
}

function alertsOf(
  tx: Tx,
  catalog: Catalog,
  { before, cell }: { before: CellRow | undefined; cell: CellRow },
): OwnAlert[] {
  return alertChanges(before?.alert ?? null, cell.alert).map(({ action, alert }) => ({
    action,
    link: `${baseUrl(tx.ctx.env.config)}/runs/${alert.run}`,
    ...alertText(cell, alert, specOf(catalog, cell.check)),
  }));
}

function hint({ check, environment, state }: CellRow): string {
  return `${check} in ${environment}: ${state}`;
}
