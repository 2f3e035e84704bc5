import { setTimeout as wait } from 'node:timers/promises';
import { AppError, beforeFinish, type Ctx, type Env } from '#platform';
import { beginAttempt, putBack, recordOutcome, type Attempt } from './attempt.ts';
import { takeBegun } from './begun.ts';
import type { Channel, Outcome } from '../channel.ts';
import { channels } from '../channels.ts';
import { render } from '../core/render.ts';
import type { ChannelName } from '../message.ts';
import { Receivers } from './receivers.ts';
import { serverKey } from '../webhook/server-key.ts';

/** An attempt opened longer ago is looked at again before anything leaves: it may have waited, or this process was paused. */
const freshMs = 1_000;

const receiversOf = new WeakMap<Env, Receivers>();

/** The receivers as this process knows them. */
export function receivers(env: Env): Receivers {
  const known = receiversOf.get(env) ?? new Receivers();
  receiversOf.set(env, known);
  return known;
}

interface Payload {
  readonly deliveryId: string;
  readonly channel: ChannelName;
  readonly destination: string;
}

/**
 * Makes one attempt: opens it in a transaction (unless the one that stored the delivery did), sends, records in another. A crash in
 * between leaves it open; the next attempt finds that, calls it unknown and sends again under the same key.
 */
export async function deliver(ctx: Ctx, { deliveryId, channel: name, destination }: Payload): Promise<void> {
  // The commit that hands a job over remembers its opened attempts just after that.
  await Promise.resolve();
  const { env } = ctx;
  const channel = channels[name];
  const begun = takeBegun(env, deliveryId);
  const unmade = begun !== null;
  const leave = await receivers(env).enter(channel.receiverOf(env, destination), channel.concurrency);
  if (!leave.granted) return putBack(ctx, { deliveryId, unmade, ...leave });

  let outcome: Outcome | null = null;
  let attempt: Attempt | null;
  try {
    const isFresh = begun !== null && performance.now() - begun.at < freshMs;
    attempt = isFresh
      ? { delivery: begun.delivery, attempt: 1, openedAt: begun.delivery.createdAt }
      : await beginAttempt(beforeFinish(ctx), { deliveryId, unmade });
    if (attempt === null) return;
    outcome = await sendOnce(env, channel, attempt);
  } finally {
    leave.done(outcome === null ? null : { answered: isAnswer(outcome), detail: outcome.detail });
  }
  await recordPatiently(ctx, attempt, outcome);
}

async function sendOnce(env: Env, channel: Channel, { delivery, openedAt }: Attempt): Promise<Outcome> {
  const { key, destination, createdAt, dueAt, answerLinkFor } = delivery;
  const answerLink = answerLinkFor === null ? null : await answerAddress(env, answerLinkFor);
  const message = render(delivery.message, { answerLink, dueAt, now: openedAt });
  try {
    return await channel.send(env, { key, destination, message, createdAt });
  } catch (error) {
    // A bug in a channel must not hold a message without a word; the receiver may have got it.
    const reason = error instanceof Error ? error.stack : String(error);
    env.log.error({ delivery: delivery.id, reason }, 'channel failed');
    return {
      outcome: 'unknown',
      detail: 'The channel failed in a way it does not know. It may have arrived.',
    };
  }
}

/** Where the subject is answered. */
async function answerAddress(env: Env, subject: string): Promise<string> {
  const key = await serverKey(env);
  const base = env.config.publicUrl ?? `http://localhost:${env.config.port}`;
  return `${base}/p/${key.answerToken(subject)}`;
}

/** A refusal is an answer; silence, a broken connection and "try later" are not. */
function isAnswer(outcome: Outcome): boolean {
  return outcome.outcome === 'sent' || (outcome.outcome === 'failed' && outcome.permanent);
}

const recordWaitsMs = [200, 500, 1_000, 2_000];

/** Storage that is away for a moment must not turn a known outcome into an unknown one. */
async function recordPatiently(ctx: Ctx, attempt: Attempt, outcome: Outcome): Promise<void> {
  for (const waitMs of recordWaitsMs) {
    try {
      return await recordOutcome(ctx, attempt, outcome);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'unavailable')) throw error;
      await wait(waitMs);
    }
  }
  await recordOutcome(ctx, attempt, outcome);
}
