import { inTransaction, systemCtx, type Env, type Tx } from '#platform';

/** Screens are told of new alerts at most this often. */
const liveEveryMs = 250;

/** Tells screens that alerts changed: *idle*, or *waiting* to tell of what came too soon after the last time. */
export class LiveAlerts {
  readonly #env: Env;
  #toldAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(env: Env) {
    this.#env = env;
  }

  /** With the commit of the change, or soon after where screens were told just now. */
  tellWith(tx: Tx): void {
    if (performance.now() - this.#toldAt < liveEveryMs) return tx.afterCommit(() => this.tellSoon());
    tx.changed('alerts');
    tx.afterCommit(() => {
      this.#toldAt = performance.now();
    });
  }

  tellSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#toldAt = performance.now();
      inTransaction(systemCtx(this.#env, 'intake', 'intake'), async (tx) => tx.changed('alerts')).catch(
        (error: unknown) => this.#env.log.debug({ error: String(error) }, 'screens not told of alerts'),
      );
    }, liveEveryMs).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
