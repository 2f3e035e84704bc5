import { nextAt } from '../../server/src/oncall/core/escalation/escalate.ts';
import { Agenda } from './agenda.ts';
import { Callers } from './callers.ts';
import { broken, Checks, Violation } from './checks.ts';
import { Delivering } from './delivering.ts';
import { Escalating } from './escalating.ts';
import { beginnings, Organisation } from './organisation.ts';
import { Outside } from './outside.ts';
import { Random } from './random.ts';
import { Rows } from './rows.ts';
import { still, weatherOf } from './weather.ts';
import { Worker, type Verb } from './worker.ts';
import type { Bug, World } from './world.ts';

const minuteMs = 60_000;
/** Trouble ends after this; what was begun then has the rest of the time to end well. */
const stormMs = 60 * minuteMs;
const wholeMs = stormMs + 150 * minuteMs;

export interface Report {
  readonly seed: number;
  readonly pages: number;
  readonly rings: number;
  readonly faults: number;
  readonly violation: string | null;
  /** What happened, where it was asked for. */
  readonly trace: readonly string[];
}

interface Options {
  readonly seed: number;
  readonly bug?: Bug | null;
  /** Keep what happened, for reading. */
  readonly traced?: boolean;
}

/** One world from its first incident until everything has come to an end, by seed alone. */
export function simulate({ seed, bug = null, traced = false }: Options): Report {
  const trace: string[] = [];
  const { world, callers } = newWorld({ seed, bug, trace: traced ? trace : null });
  const { rows, checks, random, note } = world;
  const total = random.between(20, 120);
  for (let number = 0; number < total; number += 1)
    world.agenda.after(random.between(0, stormMs), () => callers.report(number));
  plan(world, callers);
  let violation: string | null = null;
  try {
    live(world, total);
    for (const id of callers.accepted)
      if (!rows.incidents.has(id)) broken(`I1: ${id} was accepted and is lost`);
    if (callers.accepted.size !== total || !isOver(rows, total)) broken('something never came to its end');
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    violation = error.message;
    note(() => `VIOLATION ${error.message}`);
  }
  const { faults } = checks;
  return { seed, pages: rows.pageCount, rings: rows.deliveries.size, faults, violation, trace };
}

interface NewWorld {
  readonly seed: number;
  readonly bug: Bug | null;
  readonly trace: string[] | null;
}

function newWorld({ seed, bug, trace }: NewWorld): { world: World; callers: Callers } {
  const random = new Random(seed);
  const agenda = new Agenda(Date.parse(random.pick(beginnings)));
  const workers: Worker[] = [];
  const world: World = {
    agenda,
    random,
    rows: new Rows(),
    weather: weatherOf(random),
    bug,
    organisation: new Organisation(random, agenda.now),
    get checks() {
      return checks;
    },
    get outside() {
      return outside;
    },
    notify: () => {
      for (const worker of workers) worker.notice();
    },
    note: (line) => trace?.push(`${new Date(agenda.now).toISOString().slice(11, 23)} ${line()}`),
  };
  const checks = new Checks(world);
  const escalating = new Escalating(world);
  const callers = new Callers(world, workers, escalating);
  const outside = new Outside(world, (page, answer) => callers.answer(page, answer));
  const verbs = verbsOf(escalating, new Delivering(world));
  for (const skewMs of [0, world.weather.skewMs]) workers.push(new Worker(world, verbs, skewMs));
  for (const task of ['step-sweep', 'delivery-sweep'] as const) {
    const due = { dueAt: agenda.now + 1, attempts: 0, leaseUntil: 0 };
    world.rows.timers.set(task, { key: task, task, about: '', news: null, ...due });
  }
  world.notify();
  return { world, callers };
}

function verbsOf(escalating: Escalating, delivering: Delivering): ConstructorParameters<typeof Worker>[1] {
  const on = (verb: Verb): Verb => verb;
  return {
    start: on((worker, claim) => escalating.start(worker, claim)),
    step: on((worker, claim) => escalating.step(worker, claim)),
    receipt: on((worker, claim) => escalating.receipt(worker, claim)),
    severity: on((worker, claim) => escalating.severity(worker, claim)),
    deliver: on((worker, claim) => delivering.deliver(worker, claim)),
    'step-sweep': on((worker, claim) => escalating.sweep(worker, claim)),
    'delivery-sweep': on((worker, claim) => delivering.sweep(worker, claim)),
  };
}

/** What will happen beside incidents: outages, edits of the organisation, receivers that break, and the end of the storm. */
function plan(world: World, callers: Callers): void {
  const { agenda, random, organisation, outside, note, rows } = world;
  const during = (what: () => void): void => agenda.after(random.between(0, stormMs), what);
  for (let left = world.weather.outages; left > 0; left -= 1) during(() => outage(world));
  for (let left = random.between(0, 6); left > 0; left -= 1)
    during(() => {
      const what = organisation.change(agenda.now);
      note(() => what);
    });
  for (let left = random.between(0, 3); left > 0; left -= 1)
    during(() => {
      const name = random.pick([...organisation.people.keys()]);
      outside.breaks(`${name}/0`, agenda.now + random.between(10_000, 20 * minuteMs));
    });
  agenda.after(stormMs, () => Object.assign(world.weather, still));
  // Whoever acknowledged and forgot is paged again and again; in the end the incident is over.
  agenda.after(stormMs + 100 * minuteMs, () => {
    for (const { id, escalation: state } of rows.incidents.values())
      if (state?.status === 'acknowledged' || state?.status === 'paging') callers.resolve(id);
  });
}

function outage({ agenda, random, rows, checks, note, notify }: World): void {
  const ms = random.chance(0.1) ? 30 * minuteMs : random.between(200, 40_000);
  note(() => `the database is away for ${ms} ms`);
  checks.trouble(ms);
  rows.isUp = false;
  agenda.after(ms, () => {
    rows.isUp = true;
    notify();
  });
}

/** Lets everything happen in its order, and looks every 15 s at what should have happened. */
function live({ agenda, checks, rows }: World, total: number): void {
  const startsAt = agenda.now;
  let inspectedAt = startsAt;
  while (agenda.now < startsAt + wholeMs && agenda.step()) {
    if (agenda.now - inspectedAt < 15_000) continue;
    inspectedAt = agenda.now;
    checks.inspect();
    if (agenda.now > startsAt + stormMs && isOver(rows, total)) return;
  }
}

/** Every incident answered, resolved or exhausted, every message settled, and the log tells all of it. */
function isOver({ incidents, deliveries }: Rows, total: number): boolean {
  if (incidents.size < total) return false;
  for (const { escalation, rings } of incidents.values()) {
    if (escalation === null || (escalation.status === 'paging' && nextAt(escalation) !== null)) return false;
    for (const { deliveryKey, outcome } of rings) {
      const delivery = deliveries.get(deliveryKey);
      if (!delivery || delivery.settledAt === 0) return false;
      if (delivery.state !== 'cancelled' && outcome !== delivery.state) return false;
    }
  }
  return true;
}
