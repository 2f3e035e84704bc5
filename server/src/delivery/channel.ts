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
  /** Where a POST ends what the receiver gets of this kind, for messages to those who subscribed. */
  readonly unsubscribeLink?: string | null;
}

/**
 * What became of one attempt. `failed` with `permanent`: trying this destination again could not help. `unknown`: it may have arrived.
 * `detail` is one sentence for the timeline, without secrets.
 */
export type Outcome =
  | {
      readonly outcome: 'sent';
      readonly detail: string;
      /** Under which id the receiver will speak of it in a receipt, where it sends receipts. */
      readonly externalId?: string;
    }
  | { readonly outcome: 'unknown'; readonly detail: string }
  | {
      readonly outcome: 'failed';
      readonly permanent: boolean;
      readonly detail: string;
      /** How long the receiver asked us to wait before the next attempt. */
      readonly retryAfterMs?: number;
    };

/** One way to a destination: an account at a provider, a mail server, or the destination's own address. */
export interface Route {
  /** What fails together: deliveries with the same name share a concurrency limit and a circuit breaker. Without secrets. */
  readonly receiver: string;
  /** How many may be under way to the receiver at a time. */
  readonly concurrency: number;
  /** The configured provider whose receipts speak of it; null where there is none. */
  readonly provider: string | null;
  /** Sends once, within a time limit of its own. Never throws for a refusal, and never sends twice by itself unless nothing can have arrived. */
  send(outgoing: Outgoing): Promise<Outcome>;
}

/** One means of reaching a destination. Every channel passes the contract suite in `channel-contract.db.test.ts`. */
export interface Channel {
  /** The ways to a destination in the order they are tried; none = not configured. Looks at nothing outside but the database. */
  routes(env: Env, destination: string): Promise<readonly Route[]>;
  /** One sentence for whoever wonders why nothing is sent. */
  readonly notConfigured: string;
}
