import { nextAt } from '../../server/src/oncall/core/escalation/escalate.ts';
import { Agenda } from './agenda.ts';
import { broken, Checks, Violation } from './checks.ts';
import { delivering } from './delivering.ts';
import { escalating } from './escalating.ts';
import { beginnings, Organisation, severities } from './organisation.ts';
import { Outside } from './outside.ts';
import { Random } from './random.ts';
import { Rows, type IncidentRow, type PageRow } from './rows.ts';
import { Worker, type Awaits } from './worker.ts';
import type { Bug, Weather, World } from './world.ts';

const minuteMs = 60_000;
/** Trouble ends after this; what was begun then has the rest of the time to end well. */
const stormMs = 60 * minuteMs;

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
  const random = new Random(seed);
  const startsAt = Date.parse(random.pick(beginnings));
  const agenda = new Agenda(startsAt);
  const trace: string[] = [];
  const rows = new Rows();
  const clock = (): string => new Date(agenda.now).toISOString().slice(11, 23);
  const calm = mutable(weatherOf(random));
  const workers: Worker[] = [];
  const note = (line: () => string): void => {
    if (traced) trace.push(`${clock()} ${line()}`);
  };
  const parts = { agenda, random, rows, weather: calm, bug, note, organisation: new Organisation(random, startsAt) };
  const world: World = {
    ...parts,
    get checks() {
      return checks;
    },
    get outside() {
      return outside;
    },
    notify: () => {
      for (const worker of workers) worker.notice();
    },
  };
  const checks = new Checks(world);
  const outside = new Outside(world, (page, answer) => ask(page, answer));
  const escalation = escalating(world);
  const delivery = delivering(world);
  const verbs = {
    start: escalation.start,
    step: escalation.step,
    receipt: escalation.receipt,
    severity: escalation.severity,
    deliver: delivery.deliver,
    'step-sweep': escalation.sweep,
    'delivery-sweep': delivery.sweep,
  };
  for (const skewMs of [0, calm.skewMs]) workers.push(new Worker(world, verbs, skewMs));
  for (const task of ['step-sweep', 'delivery-sweep'] as const)
    rows.timers.set(task, { key: task, task, about: '', news: null, dueAt: startsAt + 1, attempts: 0, leaseUntil: 0 });
  world.notify();

  /** Somebody outside asks until they are answered: nothing is promised before that. */
  const insist = (work: (worker: Worker) => Awaits<void>, told: () => void): void => {
    const worker = random.pick(workers);
    let isTold = false;
    const retry = (): void => {
      if (!isTold) insist(work, told);
      isTold = true;
    };
    if (!worker.isAlive || !rows.isUp) return agenda.after(2_000, retry);
    worker.go(work(worker), (error) => {
      if (error instanceof Violation) throw error;
      if (error !== null) return agenda.after(1_000, retry);
      if (!isTold) told();
      isTold = true;
    });
    agenda.after(30_000, retry);
  };
  const ask = (page: PageRow, answer: 'acknowledge' | 'decline' | 'resolve'): void =>
    insist((worker) => escalation.answer(worker, page, answer), () => undefined);

  const accepted = new Set<string>();
  const total = random.between(20, 120);
  for (let number = 0; number < total; number += 1) {
    const at = random.between(0, stormMs);
    agenda.after(at, () => {
      const incident: IncidentRow = { id: `INC-${number}`, severity: random.pick(severities), acceptedAt: agenda.now, escalation: null, pages: [], rings: [] };
      insist((worker) => escalation.accept(worker, incident), () => void accepted.add(incident.id));
      if (random.chance(0.2)) agenda.after(random.between(1_000, 20 * minuteMs), () => raise(incident.id));
      if (random.chance(0.2)) agenda.after(random.between(1_000, 40 * minuteMs), () => resolve(incident.id));
    });
  }
  const raise = (id: string): void => {
    if (!rows.incidents.has(id)) return;
    const key = `severity:${id}`;
    const news = { deliveryKey: random.pick(severities) ?? '', attempt: 0, outcome: 'sent', settled: false } as const;
    rows.timers.set(key, { key, task: 'severity', about: id, news, dueAt: agenda.now, attempts: 0, leaseUntil: 0 });
    world.notify();
  };
  const resolve = (id: string): void => {
    const page = rows.incidents.get(id)?.pages.at(-1);
    if (page) ask(page, 'resolve');
  };
  for (let left = calm.outages; left > 0; left -= 1) agenda.after(random.between(0, stormMs), () => outage());
  const outage = (): void => {
    const ms = random.chance(0.1) ? 30 * minuteMs : random.between(200, 40_000);
    note(() => `the database is away for ${ms} ms`);
    checks.trouble(ms);
    rows.isUp = false;
    agenda.after(ms, () => {
      rows.isUp = true;
      world.notify();
    });
  };
  for (let left = random.between(0, 6); left > 0; left -= 1)
    agenda.after(random.between(0, stormMs), () => {
      const what = parts.organisation.change(agenda.now);
      note(() => what);
    });
  for (let left = random.between(0, 3); left > 0; left -= 1)
    agenda.after(random.between(0, stormMs), () => {
      const name = random.pick([...parts.organisation.people.keys()]);
      outside.breaks(`${name}/0`, agenda.now + random.between(10_000, 20 * minuteMs));
    });
  agenda.after(stormMs, () => Object.assign(calm, still));
  // Whoever acknowledged and forgot is paged again and again; in the end the incident is over.
  agenda.after(stormMs + 100 * minuteMs, () => {
    for (const { id, escalation: state } of rows.incidents.values())
      if (state?.status === 'acknowledged' || state?.status === 'paging') resolve(id);
  });

  const end = startsAt + stormMs + 150 * minuteMs;
  let violation: string | null = null;
  try {
    let inspectedAt = startsAt;
    while (agenda.now < end && agenda.step()) {
      if (agenda.now - inspectedAt < 15_000) continue;
      inspectedAt = agenda.now;
      checks.inspect();
      if (agenda.now > startsAt + stormMs && isOver(rows, total)) break;
    }
    for (const id of accepted) if (!rows.incidents.has(id)) broken(`I1: ${id} was accepted and is lost`);
    if (accepted.size !== total || !isOver(rows, total)) broken('something never came to its end');
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    violation = error.message;
    note(() => `VIOLATION ${error.message}`);
  }
  return { seed, pages: rows.pageCount, rings: rows.deliveries.size, faults: checks.faults, violation, trace };
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

function mutable(weather: Weather): { -readonly [K in keyof Weather]: Weather[K] } {
  return { ...weather };
}

const still: Weather = { kill: 0, pause: 0, cut: 0, timerLost: 0, timerTwice: 0, refused: 0, answerLost: 0, receiptLater: 0, skewMs: 0, outages: 0 };

/** Some worlds are calm, some have one kind of trouble, most have many. */
function weatherOf(random: Random): Weather {
  if (random.chance(0.1)) return still;
  const maybe = (most: number): number => (random.chance(0.6) ? random.next() * most : 0);
  return {
    kill: maybe(0.01),
    pause: maybe(0.002),
    cut: maybe(0.01),
    timerLost: maybe(0.1),
    timerTwice: maybe(0.05),
    refused: maybe(0.3),
    answerLost: maybe(0.1),
    receiptLater: maybe(0.2),
    skewMs: random.pick([0, 300_000, -300_000, 7_200_000]),
    outages: random.chance(0.5) ? random.between(1, 4) : 0,
  };
}
