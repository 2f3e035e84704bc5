import { recordRead } from '#identity';
import { actorKey, type Ctx, type Env } from '#platform';

/** Endpoints that give out what not everybody may know of, by the action of their row in the audit log. */
const actions: Readonly<Record<string, string>> = {
  'catalog.export': 'catalog.exported',
  'comms.recipients': 'recipients.read',
  'comms.subscribers': 'subscribers.read',
  'delivery.list': 'deliveries.read',
  'delivery.signingSecret': 'signing-secret.read',
  'model.runs': 'model-runs.read',
  'signals.unparsedSignal': 'unparsed-signal.read',
};

/** Screens look again and again at what is on them: who reads the same again within this time is not recorded again. */
const sameReadMs = 60 * 60 * 1_000;
const rememberedMax = 10_000;
const remembered = new WeakMap<Env, Map<string, number>>();

/**
 * Records a read that succeeded, before it is given out, where it is a sensitive one: those listed above, and a private incident. Once an
 * hour for who reads and what. Throws what storage throws: what cannot be recorded is not given out.
 */
export async function recordSensitiveRead(
  ctx: Ctx,
  { path, input, answer }: { path: readonly string[]; input: unknown; answer: unknown },
): Promise<void> {
  const action = actionOf(path.join('.'), answer);
  if (action === undefined) return;
  const subject = fieldOf(input, 'id') ?? action.split('.')[0] ?? action;
  const key = `${actorKey(ctx.actor)} ${action} ${subject}`;
  const nowMs = ctx.env.clock.now().getTime();
  const reads = readsOf(ctx.env);
  const before = reads.get(key);
  if (before !== undefined && Math.abs(nowMs - before) < sameReadMs) return;
  await recordRead(ctx, { action, subject });
  reads.delete(key);
  reads.set(key, nowMs);
  const oldest = reads.size > rememberedMax ? reads.keys().next().value : undefined;
  if (oldest !== undefined) reads.delete(oldest);
}

function actionOf(name: string, answer: unknown): string | undefined {
  if (name === 'incidents.get') return isPrivate(answer) ? 'incident.private-read' : undefined;
  return actions[name];
}

function isPrivate(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'private' in answer && answer.private === true;
}

function fieldOf(input: unknown, name: string): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const value: unknown = Reflect.get(input, name);
  return typeof value === 'string' ? value : undefined;
}

function readsOf(env: Env): Map<string, number> {
  const existing = remembered.get(env);
  if (existing) return existing;
  const fresh = new Map<string, number>();
  remembered.set(env, fresh);
  return fresh;
}
