import { z } from 'zod';
import { defineTask, handle, type Handler } from '#platform';
import { announceGroup } from './alerts/announce-group.ts';
import { groupChangedTask } from './alerts/join-groups.ts';
import { resolveExpired } from './alerts/resolve-expired.ts';
import { stillFiringTask, takeStillFiring } from './incident/still-firing.ts';
import { missHeartbeats } from './heartbeats/miss-heartbeats.ts';
import { planWork } from './maintenance/plan-work.ts';
import { signalsRetention } from './retention.ts';
import { silenceTurnTask, turnSilence } from './silences/apply-silence.ts';

const sweepEveryMs = 1_000;
const nothing = z.object({});

const expiryTask = defineTask('signals.expiry', { lane: 'chore', payload: nothing, everyMs: sweepEveryMs });
const heartbeatTask = defineTask('signals.heartbeats', {
  lane: 'chore',
  payload: nothing,
  everyMs: sweepEveryMs,
});

/** Far more often than work is planned ahead, and also what a restart missed. */
const planEveryMs = 600_000;
const planTask = defineTask('signals.plan-work', { lane: 'chore', payload: nothing, everyMs: planEveryMs });

/** Every job of signals. */
export const signalsHandlers: Handler[] = [
  handle(groupChangedTask, announceGroup),
  handle(silenceTurnTask, turnSilence),
  handle(stillFiringTask, takeStillFiring),
  handle(expiryTask, async (ctx) => resolveExpired(ctx)),
  handle(heartbeatTask, async (ctx) => missHeartbeats(ctx)),
  handle(planTask, async (ctx) => planWork(ctx)),
  signalsRetention,
];
