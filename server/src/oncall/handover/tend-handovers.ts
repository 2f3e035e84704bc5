import type { Catalog } from '#catalog';
import type { Contacts } from '#delivery';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { shifts } from '../core/shifts.ts';
import { newId } from '../ids.ts';
import { readDirectory, rosterTold } from '../roster/read-roster.ts';
import type { Schedule } from '../schedules/owners.ts';
import { isOpen, makeBaton, nextTurn, turnBaton } from './core/baton.ts';
import { changesIn, seenAt, type Seen } from './core/changes.ts';
import { planHandovers, type Plan } from './core/plan.ts';
import { handoverTurned } from './facts.ts';
import {
  insertHandover,
  openSchedules,
  saveHandover,
  saveWatched,
  standingHandovers,
  watchedForUpdate,
  type StoredHandover,
} from './handover-store.ts';
import { nextPeople } from './next-people.ts';
import { setHandoverTurn } from './task.ts';
import { tellEscalated } from './tell-handover.ts';

/** A change is looked for as far ahead as it may be prepared, and over a hole before it. */
const aheadMs = 3 * 86_400_000;
const minuteMs = 60_000;

interface Tending {
  readonly catalog: Catalog;
  readonly contacts: Contacts;
}

/**
 * Makes handovers of the changes that come, and of those that came unseen; ends those that do not come; lets time pass for all that are
 * open; and sets the timer for what is due next. Looking again changes nothing; two looks at once are one after the other.
 */
export async function tendHandovers(ctx: Ctx): Promise<void> {
  const { catalog, contacts } = await readDirectory(ctx.env);
  await inTransaction(ctx, async (tx) => {
    const watched = await watchedForUpdate(tx);
    const asking = catalog.list('Schedule').filter(({ spec }) => spec.handover?.required === true);
    const seen = new Map<string, Seen>();
    const due: number[] = [];
    for (const schedule of asking) {
      const before = watched.get(schedule.name);
      const looked = await tendSchedule(tx, { catalog, contacts, schedule, before });
      seen.set(schedule.name, looked.seen);
      due.push(...looked.due);
    }
    await endUnasked(tx, seen);
    if (seen.size > 0 || watched.size > 0) await saveWatched(tx, seen);
    if (due.length > 0) setHandoverTurn(tx, new Date(Math.min(...due)));
  });
}

interface TendSchedule extends Tending {
  readonly schedule: Schedule;
  readonly before: Seen | undefined;
}

async function tendSchedule(
  tx: Tx,
  { catalog, contacts, schedule, before }: TendSchedule,
): Promise<{ seen: Seen; due: number[] }> {
  const now = tx.now.getTime();
  // Whoever asks for handovers from now on has not missed one.
  const since = before ?? { at: now, people: [], until: now };
  const turns = shifts(schedule.spec, { from: since.at, to: now + aheadMs });
  const changes = changesIn(since, turns);
  const known = await standingHandovers(tx, schedule.name, since.at);
  const prepareMs = (schedule.spec.handover?.prepareMinutes ?? 0) * minuteMs;
  const plan = planHandovers({ changes, known, now, prepareMs });
  await endAll(tx, plan.end);
  const made = await makeAll(tx, schedule, plan.make);
  const ended = new Set(plan.end.map(({ baton }) => baton.id));
  const open = [...known.filter((each) => isOpen(each) && !ended.has(each.id)), ...made];
  const due = await passTimeOf(tx, { catalog, contacts, open });
  if (plan.end.length + made.length > 0) rosterTold(tx);
  return { seen: seenAt(since, turns, now), due: plan.nextAt === null ? due : [...due, plan.nextAt] };
}

async function endAll(tx: Tx, end: Plan<StoredHandover>['end']): Promise<void> {
  for (const { baton, why } of end) {
    const step = turnBaton(baton, { kind: 'void' }, tx.now.getTime());
    if ('baton' in step) await saveHandover(tx, baton.id, { baton: step.baton, voidWhy: why });
  }
}

async function makeAll(
  tx: Tx,
  schedule: Schedule,
  make: Plan<StoredHandover>['make'],
): Promise<StoredHandover[]> {
  const made: StoredHandover[] = [];
  for (const { change, late, heir } of make) {
    const baton = makeBaton(change, schedule.spec.handover?.limitMinutes ?? 15);
    const handover: StoredHandover = {
      ...baton,
      id: newId('HO'),
      schedule: schedule.name,
      late,
      note: heir?.note ?? '',
      brief: null,
      signature: null,
      acceptance: null,
      voidWhy: null,
    };
    if (!(await insertHandover(tx, handover))) continue;
    tx.emit(handoverTurned, handover.id, { handoverId: handover.id, to: 'prepared' });
    made.push(handover);
  }
  return made;
}

/** Returns when each of them is due next. */
async function passTimeOf(
  tx: Tx,
  { open, ...tending }: Tending & { open: readonly StoredHandover[] },
): Promise<number[]> {
  const due: number[] = [];
  for (const handover of open) {
    const { id, schedule, outgoing, incoming } = handover;
    const next = nextPeople({ ...tending, schedule, now: tx.now, except: [...outgoing, ...incoming] });
    const step = turnBaton(handover, { kind: 'time', next }, tx.now.getTime());
    if (!('baton' in step)) continue;
    if (step.baton !== handover) {
      await saveHandover(tx, id, { baton: step.baton });
      rosterTold(tx);
    }
    if (step.told === 'offered') tx.emit(handoverTurned, id, { handoverId: id, to: 'offered' });
    if (step.told === 'escalated') await tellEscalated(tx, { ...tending, handover, to: next });
    const dueAt = nextTurn(step.baton);
    if (dueAt !== null) due.push(dueAt);
  }
  return due;
}

/** A schedule that is gone, or asks no more, has nothing to hand over. */
async function endUnasked(tx: Tx, asking: ReadonlyMap<string, Seen>): Promise<void> {
  for (const schedule of await openSchedules(tx)) {
    if (asking.has(schedule)) continue;
    const open = (await standingHandovers(tx, schedule, tx.now.getTime())).filter((each) => isOpen(each));
    await endAll(
      tx,
      open.map((baton) => ({ baton, why: 'The schedule is gone, or asks for no handover any more.' })),
    );
    rosterTold(tx);
  }
}
