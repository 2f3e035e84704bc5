import type { TimerRow } from './rows.ts';
import type { World } from './world.ts';

/** Storage does not answer, or its answer was lost: the caller does not know whether its change was stored. */
export class Unavailable extends Error {}
/** The claim of a job ran out: its effects must not be stored. */
class LeaseLost extends Error {}

const leaseMs = 5_000;
const claimMax = 50;

/** A job as its holder knows it; `attempts` fences out earlier holders. */
export interface Claim {
  readonly row: TimerRow;
  readonly attempts: number;
  finished: boolean;
}

/** What a commit may do beside changing rows. */
export interface Tx {
  /** Database time; the local clock only where that fault is planted. */
  readonly now: number;
  setTimer(
    timer: Pick<TimerRow, 'key' | 'task' | 'about'> & { news?: TimerRow['news']; dueAt?: number },
  ): void;
  cancelTimer(key: string): void;
  /** This process makes the first attempt of a message that this commit stores as begun. */
  begun(key: string): void;
}

/** Each value is how many milliseconds the await takes; each is a moment at which the process may die. */
export type Awaits<T> = Generator<number, T>;
export type Verb = (worker: Worker, claim: Claim) => Awaits<void>;

/** One server process: claims jobs, runs verbs, is killed, paused and started again, and has a clock of its own. */
export class Worker {
  readonly #world: World;
  readonly #verbs: Readonly<Record<TimerRow['task'], Verb>>;
  readonly #skewMs: number;
  readonly #running = new Set<Claim>();
  /** First attempts that a commit of this process opened, by delivery, with when this process began that commit. */
  readonly begun = new Map<string, number>();
  #life = 0;
  #isAlive = true;
  #pausedUntil = 0;
  #wakesAt = Infinity;
  #wake = 0;
  #renews = false;

  constructor(world: World, verbs: Readonly<Record<TimerRow['task'], Verb>>, skewMs: number) {
    this.#world = world;
    this.#verbs = verbs;
    this.#skewMs = skewMs;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get clock(): number {
    return this.#world.agenda.now + this.#skewMs;
  }

  /** Looks at the table when something is due there, or a moment later where the wake-up is lost. */
  notice(): void {
    const { agenda, random, rows } = this.#world;
    if (!this.#isAlive) return;
    const lost = random.chance(0.05) ? random.between(0, 1_000) : 0;
    const at = Math.max(agenda.now, rows.nextDueAt()) + 1 + lost;
    if (at >= this.#wakesAt || at === Infinity) return;
    this.#wakesAt = at;
    this.#wake += 1;
    const wake = this.#wake;
    agenda.after(at - agenda.now, () => {
      if (wake === this.#wake) this.#look();
    });
  }

  #look(): void {
    this.#wakesAt = Infinity;
    const { agenda, rows, weather, random, checks } = this.#world;
    const { now } = agenda;
    if (!this.#isAlive) return;
    if (now < this.#pausedUntil) return this.#lookIn(this.#pausedUntil - now);
    if (!rows.isUp) return this.#lookIn(1_000);
    let left = claimMax;
    for (const row of rows.timers.values()) {
      if (row.dueAt > now || row.leaseUntil > now || left === 0) continue;
      left -= 1;
      row.attempts += 1;
      row.leaseUntil = now + leaseMs;
      const claim = { row, attempts: row.attempts, finished: false };
      this.run(claim);
      // The same job twice: a claim whose first holder is not dead but slow.
      if (!random.chance(weather.timerTwice)) continue;
      row.leaseUntil = now;
      checks.trouble(0);
    }
    this.notice();
  }

  #lookIn(ms: number): void {
    this.#wakesAt = this.#world.agenda.now + ms;
    this.#wake += 1;
    const wake = this.#wake;
    this.#world.agenda.after(ms, () => {
      if (wake === this.#wake) this.#look();
    });
  }

  /** Runs a claimed job until it ends, or the process does. */
  run(claim: Claim): void {
    this.#running.add(claim);
    this.#renewSoon();
    const verb = this.#verbs[claim.row.task](this, claim);
    this.go(verb, (error) => {
      this.#running.delete(claim);
      if (error instanceof Unavailable) this.#postpone(claim);
      else if (error !== null && !(error instanceof LeaseLost)) throw error;
    });
  }

  /** Lets a piece of work run, await by await; `done` is not told where the process dies. */
  go(work: Awaits<void>, done: (error: unknown) => void): void {
    const life = this.#life;
    const { agenda, random, weather, checks, note } = this.#world;
    const resume = (): void => {
      if (life !== this.#life) return;
      if (agenda.now < this.#pausedUntil) return agenda.after(this.#pausedUntil - agenda.now, resume);
      if (random.chance(weather.kill)) {
        note(() => 'a process is killed');
        return this.#die(random.chance(0.1) ? random.between(10_000, 60_000) : random.between(200, 5_000));
      }
      if (random.chance(weather.pause)) {
        const ms = random.chance(0.5) ? random.between(500, 8_000) : random.between(20_000, 300_000);
        note(() => `a process is paused for ${ms} ms`);
        checks.trouble(ms);
        this.#pausedUntil = agenda.now + ms;
        return agenda.after(ms, resume);
      }
      let result: IteratorResult<number, void>;
      try {
        result = work.next();
      } catch (error) {
        return done(error);
      }
      if (result.done === true) done(null);
      else agenda.after(result.value, resume);
    };
    resume();
  }

  #die(forMs: number): void {
    const { agenda, checks } = this.#world;
    checks.trouble(forMs + leaseMs);
    this.#life += 1;
    this.#isAlive = false;
    this.#running.clear();
    this.begun.clear();
    this.#pausedUntil = 0;
    agenda.after(forMs, () => {
      this.#isAlive = true;
      this.#wakesAt = Infinity;
      this.notice();
    });
  }

  #postpone({ row, attempts, finished }: Claim): void {
    const { rows, agenda } = this.#world;
    const held = rows.timers.get(row.key);
    if (finished || !rows.isUp || held?.attempts !== attempts) return;
    held.dueAt = agenda.now + Math.min(60_000, 200 * 2 ** Math.min(attempts - 1, 12));
    held.leaseUntil = 0;
    this.#world.notify();
  }

  #renewSoon(): void {
    if (this.#renews) return;
    this.#renews = true;
    const { agenda, rows } = this.#world;
    agenda.after(leaseMs / 3, () => {
      this.#renews = false;
      if (!this.#isAlive || this.#running.size === 0) return;
      if (rows.isUp && agenda.now >= this.#pausedUntil)
        for (const { row, attempts } of this.#running) {
          const held = rows.timers.get(row.key);
          if (held?.attempts === attempts) held.leaseUntil = agenda.now + leaseMs;
        }
      this.#renewSoon();
    });
  }

  /**
   * One transaction: everything in `change` is stored together or not at all, and finishing `claim` is part of it. Its connection may
   * be cut before the commit (nothing is stored) or in the middle of it (everything is, and the caller does not know).
   */
  *transaction<T>(claim: Claim | null, change: (tx: Tx) => T): Awaits<T> {
    const { agenda, random, rows, weather, checks, bug, note } = this.#world;
    const startedAt = agenda.now;
    yield random.between(1, 12);
    if (!rows.isUp || random.chance(weather.cut)) throw new Unavailable('before the commit');
    if (claim && rows.timers.get(claim.row.key)?.attempts !== claim.attempts)
      throw new LeaseLost(claim.row.key);
    if (claim) rows.timers.delete(claim.row.key);
    const handed: Claim[] = [];
    const begun: string[] = [];
    const value = change({
      now: bug === 'trust-the-local-clock' ? this.clock : agenda.now,
      setTimer: ({ key, task, about, news = null, dueAt = agenda.now }) => {
        const isHanded = dueAt <= agenda.now && handed.length < claimMax;
        const known = rows.timers.get(key);
        const attempts = known ? known.attempts + 1 : Number(isHanded);
        const row = {
          key,
          task,
          about,
          news,
          dueAt,
          attempts,
          leaseUntil: isHanded ? agenda.now + leaseMs : 0,
        };
        rows.timers.set(key, row);
        if (isHanded) handed.push({ row, attempts, finished: false });
        // A timer that is lost, however that comes about.
        else if (random.chance(weather.timerLost)) {
          note(() => `the timer ${key} is lost`);
          checks.trouble(0);
          rows.timers.delete(key);
        }
      },
      cancelTimer: (key) => void rows.timers.delete(key),
      begun: (key) => begun.push(key),
    });
    if (claim) claim.finished = true;
    const isCut = random.chance(weather.cut);
    this.#world.notify();
    yield random.between(1, 5);
    if (isCut) {
      checks.trouble(leaseMs);
      throw new Unavailable('in the middle of the commit');
    }
    for (const key of begun) this.begun.set(key, startedAt);
    for (const each of handed) this.run(each);
    return value;
  }
}
