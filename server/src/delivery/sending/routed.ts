import type { Env } from '#platform';
import type { Outcome, Outgoing, Route } from '../channel.ts';
import { receivers, type Asking, type Leave } from './receivers.ts';

type Granted = Extract<Leave, { granted: true }>;

/** An outcome with the provider that took the message. */
export type RoutedOutcome =
  | (Extract<Outcome, { outcome: 'sent' }> & { readonly provider: string | null })
  | Exclude<Outcome, { outcome: 'sent' }>;

/** What became of a message, and what ends the turn of who took it: to be called once that is recorded. */
export interface Sent {
  readonly outcome: RoutedOutcome;
  readonly end: () => void;
}

/** The first way that may be tried now, with leave to use it; or why none may. */
export type Entered =
  | {
      readonly granted: true;
      readonly leave: Granted;
      readonly index: number;
      readonly passedOver: readonly string[];
    }
  | Extract<Leave, { granted: false }>;

/** Asks the ways of a message in their order for leave; a held-back or busy one is passed over for the next. */
export async function enterFirst(
  env: Env,
  { routes, ...asking }: { readonly routes: readonly Route[] } & Omit<Asking, 'concurrency'>,
): Promise<Entered> {
  const refused: Extract<Leave, { granted: false }>[] = [];
  for (const [index, route] of routes.entries()) {
    const leave = await receivers(env).enter(route.receiver, { concurrency: route.concurrency, ...asking });
    if (leave.granted) return { granted: true, leave, index, passedOver: refused.map(({ why }) => why) };
    refused.push(leave);
  }
  return {
    granted: false,
    waitMs: Math.min(...refused.map(({ waitMs }) => waitMs)),
    circuitOpen: refused.every(({ circuitOpen }) => circuitOpen),
    why: refused.map(({ why }) => why).join(' '),
  };
}

interface Attempting extends Omit<Asking, 'concurrency'> {
  readonly routes: readonly Route[];
  readonly entered: Extract<Entered, { granted: true }>;
  readonly outgoing: Outgoing;
  /** Asked before each further way: nobody wants a message that was answered meanwhile. */
  readonly isWanted: () => Promise<boolean>;
}

/**
 * Sends by the entered way; where that does not take it, by the following ones at once, under the same key. Permanent only where every
 * way refused for good; unknown where any may have delivered it. The way that took it keeps its turn until the caller has recorded that.
 */
export async function sendByRoutes(
  env: Env,
  { routes, entered, outgoing, isWanted, ...asking }: Attempting,
): Promise<Sent> {
  const told: string[] = [...entered.passedOver];
  const failures: Exclude<Outcome, { outcome: 'sent' }>[] = [];
  for (const [offset, route] of routes.slice(entered.index).entries()) {
    if (offset > 0 && !(await isWanted())) break;
    const leave =
      offset === 0
        ? entered.leave
        : await receivers(env).enter(route.receiver, { concurrency: route.concurrency, ...asking });
    if (!leave.granted) {
      told.push(leave.why);
      continue;
    }
    const outcome = await sendOnce(env, { route, leave, outgoing });
    if (outcome.outcome === 'sent') {
      const detail = [...told, outcome.detail].join(' ');
      return { outcome: { ...outcome, detail, provider: route.provider }, end: () => leave.end() };
    }
    leave.end();
    told.push(outcome.detail);
    failures.push(outcome);
  }
  return { outcome: combined(failures, told, routes.length), end: () => undefined };
}

async function sendOnce(
  env: Env,
  { route, leave, outgoing }: { route: Route; leave: Granted; outgoing: Outgoing },
): Promise<Outcome> {
  let outcome: Outcome;
  try {
    outcome = await route.send(outgoing);
  } catch (error) {
    // A bug in a channel must not hold a message without a word; the receiver may have got it.
    const reason = error instanceof Error ? error.stack : String(error);
    env.log.error({ key: outgoing.key, reason }, 'channel failed');
    outcome = {
      outcome: 'unknown',
      detail: 'The channel failed in a way it does not know. It may have arrived.',
    };
  }
  leave.answered({ answered: isAnswer(outcome), detail: outcome.detail });
  return outcome;
}

/** A refusal is an answer; silence, a broken connection and "try later" are not. */
function isAnswer(outcome: Outcome): boolean {
  return outcome.outcome === 'sent' || (outcome.outcome === 'failed' && outcome.permanent);
}

type Failure = Exclude<Outcome, { outcome: 'sent' }>;

function combined(failures: readonly Failure[], told: readonly string[], ways: number): Failure {
  const detail = told.join(' ').slice(0, 1_000);
  if (failures.some(({ outcome }) => outcome === 'unknown')) return { outcome: 'unknown', detail };
  const failed = failures.filter((each) => each.outcome === 'failed');
  const permanent = failed.length === ways && failed.every((each) => each.permanent);
  const waits = failed.flatMap(({ retryAfterMs }) => (retryAfterMs === undefined ? [] : [retryAfterMs]));
  return {
    outcome: 'failed',
    permanent,
    detail,
    ...(waits.length === 0 ? {} : { retryAfterMs: Math.min(...waits) }),
  };
}
