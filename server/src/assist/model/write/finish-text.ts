import { beforeFinish, inTransaction } from '#platform';
import { readIncident } from '../../read-incident.ts';
import type { Answered } from './ask-for-text.ts';
import { costOf } from '../core/call.ts';
import { byRules, compose, type Composed } from '../core/compose.ts';
import { promptVersion } from '../core/prompt.ts';
import { isStopped, loadPolicy } from '../store/policy-store.ts';
import type { ModelProvider } from '../provider.ts';
import { storeRun } from '../store/run-store.ts';
import { removeText, storeText } from '../store/text-store.ts';
import { inputsHash } from './inputs-hash.ts';
import { stateOf, type Work } from './work.ts';

export interface Ended extends Answered {
  readonly provider: ModelProvider;
  readonly nonce: string;
  readonly isLast: boolean;
}

/** Writes down what became of a call, and shows the text where it may be shown. Whether nobody else is to be asked. */
export async function finishText(work: Work, ended: Ended): Promise<boolean> {
  const { ctx, policy, read, rules, kind, after } = work;
  const { reply, provider, all, verdicts, prompt, isLast } = ended;
  const { incident } = read;
  const now = await readIncident(ctx, incident.id);
  const isOvertaken = stateOf(now.record) !== work.state || now.incident.severity !== incident.severity;
  const mayShow = policy.mode === 'on' && !isOvertaken && !(await wasStopped(work));
  // Nothing new to say beside what stays is an answer.
  const composed = isOvertaken ? byRules(rules) : compose({ kind, rules, verdicts: all, isWhole: true });
  const triesNext = reply.failure !== null && verdicts.every(({ shown }) => !shown) && !isLast;
  await inTransaction(triesNext ? beforeFinish(ctx) : ctx, async (tx) => {
    const runId = await storeRun(tx, {
      ...{
        incidentId: incident.id,
        feature: kind.feature,
        after,
        mode: policy.mode,
        provider: provider.name,
      },
      model: provider.spec.model,
      origin: composed.origin,
      reason: reasonOf({ reply, composed, isOvertaken, verdicts }),
      failed: reply.failure !== null,
      asOf: triesNext ? null : incident.seq,
      inputsHash: inputsHash({
        feature: kind.feature,
        model: provider.spec.model,
        prompt,
        nonce: ended.nonce,
      }),
      promptVersion,
      prompt: policy.keepDays === 0 ? null : `${prompt.instructions}\n\n${prompt.text}`,
      reply: policy.keepDays === 0 ? null : reply.text.slice(0, 32_000),
      verdicts,
      lines: composed.lines,
      rules: rules.map(({ text }) => text),
      tokens: reply.tokens,
      cost: costOf(provider.spec.price, reply.tokens),
      ms: reply.ms,
    });
    if (mayShow && composed.origin !== 'rules')
      await storeText(tx, { ...textOf(work, provider, composed), runId });
    else if (!triesNext) await removeText(tx.db, incident.id, { feature: kind.feature, after });
    tx.changed(`model:${incident.id}`);
    tx.changed('model');
  });
  return !triesNext;
}

/** What was verified so far, while more is on its way. Whoever stopped it meanwhile is heard. */
export async function showText(
  work: Work,
  { provider, composed }: { provider: ModelProvider; composed: Composed },
): Promise<void> {
  const { ctx, read } = work;
  if (await wasStopped(work)) return;
  await inTransaction(beforeFinish(ctx), async (tx) => {
    await storeText(tx, { ...textOf(work, provider, composed), runId: null });
    tx.changed(`model:${read.incident.id}`);
  });
}

async function wasStopped({ ctx, read, kind }: Work): Promise<boolean> {
  const db = ctx.env.databases.worker;
  const { mode, offFeatures } = await loadPolicy(db);
  return mode !== 'on' || offFeatures.includes(kind.feature) || (await isStopped(db, read.incident.id));
}

function textOf(
  { read, kind, after, state, kept, before }: Work,
  provider: ModelProvider,
  { lines }: Composed,
) {
  const { seq, severity, id } = read.incident;
  return {
    ...{ incidentId: id, feature: kind.feature, after, provider: provider.name, model: provider.spec.model },
    ...{ lines, asOf: seq, state, severity },
    freshAt: kept.length > 0 ? (before?.freshAt ?? seq) : seq,
  };
}

function reasonOf({
  reply,
  composed,
  isOvertaken,
  verdicts,
}: Pick<Ended, 'reply' | 'verdicts'> & { composed: Composed; isOvertaken: boolean }): string {
  if (isOvertaken) return 'The incident moved on while it was written.';
  if (reply.failure !== null) return reply.failure;
  if (composed.origin !== 'rules') return '';
  return verdicts.length === 0 ? 'It held no sentence that cites an entry.' : 'More was refused than taken.';
}
