import type { Outcome } from './delivering.ts';
import type { DeliveryRow, PageRow } from './rows.ts';
import type { World } from './world.ts';

/** What the world outside does with messages: carries, refuses, loses and repeats them; and people who read them, or do not. */
export class Outside {
  readonly #world: World;
  readonly #down = new Map<string, number>();
  readonly #answer: (page: PageRow, answer: 'acknowledge' | 'decline') => void;
  readonly #read = new Set<string>();

  constructor(world: World, answer: (page: PageRow, answer: 'acknowledge' | 'decline') => void) {
    this.#world = world;
    this.#answer = answer;
  }

  /** Nothing is taken for this destination until then. */
  breaks(destination: string, until: number): void {
    this.#down.set(destination, until);
  }

  /** Takes a message from a process and says what it will hear, and when; what arrives does so whether or not the process lives on. */
  take(delivery: DeliveryRow): Outcome & { afterMs: number } {
    const { agenda, random, weather, checks } = this.#world;
    const way = random.between(5, 400);
    if ((this.#down.get(delivery.destination) ?? 0) > agenda.now)
      return { outcome: 'failed', permanent: random.chance(0.3), afterMs: 2 * way };
    if (random.chance(weather.refused))
      return { outcome: 'failed', permanent: random.chance(0.5), afterMs: 2 * way };
    agenda.after(way, () => this.#arrives(delivery));
    if (!random.chance(weather.answerLost)) return { outcome: 'sent', permanent: false, afterMs: 2 * way };
    checks.trouble(0);
    return { outcome: 'unknown', permanent: false, afterMs: random.between(2_000, 10_000) };
  }

  #arrives(delivery: DeliveryRow): void {
    const { checks, note, random, agenda, weather, rows } = this.#world;
    checks.arrived(delivery);
    note(() => `${delivery.key} arrives`);
    if (random.chance(weather.receiptLater)) {
      // "Undelivered" comes after "sent", late, and often more than once.
      for (let times = random.between(1, 2); times > 0; times -= 1)
        agenda.after(random.between(500, 240_000), () => this.#undelivered(delivery));
      return;
    }
    if (this.#read.has(delivery.page.id)) return;
    this.#read.add(delivery.page.id);
    const { page } = delivery;
    const afterMs = random.between(3_000, 400_000);
    if (random.chance(0.25)) agenda.after(afterMs, () => this.#answer(page, 'acknowledge'));
    else if (random.chance(0.15)) agenda.after(afterMs, () => this.#answer(page, 'decline'));
    void rows;
  }

  /** The provider tells until somebody takes it in; that is one commit of ours. */
  #undelivered(delivery: DeliveryRow): void {
    const { rows, agenda } = this.#world;
    if (!rows.isUp || delivery.settledAt === 0) return agenda.after(2_000, () => this.#undelivered(delivery));
    if (delivery.state !== 'sent') return;
    delivery.state = 'failed';
    const { key, incident, attempts } = delivery;
    const news = { deliveryKey: key, attempt: attempts, outcome: 'failed', settled: true } as const;
    const name = `receipt:${key}:${attempts}:late`;
    rows.timers.set(name, {
      key: name,
      task: 'receipt',
      about: incident.id,
      news,
      dueAt: agenda.now,
      attempts: 0,
      leaseUntil: 0,
    });
    this.#world.notify();
  }
}
