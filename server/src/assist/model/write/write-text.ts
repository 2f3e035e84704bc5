import type { ModelFeature } from '@fieldmarshal/contract/assist';
import { randomBytes } from 'node:crypto';
import { readCatalog } from '#catalog';
import { getIncident } from '#incidents';
import type { Ctx } from '#platform';
import { textKinds } from '../../core/texts/kinds.ts';
import { readIncident } from '../../read-incident.ts';
import { askForText } from './ask-for-text.ts';
import { hindranceOf, type Hindrance } from '../core/call.ts';
import { finishText, showText } from './finish-text.ts';
import { hiddenNames } from './hidden-names.ts';
import { isStopped, loadPolicy, loadSpent } from '../store/policy-store.ts';
import { askable, loadProviders, type ModelProvider } from '../provider.ts';
import { staysHere } from '../stays-here.ts';
import { knowAlso } from '../store/run-store.ts';
import { loadText, removeText } from '../store/text-store.ts';
import { workOf, type Work } from './work.ts';

interface Wanted {
  readonly incidentId: string;
  readonly feature: ModelFeature;
  readonly after: number;
}

/**
 * Has a model write one text of an incident. The text by rules stands all the while; of the model only sentences are shown that follow
 * from the entries they cite, each as soon as it is verified. Where the first provider fails, the second one is asked, then nobody: every
 * call leaves a record. Does nothing where no model may write, or where nothing is new.
 */
export async function writeText(ctx: Ctx, { incidentId, feature, after }: Wanted): Promise<void> {
  const db = ctx.env.databases.worker;
  const policy = await loadPolicy(db);
  if (policy.mode === 'off') return;
  const read = await readIncident(ctx, incidentId);
  const hindrance = await hindranceNow(ctx, read, feature);
  if (hindrance === 'private') await removeText(db, incidentId);
  if (hindrance !== null) return;
  const before = await loadText(db, { incidentId, feature, after });
  const work = workOf({ ctx, policy, read, kind: textKinds[feature], after, before });
  if (work.material.length === 0 || (before !== null && before.asOf === read.incident.seq)) return;
  if (work.sent.length === 0) return knowAlso(db, { incidentId, feature, after }, read.incident.seq);
  const providers = askable(await loadProviders(ctx.env, read.catalog));
  for (const [index, provider] of providers.entries()) {
    // While the first one was asked somebody may have switched it off, or made the incident private.
    if (index > 0 && (await isForbiddenNow(ctx, { incidentId, feature }))) return;
    const isLast = index === providers.length - 1;
    if (await askOne(work, provider, isLast)) return;
  }
}

async function isForbiddenNow(ctx: Ctx, { incidentId, feature }: Omit<Wanted, 'after'>): Promise<boolean> {
  const read = { incident: await getIncident(ctx, { id: incidentId }), catalog: await readCatalog(ctx.env) };
  return (await hindranceNow(ctx, read, feature)) !== null;
}

async function hindranceNow(
  ctx: Ctx,
  read: Parameters<typeof staysHere>[0],
  feature: ModelFeature,
): Promise<Hindrance | null> {
  const db = ctx.env.databases.worker;
  const { id } = read.incident;
  const spent = await loadSpent(db, id, ctx.env.clock.now());
  return hindranceOf(await loadPolicy(db), {
    feature,
    isOff: await isStopped(db, id),
    isPrivate: staysHere(read),
    tokensToday: spent.today,
    tokensOfIncident: spent.ofIncident,
  });
}

/** Whether it is done: the text stands, or nobody else is to be asked. */
async function askOne(work: Work, provider: ModelProvider, isLast: boolean): Promise<boolean> {
  const { ctx, read, policy, ...asked } = work;
  const nonce = randomBytes(6).toString('hex');
  const answered = await askForText({
    ...{ ...asked, env: ctx.env, provider, nonce, record: read.record, names: hiddenNames(read) },
    onShown: async (composed) => (policy.mode === 'on' ? showText(work, { provider, composed }) : undefined),
  });
  return finishText(work, { ...answered, provider, nonce, isLast });
}
