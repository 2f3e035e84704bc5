import { randomBytes } from 'node:crypto';
import type { CheckSpec } from '@fieldmarshal/contract/checks';
import { baseUrl } from '#identity';
import type { Catalog } from '#catalog';
import { latestEnds } from '#incidents';
import type { Tx } from '#platform';
import type { OwnAlert } from '#signals';
import { alertChanges, alertText } from '../core/alert.ts';
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
import type { OpenRun, PackedReport } from '../store/run-store.ts';
import { lookAgain } from '../store/slot-store.ts';
import { wakeRunners } from './wake.ts';

/** A run with how it ended. */
export interface EndedRun extends PackedReport {
  readonly run: OpenRun;
}

type Slot = SlotRow & { readonly free: boolean };
const slotKey = (slot: Pick<SlotRow, 'check' | 'environment' | 'place'>): string =>
  `${slot.check}\n${slot.environment}\n${slot.place}`;
const cellKey = (cell: Pick<SlotRow, 'check' | 'environment'>): string =>
  `${cell.check}\n${cell.environment}`;

/**
 * Counts these runs, in the order in which they were due, in their slots and cells, and gives back what must be raised. A run that comes
 * after a later one of its slot was counted is history: it changes nothing.
 */
export async function judgeRuns(tx: Tx, catalog: Catalog, ended: readonly EndedRun[]): Promise<OwnAlert[]> {
  const keys = [...new Map(ended.map(({ run }) => [cellKey(run), run])).values()];
  const slots = new Map((await lockSlots(tx, keys)).map((slot) => [slotKey(slot), { ...slot, free: false }]));
  const cells = new Map((await lockCells(tx, keys)).map((cell) => [cellKey(cell), cell]));
  const before = new Map(cells);
  const slotsOf = Map.groupBy(slots.keys(), (key) => key.slice(0, key.lastIndexOf('\n')));
  const demoted = new Set(
    (await loadDemotions(tx.db, { ended: false })).map(({ check_name: check }) => check),
  );
  const ends = await endsAmong(tx, ended);
  const doubtful: CellRow[] = [];
  for (const each of ended.toSorted((a, b) => a.run.dueAt.getTime() - b.run.dueAt.getTime())) {
    const cell = cells.get(cellKey(each.run));
    const isDoubtful = cell !== undefined && isOfWhatIsOver(each, cell, ends);
    if (isDoubtful) doubtful.push({ ...cell, runId: each.run.id });
    countRun({ tx, catalog, slots, slotsOf, cells, demoted, isDoubtful }, each);
  }
  await storeSlots(tx, [...slots.values()]);
  await storeCells(tx, [...cells.values()]);
  const changed = [...cells.values()].filter((cell) => cell.state !== before.get(cellKey(cell))?.state);
  if (changed.length > 0) tx.changed('checks', changed.map(hint).at(0));
  for (const cell of changed) await noteEpisode(tx, cell, before.get(cellKey(cell)));
  await lookAtOnce(tx, [...changed.filter(({ state }) => state === 'failing'), ...doubtful]);
  return [...cells.values()].flatMap((cell) =>
    alertsOf(tx, catalog, { before: before.get(cellKey(cell)), cell }),
  );
}

/** A run may have begun this long before it is judged. */
const longestRunMs = 30 * 60_000;

/** When incidents ended in the environments of those that failed. */
async function endsAmong(tx: Tx, ended: readonly EndedRun[]): Promise<ReadonlyMap<string, Date>> {
  const failed = ended.filter(({ report }) => report.verdict === 'failed');
  if (failed.length === 0) return new Map();
  const environments = [...new Set(failed.map(({ run }) => run.environment))];
  return latestEnds(tx.db, { environments, withinMs: longestRunMs });
}

/**
 * A failure that began while an incident went on there may be of that, and somebody said since that it is over: nobody is paged for it
 * before the next run has said whether it is.
 */
function isOfWhatIsOver(
  { run, report, startedAt }: EndedRun,
  { state }: CellRow,
  ends: ReadonlyMap<string, Date>,
): boolean {
  const end = ends.get(run.environment);
  return report.verdict === 'failed' && state !== 'failing' && end !== undefined && startedAt <= end;
}

/**
 * A test that turns failing is run again at once: the pass before it was watched for cheap, without pictures of every moment, and these
 * are what people look for first. It is a run like any other, so a failure that was over in a moment ends its alarm as soon.
 */
async function lookAtOnce(tx: Tx, cells: readonly CellRow[]): Promise<void> {
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
  /** The run may have failed by what is over, and says nothing. */
  readonly isDoubtful: boolean;
}

function countRun(
  { tx, catalog, slots, slotsOf, cells, demoted, isDoubtful }: Board,
  { run, report, startedAt }: EndedRun,
): void {
  const slot = slots.get(slotKey(run));
  const cell = cells.get(cellKey(run));
  if (!slot || !cell) return;
  const free = slot.free || slot.runId === run.id;
  const isLate = slot.judgedDueAt !== null && run.dueAt <= slot.judgedDueAt;
  if (isLate) {
    slots.set(slotKey(run), { ...slot, free });
    return;
  }
  if (isDoubtful) {
    slots.set(slotKey(run), { ...slot, free, judgedDueAt: run.dueAt });
    return;
  }
  const recent = withOutcome(slot.recent, outcomeOf(report));
  slots.set(slotKey(run), { ...slot, free, recent, judgedDueAt: run.dueAt });
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
