import type { Env } from '#platform';
import type { Rendered } from './core/render.ts';

/** What a channel is given to send. */
export interface Outgoing {
  /** The id the receiver sees; the same for every attempt of one message. */
  readonly key: string;
  readonly destination: string;
  readonly message: Rendered;
  /** When the message was made; the same for every attempt. */
  readonly createdAt: Date;
}

/**
 * What became of one attempt. `failed` with `permanent`: trying this destination again could not help. `unknown`: it may have arrived.
 * `detail` is one sentence for the timeline, without secrets.
 */
export type Outcome =
  | { readonly outcome: 'sent'; readonly detail: string }
  | { readonly outcome: 'unknown'; readonly detail: string }
  | {
      readonly outcome: 'failed';
      readonly permanent: boolean;
      readonly detail: string;
      /** How long the receiver asked us to wait before the next attempt. */
      readonly retryAfterMs?: number;
    };

/** One means of reaching a destination. Every channel passes the contract suite in `channel-contract.db.test.ts`. */
export interface Channel {
  /** Sends once, within a time limit of its own. Never throws for a refusal, and never sends twice by itself unless nothing can have arrived. */
  send(env: Env, outgoing: Outgoing): Promise<Outcome>;
  /** What fails together: deliveries with the same name share a concurrency limit and a circuit breaker. */
  receiverOf(env: Env, destination: string): string;
  /** How many may be under way to one receiver at a time. */
  readonly concurrency: number;
}
