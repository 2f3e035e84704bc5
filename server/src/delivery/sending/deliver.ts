import { setTimeout as wait } from 'node:timers/promises';
import { AppError, beforeFinish, type Ctx, type Env } from '#platform';
import { beginAttempt, isStillOpen, putBack, recordCarried, recordOutcome, type Attempt } from './attempt.ts';
import { takeBegun } from './begun.ts';
import type { Channel, Outgoing } from '../channel.ts';
import { channels } from '../channels.ts';
import { bundled } from '../core/bundle.ts';
import { render } from '../core/render.ts';
import type { ChannelName } from '../message.ts';
import { codeOf } from '../contacts/code.ts';
import { serverKey } from '../webhook/server-key.ts';
import { enterFirst, sendByRoutes, type Entered, type RoutedOutcome, type Sent } from './routed.ts';

/** An attempt opened longer ago is looked at again before anything leaves: it may have waited, or this process was paused. */
const freshMs = 1_000;

interface Payload {
  readonly deliveryId: string;
  readonly channel: ChannelName;
  readonly destination: string;
  /** Goes behind what is not. */
  readonly bulk: boolean;
}

/**
 * Makes one attempt: opens it in a transaction (unless the one that stored the delivery did), sends, records in another. A crash in
 * between leaves it open; the next attempt finds that, calls it unknown and sends again under the same key.
 */
export async function deliver(ctx: Ctx, payload: Payload): Promise<void> {
  const { deliveryId, channel: name, destination, bulk } = payload;
  const { env } = ctx;
  const channel = channels[name];
  // The commit that hands a job over remembers its opened attempts just after that.
  const routes = await channel.routes(env, destination);
  const begun = takeBegun(env, deliveryId);
  const unmade = begun !== null;
  const entered = await enterFirst(env, { routes, message: Number(deliveryId), bulk });
  if (!entered.granted && routes.length > 0) return putBack(ctx, { deliveryId, unmade, ...entered });

  let attempt: Attempt | null = null;
  try {
    const isFresh = begun !== null && performance.now() - begun.at < freshMs;
    attempt = isFresh
      ? { delivery: begun.delivery, attempt: 1, openedAt: begun.delivery.createdAt }
      : await beginAttempt(beforeFinish(ctx), { deliveryId, unmade, channel: name, destination });
  } finally {
    if (attempt === null && entered.granted) entered.leave.end();
  }
  if (attempt === null) return;
  const { outcome, end } = await send(env, { attempt, entered, channel, routes });
  try {
    await recordPatiently(ctx, attempt, outcome);
  } finally {
    end();
  }
}

interface Send {
  readonly attempt: Attempt;
  readonly entered: Entered;
  readonly channel: Channel;
  readonly routes: Awaited<ReturnType<Channel['routes']>>;
}

async function send(env: Env, { attempt, entered, channel, routes }: Send): Promise<Sent> {
  if (!entered.granted) return notConfigured(channel);
  let outgoing: Outgoing;
  try {
    outgoing = await outgoingOf(env, attempt);
  } catch (error) {
    entered.leave.end();
    throw error;
  }
  return sendByRoutes(env, {
    routes,
    entered,
    outgoing,
    message: Number(attempt.delivery.id),
    bulk: attempt.delivery.bulk,
    isWanted: async () => isStillOpen(env, attempt),
  });
}

function notConfigured({ notConfigured: detail }: Channel): Sent {
  return { outcome: { outcome: 'failed', permanent: true, detail }, end: () => undefined };
}

async function outgoingOf(env: Env, { delivery, openedAt, carried = [] }: Attempt): Promise<Outgoing> {
  const { key, destination, createdAt, dueAt, answerLinkFor } = delivery;
  const code = answerLinkFor?.startsWith('CC-') ? await codeOf(env, answerLinkFor) : undefined;
  const isAnswered = answerLinkFor !== null && code === undefined;
  const answerLink = isAnswered ? await answerAddress(env, answerLinkFor) : null;
  const isListed = answerLinkFor?.startsWith('SU-') ?? false;
  const whole = bundled(
    delivery.message,
    carried.map((each) => each.delivery.message),
  );
  // What a person approved word by word is not marked late: where it is outdated, a newer one has taken its place.
  const lateFrom = whole.type === 'communication' ? openedAt : dueAt;
  const message = render(whole, { answerLink, code, dueAt: lateFrom, now: openedAt });
  return { key, destination, message, createdAt, ...(isListed ? { unsubscribeLink: answerLink } : {}) };
}

/** Where the subject is answered: a test of contact methods, a subscription and a sign-in by themselves, everything else is a page. */
async function answerAddress(env: Env, subject: string): Promise<string> {
  const key = await serverKey(env);
  const base = env.config.publicUrl ?? `http://localhost:${env.config.port}`;
  const [, prefix = '', id = ''] = /^(SC|SU|SI)-([\w.-]+)$/.exec(subject) ?? [];
  const place = statusPlaces[prefix];
  if (place !== undefined) return `${base}/status/${place}/${id}.${key.answerToken(subject)}`;
  return `${base}/${subject.startsWith('CT-') ? 't' : 'p'}/${key.answerToken(subject)}`;
}

/** By the prefix of a subject that the status page answers. */
const statusPlaces: Readonly<Record<string, string>> = {
  SC: 'confirm',
  SU: 'unsubscribe',
  SI: 'sign-in',
};

const recordWaitsMs = [200, 500, 1_000, 2_000];

/** Storage that is away for a moment must not turn a known outcome into an unknown one. */
async function recordPatiently(ctx: Ctx, attempt: Attempt, outcome: RoutedOutcome): Promise<void> {
  for (const waitMs of recordWaitsMs) {
    try {
      return await record(ctx, attempt, outcome);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'unavailable')) throw error;
      await wait(waitMs);
    }
  }
  await record(ctx, attempt, outcome);
}

async function record(ctx: Ctx, attempt: Attempt, outcome: RoutedOutcome): Promise<void> {
  await recordCarried(beforeFinish(ctx), attempt, outcome);
  await recordOutcome(ctx, attempt, outcome);
}
