import { nextAttemptAt } from '../../server/src/delivery/core/retry.ts';
import { broken } from './checks.ts';
import { again } from './escalating.ts';
import type { DeliveryRow, News } from './rows.ts';
import { Unavailable, type Awaits, type Claim, type Tx, type Worker } from './worker.ts';
import type { World } from './world.ts';

/** What is looked at less than this long ago may leave. */
const freshMs = 1_000;
const recordWaitsMs = [200, 500, 1_000, 2_000];

/** What became of one attempt, as the channel says. */
export interface Outcome {
  readonly outcome: News['outcome'];
  readonly permanent: boolean;
}

/** The verbs of delivery, each what its namesake in `server/src/delivery` does, over rows in memory. */
export class Delivering {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  *deliver(worker: Worker, claim: Claim): Awaits<void> {
    const { rows, checks, bug, outside } = this.#world;
    const delivery = rows.deliveries.get(claim.row.about) ?? broken(`there is no ${claim.row.about}`);
    const attempt = yield* this.#open(worker, delivery);
    if (attempt === null) return yield* worker.transaction(claim, () => undefined);
    checks.leaves(delivery);
    const answer = outside.take(delivery);
    yield answer.afterMs;
    if (bug === 'commit-after-send')
      yield* worker.transaction(null, (tx) => this.#begin(tx, delivery, false));
    yield* this.#recordPatiently(worker, claim, { delivery, attempt, ...answer });
  }

  *sweep(worker: Worker, claim: Claim): Awaits<void> {
    const { rows, bug } = this.#world;
    yield* worker.transaction(null, (tx) => {
      if (bug === 'skip-the-sweep') return;
      for (const { key, settledAt } of rows.deliveries.values())
        if (settledAt === 0 && !rows.timers.has(`deliver:${key}`))
          tx.setTimer({ key: `deliver:${key}`, task: 'deliver', about: key });
    });
    yield* again(worker, claim, 10_000);
  }

  /** The attempt that may be made now; null where none is wanted any more. */
  *#open(worker: Worker, delivery: DeliveryRow): Awaits<number | null> {
    const { agenda, rows, bug } = this.#world;
    const begunAt = worker.begun.get(delivery.key);
    worker.begun.delete(delivery.key);
    if (bug === 'commit-after-send') return delivery.attempts + 1;
    if (begunAt !== undefined && agenda.now - begunAt < freshMs) return 1;
    const startedAt = agenda.now;
    const attempt = yield* worker.transaction(null, (tx) => this.#begin(tx, delivery, begunAt !== undefined));
    const wasPaused = agenda.now - startedAt > freshMs;
    if (wasPaused && !rows.isUp) throw new Unavailable('cannot look again');
    return attempt !== null && wasPaused && !isOpen(delivery, attempt) ? null : attempt;
  }

  #begin(tx: Tx, delivery: DeliveryRow, isUnmade: boolean): number | null {
    const { agenda, bug } = this.#world;
    if (delivery.settledAt > 0) return null;
    const wasCutOff = delivery.state === 'sending' && !isUnmade;
    if (wasCutOff) announce(tx, delivery, { attempt: delivery.attempts, outcome: 'unknown', settled: false });
    if (delivery.cancelled && bug !== 'resend-after-ack') {
      this.#drop(delivery);
      return null;
    }
    if (!isUnmade) delivery.attempts += 1;
    delivery.state = 'sending';
    delivery.openedAt = agenda.now;
    return delivery.attempts;
  }

  *#recordPatiently(worker: Worker, claim: Claim, made: Made): Awaits<void> {
    for (const waitMs of recordWaitsMs) {
      try {
        return yield* worker.transaction(claim, (tx) => this.#record(tx, made));
      } catch (error) {
        if (!(error instanceof Unavailable) || claim.finished) throw error;
        yield waitMs;
      }
    }
    yield* worker.transaction(claim, (tx) => this.#record(tx, made));
  }

  #record(tx: Tx, { delivery, attempt, outcome, permanent }: Made): void {
    const { agenda, checks, bug } = this.#world;
    // Another process called this attempt unknown and makes its own.
    if (delivery.attempts !== attempt || delivery.state !== 'sending') return;
    if (outcome === 'sent') {
      if (!checks.hasArrived(delivery.key)) broken(`I5: ${delivery.key} is called sent and never arrived`);
      delivery.state = 'sent';
      delivery.settledAt = agenda.now;
      return announce(tx, delivery, { attempt, outcome, settled: true });
    }
    const nextAt = permanent ? null : this.#retryAt(delivery, attempt);
    if (nextAt === null) {
      delivery.state = 'failed';
      delivery.settledAt = agenda.now;
    } else if (delivery.cancelled && bug !== 'resend-after-ack') this.#drop(delivery);
    else {
      delivery.state = 'queued';
      const { key } = delivery;
      tx.setTimer({ key: `deliver:${key}`, task: 'deliver', about: key, dueAt: nextAt.getTime() });
    }
    announce(tx, delivery, { attempt, outcome, settled: nextAt === null });
  }

  #retryAt({ createdAt }: DeliveryRow, attempts: number): Date | null {
    const { agenda, random } = this.#world;
    return nextAttemptAt({
      attempts,
      retryAfterMs: undefined,
      createdAt: new Date(createdAt),
      now: new Date(agenda.now),
      chance: random.next(),
    });
  }

  #drop(delivery: DeliveryRow): void {
    delivery.state = 'cancelled';
    delivery.settledAt = this.#world.agenda.now;
  }
}

/** An attempt and what became of it. */
interface Made extends Outcome {
  readonly delivery: DeliveryRow;
  readonly attempt: number;
}

function announce(tx: Tx, { key, incident }: DeliveryRow, news: Omit<News, 'deliveryKey'>): void {
  const name = `receipt:${key}:${news.attempt}:${news.outcome}:${news.settled}`;
  tx.setTimer({ key: name, task: 'receipt', about: incident.id, news: { ...news, deliveryKey: key } });
}

function isOpen({ state, attempts, cancelled }: DeliveryRow, attempt: number): boolean {
  return state === 'sending' && attempts === attempt && !cancelled;
}
