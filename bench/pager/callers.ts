import { Violation } from './checks.ts';
import type { Answer, Escalating } from './escalating.ts';
import { severities } from './organisation.ts';
import type { IncidentRow, PageRow } from './rows.ts';
import type { Awaits, Worker } from './worker.ts';
import type { World } from './world.ts';

const minuteMs = 60_000;

interface Request {
  readonly work: (worker: Worker) => Awaits<void>;
  readonly told: () => void;
}

/** Those who ask the pager for something, from outside, and ask again until they are answered: before that nothing is promised. */
export class Callers {
  readonly #world: World;
  readonly #workers: readonly Worker[];
  readonly #escalating: Escalating;
  /** Incidents whose senders were told that they are stored. */
  readonly accepted = new Set<string>();

  constructor(world: World, workers: readonly Worker[], escalating: Escalating) {
    this.#world = world;
    this.#workers = workers;
    this.#escalating = escalating;
  }

  answer(page: PageRow, answer: Answer): void {
    this.#insist({ work: (worker) => this.#escalating.answer(worker, page, answer), told: () => undefined });
  }

  /** Sends an incident now, whose severity may change and which may be over a while later. */
  report(number: number): void {
    const { agenda, random } = this.#world;
    const incident: IncidentRow = {
      id: `INC-${number}`,
      severity: random.pick(severities),
      acceptedAt: agenda.now,
      escalation: null,
      pages: [],
      rings: [],
    };
    const { id } = incident;
    this.#insist({
      work: (worker) => this.#escalating.accept(worker, incident),
      told: () => void this.accepted.add(id),
    });
    if (random.chance(0.2)) agenda.after(random.between(1_000, 20 * minuteMs), () => this.#raise(id));
    if (random.chance(0.2)) agenda.after(random.between(1_000, 40 * minuteMs), () => this.resolve(id));
  }

  resolve(id: string): void {
    const page = this.#world.rows.incidents.get(id)?.pages.at(-1);
    if (page) this.answer(page, 'resolve');
  }

  #raise(id: string): void {
    const { rows, random, agenda, notify } = this.#world;
    if (!rows.incidents.has(id)) return;
    const key = `severity:${id}`;
    const severity = random.pick(severities) ?? '';
    const news = { deliveryKey: severity, attempt: 0, outcome: 'sent', settled: false } as const;
    const due = { dueAt: agenda.now, attempts: 0, leaseUntil: 0 };
    rows.timers.set(key, { key, task: 'severity', about: id, news, ...due });
    notify();
  }

  #insist(request: Request): void {
    const { agenda, random, rows } = this.#world;
    const worker = random.pick(this.#workers);
    let isTold = false;
    const retry = (): void => {
      if (!isTold) this.#insist(request);
      isTold = true;
    };
    if (!worker.isAlive || !rows.isUp) return agenda.after(2_000, retry);
    worker.go(request.work(worker), (error) => {
      if (error instanceof Violation) throw error;
      if (error !== null) return agenda.after(1_000, retry);
      if (!isTold) request.told();
      isTold = true;
    });
    agenda.after(30_000, retry);
  }
}
