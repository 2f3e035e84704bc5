import type { AuditStream } from '@fieldmarshal/contract/identity';
import { z } from 'zod';
import { defineTask, handle, redactText, type Ctx, type Env, type Handler } from '#platform';
import { permit } from '../../permit.ts';
import { showAudit } from '../read.ts';
import { loadChain } from '../store.ts';
import { receiversOf, type Receiver } from './receivers.ts';
import { newestSeq, noteFailure, noteSent, streamStates } from './stream-store.ts';

const batchRows = 500;
/** One turn of a receiver; what is left goes in the next. */
const batchesMax = 40;

const task = defineTask('identity.audit-stream', { lane: 'chore', payload: z.unknown(), everyMs: 10_000 });

/** Sends each receiver what it has not taken yet, in order; one that takes nothing holds up no other. */
async function streamAudit({ env }: Ctx): Promise<void> {
  const receivers = receiversOf(env.config);
  await Promise.all(receivers.map(async (receiver) => catchUp(env, receiver)));
}

export const auditStream: Handler = handle(task, streamAudit);

async function catchUp(env: Env, { name, send }: Receiver): Promise<void> {
  const db = env.databases.worker;
  const [state] = await streamStates(db, [name]);
  let sent = state?.sentSeq ?? 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const rows = await loadChain(db, sent, batchRows);
    const last = rows.at(-1);
    if (last === undefined) return;
    try {
      await send(rows.map(showAudit));
    } catch (error) {
      const failure = redactText(error instanceof Error ? error.message : String(error)).slice(0, 300);
      if (state?.failingSince == null)
        env.log.warn({ receiver: name, failure }, 'the audit log cannot be sent on');
      await noteFailure(db, name, failure);
      return;
    }
    sent = last.seq;
    await noteSent(db, name, sent);
    if (rows.length < batchRows) return;
  }
}

/** Each receiver of the configuration with how far it is. */
export async function readAuditStreams(ctx: Ctx): Promise<{ items: AuditStream[] }> {
  permit(ctx, 'audit.read');
  // The worker's connections see the whole log, so that the count is that of the chain.
  const db = ctx.env.databases.worker;
  const names = receiversOf(ctx.env.config).map(({ name }) => name);
  const states = new Map((await streamStates(db, names)).map((state) => [state.name, state]));
  const newest = await newestSeq(db);
  return {
    items: names.map((name) => {
      const state = states.get(name);
      return {
        name,
        sentSeq: state?.sentSeq ?? 0,
        newestSeq: newest,
        sentAt: state?.sentAt?.toISOString() ?? null,
        failingSince: state?.failingSince?.toISOString() ?? null,
        failure: state?.failure ?? '',
      };
    }),
  };
}

/** What Now says while a receiver of the configuration has taken nothing for a quarter of an hour; null: all take what they get. */
export async function auditStreamNotice(env: Env): Promise<string | null> {
  const names = receiversOf(env.config).map(({ name }) => name);
  if (names.length === 0) return null;
  const quarterAgo = env.clock.now().getTime() - 15 * 60 * 1000;
  const late = (await streamStates(env.databases.worker, names)).filter(
    ({ failingSince }) => failingSince !== null && failingSince.getTime() < quarterAgo,
  );
  if (late.length === 0) return null;
  return late
    .map(
      ({ name, failure }) =>
        `The audit log cannot be sent to ${name}: ${failure.replace(/\.$/, '')}. Nothing is lost; it waits here.`,
    )
    .join(' ');
}
