import { staysHere } from './stays-here.ts';
import type { ModelOfIncident } from '@fieldmarshal/contract/assist';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { summarise } from '../core/summary/summarise.ts';
import { readIncident } from '../read-incident.ts';
import { hindranceOf } from './core/call.ts';
import { isStopped, loadPolicy, loadSpent } from './policy-store.ts';
import { loadRuns } from './run-store.ts';
import { loadText, type StoredText } from './text-store.ts';

const feature = 'summary';

/** What a model wrote of an incident, where that is still true of it: another state or severity makes it old. */
export async function readModelText(ctx: Ctx, { id }: { readonly id: string }): Promise<ModelOfIncident> {
  permit(ctx, 'incident.read');
  const read = await readIncident(ctx, id);
  const { incident, record } = read;
  const db = ctx.env.databases[ctx.pool];
  const [policy, isOff, spent, text] = await Promise.all([
    loadPolicy(db),
    isStopped(db, id),
    loadSpent(db, id, ctx.env.clock.now()),
    loadText(db, id, feature),
  ]);
  const hindrance = hindranceOf(policy, {
    feature,
    isOff,
    isPrivate: staysHere(read),
    tokensToday: spent.today,
    tokensOfIncident: spent.ofIncident,
  });
  // A cap ends asking, not what was written before it was reached.
  const stands = policy.mode === 'on' && (hindrance === null || hindrance.endsWith('-cap'));
  const rules = summarise(record);
  const isOld = text === null || text.state !== rules.state || text.severity !== incident.severity;
  return {
    hindrance,
    isOff,
    tokens: spent.ofIncident,
    tokensMax: policy.tokensPerIncidentMax,
    written: !stands || isOld ? null : await viewOf(ctx, text, rules.lines, id),
  };
}

// oxlint-disable-next-line eslint/max-params -- four things that meet here only
async function viewOf(
  ctx: Ctx,
  text: StoredText,
  rules: ReturnType<typeof summarise>['lines'],
  id: string,
): Promise<ModelOfIncident['written']> {
  const run =
    text.runId === null
      ? undefined
      : (await loadRuns(ctx.env.databases[ctx.pool], { incident: id, limit: 20 })).find(
          (each) => each.id === text.runId,
        );
  if (run?.action === 'dismissed') return null;
  const [headline] = rules;
  const newer = rules.filter(
    ({ kind, cites }) => kind !== 'headline' && cites.some((cite) => Number(cite) > text.asOf),
  );
  const own = text.lines.filter(({ kind }) => kind !== 'headline');
  return {
    lines: [
      ...(headline === undefined ? [] : [{ ...headline, by: 'rules' as const }]),
      ...own,
      ...newer.map((line) => ({ ...line, by: 'rules' as const })),
    ].map((line) => ({ ...line, cites: line.cites.map(Number) })),
    provider: text.provider,
    model: text.model,
    asOf: text.asOf,
    runId: text.runId ?? '',
    action: run?.action ?? null,
  };
}
