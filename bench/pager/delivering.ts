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
export interface Delivering {
  deliver(worker: Worker, claim: Claim): Awaits<void>;
  sweep(worker: Worker, claim: Claim): Awaits<void>;
}

export function delivering(world: World): Delivering {
  const { rows, agenda, checks, random, bug, outside } = world;

  const announce = (tx: Tx, { key, incident }: DeliveryRow, news: Omit<News, 'deliveryKey'>): void => {
    const name = `receipt:${key}:${news.attempt}:${news.outcome}:${news.settled}`;
    tx.setTimer({ key: name, task: 'receipt', about: incident.id, news: { ...news, deliveryKey: key } });
  };

  const begin = (tx: Tx, delivery: DeliveryRow, isUnmade: boolean): number | null => {
    if (delivery.settledAt > 0) return null;
    const wasCutOff = delivery.state === 'sending' && !isUnmade;
    if (wasCutOff) announce(tx, delivery, { attempt: delivery.attempts, outcome: 'unknown', settled: false });
    if (delivery.cancelled && bug !== 'resend-after-ack') {
      drop(delivery);
      return null;
    }
    if (!isUnmade) delivery.attempts += 1;
    delivery.state = 'sending';
    delivery.openedAt = agenda.now;
    return delivery.attempts;
  };

  const drop = (delivery: DeliveryRow): void => {
    delivery.state = 'cancelled';
    delivery.settledAt = agenda.now;
  };

  const record = (tx: Tx, { delivery, attempt, outcome, permanent }: Outcome & { delivery: DeliveryRow; attempt: number }): void => {
    // Another process called this attempt unknown and makes its own.
    if (delivery.attempts !== attempt || delivery.state !== 'sending') return;
    if (outcome === 'sent') {
      if (!checks.hasArrived(delivery.key)) broken(`I5: ${delivery.key} is called sent and never arrived`);
      delivery.state = 'sent';
      delivery.settledAt = agenda.now;
      return announce(tx, delivery, { attempt, outcome, settled: true });
    }
    const again = permanent
      ? null
      : nextAttemptAt({
          attempts: attempt,
          retryAfterMs: undefined,
          createdAt: new Date(delivery.createdAt),
          now: new Date(agenda.now),
          chance: random.next(),
        });
    if (again === null) {
      delivery.state = 'failed';
      delivery.settledAt = agenda.now;
    } else if (delivery.cancelled && bug !== 'resend-after-ack') drop(delivery);
    else {
      delivery.state = 'queued';
      tx.setTimer({ key: `deliver:${delivery.key}`, task: 'deliver', about: delivery.key, dueAt: again.getTime() });
    }
    announce(tx, delivery, { attempt, outcome, settled: again === null });
  };

  const isOpen = ({ state, attempts, cancelled }: DeliveryRow, attempt: number): boolean =>
    state === 'sending' && attempts === attempt && !cancelled;

  return {
    *deliver(worker, claim) {
      const delivery = rows.deliveries.get(claim.row.about) ?? broken(`there is no ${claim.row.about}`);
      const begunAt = worker.begun.get(delivery.key);
      worker.begun.delete(delivery.key);
      let attempt: number | null = 1;
      if (bug === 'commit-after-send') attempt = delivery.attempts + 1;
      else if (begunAt === undefined || agenda.now - begunAt >= freshMs) {
        const startedAt = agenda.now;
        attempt = yield* worker.transaction(null, (tx) => begin(tx, delivery, begunAt !== undefined));
        const wasPaused = agenda.now - startedAt > freshMs;
        if (wasPaused && !rows.isUp) throw new Unavailable('cannot look again');
        if (attempt !== null && wasPaused && !isOpen(delivery, attempt)) attempt = null;
      }
      if (attempt === null) return yield* worker.transaction(claim, () => undefined);
      checks.leaves(delivery);
      const number = attempt;
      const answer = outside.take(delivery);
      yield answer.afterMs;
      if (bug === 'commit-after-send') yield* worker.transaction(null, (tx) => begin(tx, delivery, false));
      for (const waitMs of recordWaitsMs) {
        try {
          return yield* worker.transaction(claim, (tx) => record(tx, { delivery, attempt: number, ...answer }));
        } catch (error) {
          if (!(error instanceof Unavailable) || claim.finished) throw error;
          yield waitMs;
        }
      }
      yield* worker.transaction(claim, (tx) => record(tx, { delivery, attempt: number, ...answer }));
    },

    *sweep(worker, claim) {
      yield* worker.transaction(null, (tx) => {
        if (bug === 'skip-the-sweep') return;
        for (const { key, settledAt } of rows.deliveries.values())
          if (settledAt === 0 && !rows.timers.has(`deliver:${key}`))
            tx.setTimer({ key: `deliver:${key}`, task: 'deliver', about: key });
      });
      yield* again(worker, claim, 10_000);
    },
  };
}
