import { staysHere } from './stays-here.ts';
import { createHash, randomBytes } from 'node:crypto';
import type { Catalog } from '#catalog';
import { beforeFinish, inTransaction, type Ctx } from '#platform';
import type { IncidentRecord } from '../core/record.ts';
import { summarise, type Summary } from '../core/summary/summarise.ts';
import { readIncident, type ReadIncident } from '../read-incident.ts';
import { askForSummary, type Answered } from './ask-for-summary.ts';
import { byRules, compose, type Composed, type WrittenLine } from './core/compose.ts';
import { costOf, hindranceOf } from './core/call.ts';
import { materialOf } from './core/material.ts';
import { promptVersion, type Prompt } from './core/prompt.ts';
import type { HiddenNames } from './core/redact.ts';
import { isStopped, loadPolicy, loadSpent, type StoredPolicy } from './policy-store.ts';
import { askable, loadProviders, type ModelProvider } from './provider.ts';
import { storeRun } from './run-store.ts';
import { loadText, removeText, storeText, type StoredText } from './text-store.ts';

const feature = 'summary';
/** After so many new entries it is written anew as a whole. */
const freshEvery = 20;
/** With so many sentences kept, the next ones would not fit. */
const keptMax = 5;

/**
 * Has a model write the summary of an incident. The text by rules stands all the while; of the model only sentences are shown that follow
 * from the entries they cite, each as soon as it is verified. Where the first provider fails, the second one is asked, then nobody: every
 * call leaves a record. Does nothing where no model may write, or where nothing is new.
 */
export async function writeSummary(ctx: Ctx, { incidentId }: { readonly incidentId: string }): Promise<void> {
  const db = ctx.env.databases.worker;
  const policy = await loadPolicy(db);
  if (policy.mode === 'off') return;
  const read = await readIncident(ctx, incidentId);
  const spent = await loadSpent(db, incidentId, ctx.env.clock.now());
  const hindrance = hindranceOf(policy, {
    feature,
    isOff: await isStopped(db, incidentId),
    isPrivate: staysHere(read),
    tokensToday: spent.today,
    tokensOfIncident: spent.ofIncident,
  });
  if (hindrance === 'private') await removeText(db, incidentId);
  if (hindrance !== null) return;
  const before = await loadText(db, incidentId, feature);
  const work = workOf({ ctx, policy, read, before });
  if (work.material.length === 0 || (before !== null && before.asOf === read.incident.seq)) return;
  const providers = askable(await loadProviders(ctx.env, read.catalog));
  for (const [index, provider] of providers.entries()) {
    const isLast = index === providers.length - 1;
    if (await askOne(work, provider, isLast)) return;
  }
}

interface Work {
  readonly ctx: Ctx;
  readonly policy: StoredPolicy;
  readonly read: ReadIncident;
  readonly rules: Summary;
  /** All that may be cited, and the part that is sent. */
  readonly material: ReturnType<typeof materialOf>;
  readonly sent: ReturnType<typeof materialOf>;
  readonly before: StoredText | null;
  /** Lines of the model that stay. */
  readonly kept: readonly WrittenLine[];
}

function workOf({ ctx, policy, read, before }: Pick<Work, 'ctx' | 'policy' | 'read' | 'before'>): Work {
  const { record, incident } = read;
  const material = materialOf(record);
  const rules = summarise(record);
  const lines = before?.lines.filter(({ by }) => by === 'model') ?? [];
  const goesOn =
    before !== null &&
    before.state === rules.state &&
    before.severity === incident.severity &&
    incident.seq - before.freshAt < freshEvery &&
    lines.length > 0 &&
    lines.length <= keptMax &&
    // What was taken back since then is no ground for a sentence any more.
    lines.every(({ cites }) => cites.every((cite) => material.some(({ id }) => id === cite)));
  const sent = goesOn ? material.filter(({ id }) => Number(id) > before.asOf) : material;
  return { ctx, policy, read, rules, material, before, sent, kept: goesOn ? lines : [] };
}

/** Whether it is done: the text stands, or nobody else is to be asked. */
async function askOne(work: Work, provider: ModelProvider, isLast: boolean): Promise<boolean> {
  const { ctx, read, policy, ...asked } = work;
  const nonce = randomBytes(6).toString('hex');
  const answered = await askForSummary({
    ...{ ...asked, env: ctx.env, provider, nonce, record: read.record, names: hiddenNames(read.catalog) },
    onShown: async (composed) =>
      policy.mode === 'on' ? show(work, { provider, composed, runId: null }) : undefined,
  });
  return finish(work, { ...answered, provider, nonce, isLast });
}

interface Ended extends Answered {
  readonly provider: ModelProvider;
  readonly nonce: string;
  readonly isLast: boolean;
}

async function finish(work: Work, ended: Ended): Promise<boolean> {
  const { ctx, policy, read, rules } = work;
  const { reply, provider, all, verdicts, prompt, isLast } = ended;
  const { incident } = read;
  const now = await readIncident(ctx, incident.id);
  const isOvertaken = summaryState(now.record) !== rules.state || now.incident.severity !== incident.severity;
  const mayShow = policy.mode === 'on' && !isOvertaken && !(await wasStopped(ctx, incident.id));
  // Nothing new to say beside what stays is an answer.
  const composed = isOvertaken ? byRules(rules) : compose(rules, all, true);
  const triesNext = reply.failure !== null && verdicts.every(({ shown }) => !shown) && !isLast;
  await inTransaction(triesNext ? beforeFinish(ctx) : ctx, async (tx) => {
    const runId = await storeRun(tx, {
      ...{ incidentId: incident.id, feature, mode: policy.mode, provider: provider.name },
      model: provider.spec.model,
      origin: composed.origin,
      reason: reasonOf({ reply, composed, isOvertaken, verdicts }),
      failed: reply.failure !== null,
      asOf: triesNext ? null : incident.seq,
      inputsHash: hashOf(prompt, provider, ended.nonce),
      promptVersion,
      prompt: policy.keepDays === 0 ? null : `${prompt.instructions}\n\n${prompt.text}`,
      reply: policy.keepDays === 0 ? null : reply.text.slice(0, 32_000),
      verdicts,
      lines: composed.lines,
      rules: rules.lines.map(({ text }) => text),
      tokens: reply.tokens,
      cost: costOf(provider.spec.price, reply.tokens),
      ms: reply.ms,
    });
    if (mayShow && composed.origin !== 'rules')
      await storeText(tx, incident.id, { ...textOf(work, provider, composed), runId });
    else if (!triesNext) await removeText(tx.db, incident.id);
    tx.changed(`model:${incident.id}`);
    tx.changed('model');
  });
  return !triesNext;
}

function summaryState(record: IncidentRecord): string | null {
  return record.entries.findLast(({ status }) => status !== null)?.status ?? null;
}

/** What was verified so far, while more is on its way. Whoever stopped it meanwhile is heard. */
async function show(
  work: Work,
  { provider, composed, runId }: { provider: ModelProvider; composed: Composed; runId: string | null },
): Promise<void> {
  const { ctx, read } = work;
  if (await wasStopped(ctx, read.incident.id)) return;
  await inTransaction(beforeFinish(ctx), async (tx) => {
    await storeText(tx, read.incident.id, { ...textOf(work, provider, composed), runId });
    tx.changed(`model:${read.incident.id}`);
  });
}

async function wasStopped(ctx: Ctx, incidentId: string): Promise<boolean> {
  const db = ctx.env.databases.worker;
  return (await isStopped(db, incidentId)) || (await loadPolicy(db)).mode !== 'on';
}

function textOf({ read, rules, kept, before }: Work, provider: ModelProvider, composed: Composed) {
  const { seq, severity } = read.incident;
  return {
    ...{ feature, provider: provider.name, model: provider.spec.model },
    lines: composed.lines,
    asOf: seq,
    state: rules.state,
    severity,
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

function hashOf({ instructions, text }: Prompt, { spec }: ModelProvider, nonce: string): string {
  const plain = `${feature}\n${promptVersion}\n${spec.model}\n${instructions}\n${text}`.replaceAll(nonce, '');
  return createHash('sha256').update(plain).digest('hex');
}

/** Names that are nobody's business outside: of people, and of customers. */
function hiddenNames(catalog: Catalog): HiddenNames {
  return {
    people: catalog.allOf('Person').flatMap(({ name }) => {
      const spec = catalog.get('Person', name)?.spec;
      const full = spec?.displayName ?? '';
      return [name, full, ...full.split(/\s+/)];
    }),
    customers: catalog.allOf('Customer').flatMap(({ name }) => {
      const spec = catalog.get('Customer', name)?.spec;
      return [name, spec?.displayName ?? '', spec?.publicName ?? ''];
    }),
  };
}
