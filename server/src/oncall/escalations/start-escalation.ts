import type { Severity } from '@fieldmarshal/contract';
import { serverKey, type Contacts } from '#delivery';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { readDirectory } from '../roster/read-roster.ts';
import { applyStep } from './apply-step.ts';
import { startEscalating } from '../core/escalation/escalate.ts';
import type { PolicySnapshot } from '../core/escalation/escalation-state.ts';
import type { Known } from '../core/page-message.ts';
import { newId } from '../ids.ts';
import { policyFor, policyForDrill } from './policy.ts';
import { clearedWorld } from '../roster/cleared.ts';
import { drillScope, worldFor, type Directory } from '../roster/roster.ts';
import { escalationsOf, isOver, lockPaging, type StoredEscalation } from '../store.ts';
import { stopEscalations } from './stop-escalations.ts';
import { turnsFor } from './turns.ts';

export interface StartEscalation {
  readonly incidentId: string;
  /** The team that is asked for; null = the incident as a whole. One escalation runs for each. */
  readonly team?: string | null;
  /** Name of an EscalationPolicy; null = the team's, else the default one. */
  readonly policy: string | null;
  /** Why people are paged, for their eyes, e.g. `Declared by Mira Khan` or `Alert group of route checkout`. */
  readonly reason: string;
  readonly title: string;
  readonly severity: Severity | null;
  /** Of a drill: these people are paged, nobody after them and no shadow beside them, and every message says that it is a drill. */
  readonly drillFor?: readonly string[];
  /** What is known already, shown on the page in this order; at most 8 lines. */
  readonly known?: readonly Known[];
  /** When the paging was due, e.g. the fact's `at`; a page sent over ten minutes later is marked late. */
  readonly dueAt?: string;
}

/**
 * Starts paging for (incident, team) with the policy as it is now. Where that runs already, or was acknowledged and not stopped, it
 * changes nothing. Returns the escalation's id; `null` where the incident has ended since: facts may be taken up in another order than
 * they happened in, and nobody is paged for what is over.
 */
export async function startEscalation(
  ctx: Ctx,
  input: StartEscalation,
): Promise<{ escalationId: string | null }> {
  const { catalog, contacts } = await readDirectory(ctx.env);
  const key = await serverKey(ctx.env);
  const team = input.team ?? null;
  const { drillFor } = input;
  const policy = drillFor ? policyForDrill(drillFor) : policyFor(catalog, { policy: input.policy, team });
  const scope = drillFor ? drillScope : team === null ? '' : `team:${team}`;
  const title = drillFor ? `DRILL ${input.title}` : input.title;
  const start = async (tx: Tx, { all, over }: Found): Promise<{ escalationId: string | null }> => {
    if (over) return { escalationId: null };
    const running = all.find((each) => each.scope === scope && isRunning(each.state.status));
    if (running) return { escalationId: running.id };
    const since = input.dueAt === undefined ? undefined : new Date(input.dueAt);
    const isFirst = all.length === 0;
    return {
      escalationId: await begin(tx, {
        ...input,
        title,
        team,
        scope,
        policy,
        catalog,
        contacts,
        key,
        since,
        isFirst,
      }),
    };
  };
  return inTransaction(ctx, start, async (open) => {
    const [, over, all] = await Promise.all([
      lockPaging(open, input.incidentId),
      isOver(open, input.incidentId),
      escalationsOf(open.db, input.incidentId),
    ]);
    return { over, all };
  });
}

interface Found {
  readonly over: boolean;
  readonly all: readonly StoredEscalation[];
}

interface StartAnew extends StartEscalation {
  /** When the incident was opened again (ISO 8601). */
  readonly dueAt: string;
  /** Shown on pages that are closed with it, e.g. `INC-42 was opened again by Mira Khan`. */
  readonly why: string;
}

/** {@link startEscalation} for an incident that goes on: what ran before it ended, answered or not, makes way. */
export async function startAnew(ctx: Ctx, { why, ...input }: StartAnew): Promise<void> {
  const { incidentId, dueAt } = input;
  await inTransaction(ctx, async (tx) => {
    const within = { ...ctx, within: tx };
    await stopEscalations(within, { incidentId, why, at: dueAt });
    await startEscalation(within, input);
  });
}

/** {@link startEscalation} in the scope of a team: what ran there before this was asked for, answered or not, makes way. */
export async function startAfresh(
  ctx: Ctx,
  { why, ...input }: StartAnew & { readonly team: string },
): Promise<void> {
  const { incidentId, team, dueAt } = input;
  await inTransaction(ctx, async (tx) => {
    const within = { ...ctx, within: tx };
    await lockPaging(tx, incidentId);
    const all = await escalationsOf(tx.db, incidentId);
    const isOlder = all.some(
      (each) => each.team === team && isRunning(each.state.status) && each.startedAt < new Date(dueAt),
    );
    if (isOlder) await stopEscalations(within, { incidentId, teams: [team], why });
    await startEscalation(within, input);
  });
}

function isRunning(status: string): boolean {
  return status === 'paging' || status === 'acknowledged';
}

export interface Begin extends Pick<
  StartEscalation,
  'incidentId' | 'reason' | 'title' | 'severity' | 'known'
> {
  readonly team: string | null;
  readonly scope: string;
  readonly policy: PolicySnapshot;
  readonly catalog: Directory['catalog'];
  readonly contacts: Contacts;
  readonly key: Parameters<typeof applyStep>[1]['key'];
  /** When it was due, if earlier than now. */
  readonly since?: Date | undefined;
  /** Whether the incident has had no escalation yet. */
  readonly isFirst: boolean;
}

/** Stores a new escalation and rings its first step. Under the paging lock; the caller has seen that none runs in this scope. */
export async function begin(tx: Tx, given: Begin): Promise<string> {
  const turns = await turnsFor(tx, given.policy);
  const { catalog, incidentId } = given;
  const whole = worldFor(given.scope, given, { now: tx.now, turns });
  const world = await clearedWorld(tx, { world: whole, catalog, incidentId });
  const step = startEscalating(given.policy, given.severity, world);
  const escalation = {
    id: newId('ESC'),
    incidentId: given.incidentId,
    scope: given.scope,
    team: given.team,
    title: given.title,
    severity: given.severity,
    reason: given.reason,
    known: (given.known ?? []).slice(0, knownLinesMax),
    startedAt: tx.now,
  };
  const since = given.since?.getTime() ?? Infinity;
  const effects = step.effects.map((effect) =>
    effect.kind === 'ring' || effect.kind === 'shadow-ring'
      ? { ...effect, dueAt: Math.min(effect.dueAt, since) }
      : effect,
  );
  const standing = given.isFirst ? 'first' : 'new';
  await applyStep(tx, { escalation, key: given.key, step: { state: step.state, effects }, standing });
  return escalation.id;
}

const knownLinesMax = 8;
