import { randomUUID } from 'node:crypto';
import {
  decide,
  foldEvents,
  type Command,
  type CommandBody,
  type Incident,
  type NewEvent,
  type Refusal,
  type StoredEvent,
} from '@fieldmarshal/contract/incidents';
import { audit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { storable } from './core/storable.ts';
import { whoOf } from './core/who.ts';
import { emitFacts } from './facts.ts';
import { mustSee, mustWorkOn } from './sight.ts';
import { appendEvents, loadIncident, SeqConflict } from './store.ts';

/** After the first conflict the row is locked before deciding, so that more than one more can only come of a lock time-out. */
const attemptsMax = 5;

/**
 * Carries out a command on an incident: load the fold, decide, append what follows together with facts, audit and live notice.
 * Somebody else's command that came between makes it decide again, on what is true then. Throws `refused` with decide's sentence, and
 * `not-found`. A command that changes nothing stores nothing and answers with the incident as it is.
 */
export async function executeCommand(ctx: Ctx, id: string, command: CommandBody): Promise<Incident> {
  return withRetries(ctx, async (tx, { lock }) => {
    const incident = await requireIncident(tx, id, lock);
    mustWorkOn(ctx, incident);
    const decision = decide(incident, commandOf(ctx, command), tx.now.toISOString());
    if (!decision.ok) throw refused(decision);
    return append(tx, incident, { id, events: decision.events });
  });
}

export function commandOf(ctx: Ctx, command: CommandBody): Command {
  return { ...command, by: whoOf(ctx.actor) };
}

/** Runs `work` in a transaction, and again in a new one while others are faster; from the second time on with the incident locked. */
export async function withRetries<T>(
  ctx: Ctx,
  work: (tx: Tx, attempt: { readonly lock: boolean }) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(ctx, async (tx) => work(tx, { lock: attempt > 1 }));
    } catch (error) {
      if (!(error instanceof SeqConflict)) throw error;
      if (attempt >= attemptsMax)
        throw new AppError('conflict', 'Too many people changed this at the same moment. Please try again.', {
          retryable: true,
          cause: error,
        });
    }
  }
}

export async function requireIncident(tx: Tx, id: string, lock: boolean): Promise<Incident> {
  const incident = await loadIncident(tx.db, id, lock);
  if (incident === null) throw notFound(`Incident ${id}`);
  mustSee(tx.ctx, incident);
  return incident;
}

export function refused({ code, message }: Refusal): AppError {
  return new AppError('refused', message, { internal: code });
}

/** Stores new events and everything that goes with them; returns the incident after them. */
export async function append(
  tx: Tx,
  before: Incident | null,
  { id, events: fresh }: { readonly id: string; readonly events: readonly NewEvent[] },
): Promise<Incident> {
  if (fresh.length === 0 && before !== null) return before;
  const events = placed(tx, before, { id, events: fresh });
  const after = foldEvents(events, before);
  if (after === null || after.seq !== (before?.seq ?? 0) + events.length)
    throw new Error(`the fold of ${id} did not take all of its new events`);
  await appendEvents(tx.db, { before, after, events });
  emitFacts(tx, { before, after, events });
  audit(tx, {
    action: `incident.${events[0]?.type ?? 'changed'}`,
    subject: id,
    after: events.map(({ seq, type, data }) => ({ seq, type, data })),
  });
  tx.changed(`incident:${id}`);
  tx.changed('incidents', `${id} ${events.map(({ type }) => type).join(', ')}`);
  return after;
}

/** Gives events their place in the log. Time never runs backwards in it, also where a transaction had to wait for another. */
function placed(
  tx: Tx,
  before: Incident | null,
  { id, events }: { readonly id: string; readonly events: readonly NewEvent[] },
): StoredEvent[] {
  const now = tx.now.toISOString();
  const at = before !== null && before.changedAt > now ? before.changedAt : now;
  return events.map(({ type, version, data }, index) => ({
    incidentId: id,
    seq: (before?.seq ?? 0) + 1 + index,
    id: randomUUID(),
    at,
    actor: whoOf(tx.ctx.actor),
    type,
    version,
    data: storable(data),
  }));
}
