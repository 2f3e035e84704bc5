import type { ModelFeature, ModelOfIncident } from '@fieldmarshal/contract/assist';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { textKinds } from '../core/texts/kinds.ts';
import { readIncident, type ReadIncident } from '../read-incident.ts';
import { hindranceOf, type Hindrance } from './core/call.ts';
import { compose } from './core/compose.ts';
import { stillTrue } from './core/still-true.ts';
import { staysHere } from './stays-here.ts';
import { isStopped, loadPolicy, loadSpent } from './store/policy-store.ts';
import { loadLastRun, wireLine } from './store/run-store.ts';
import { loadText, type StoredText } from './store/text-store.ts';
import { writeKey } from './task.ts';
import { stateOf } from './write/work.ts';

interface Asked {
  readonly id: string;
  readonly feature?: ModelFeature;
  readonly after?: number;
}

/** What a model wrote of an incident, where that is still true of it: another state or severity makes it old. */
export async function readModelText(
  ctx: Ctx,
  { id, feature = 'summary', after = 0 }: Asked,
): Promise<ModelOfIncident & { hindrance: Hindrance | null }> {
  permit(ctx, 'incident.read');
  const read = await readIncident(ctx, id);
  const db = ctx.env.databases[ctx.pool];
  const key = { incidentId: id, feature, after };
  const [policy, isOff, spent, text, last, due] = await Promise.all([
    loadPolicy(db),
    isStopped(db, id),
    loadSpent(db, id, ctx.env.clock.now()),
    loadText(db, key),
    loadLastRun(db, key),
    db.selectFrom('timer').select('key').where('key', '=', writeKey(key)).executeTakeFirst(),
  ]);
  const hindrance = hindranceOf(policy, {
    ...{ feature, isOff, isPrivate: staysHere(read) },
    ...{ tokensToday: spent.today, tokensOfIncident: spent.ofIncident },
  });
  // A cap ends asking, not what was written before it was reached.
  const stands = policy.mode === 'on' && (hindrance === null || hindrance.endsWith('-cap'));
  const isDismissed = last !== null && last.id === text?.runId && last.action === 'dismissed';
  const action = last !== null && last.id === text?.runId ? last.action : null;
  return {
    ...{ feature, mode: policy.mode, hindrance, isOff },
    ...{ tokens: spent.ofIncident, tokensMax: policy.tokensPerIncidentMax },
    written: !stands || isDismissed || text === null ? null : viewOf(read, { text, action, feature, after }),
    asked: due !== undefined,
    last: last === null ? null : { at: last.at.toISOString(), origin: last.origin, reason: last.reason },
  };
}

interface Shown {
  readonly text: StoredText;
  readonly action: NonNullable<ModelOfIncident['written']>['action'];
  readonly feature: ModelFeature;
  readonly after: number;
}

/** Composed anew from the rules of now and what of the model's sentences still follows from the log. */
function viewOf({ record, incident }: ReadIncident, shown: Shown): ModelOfIncident['written'] {
  const { text, action, feature, after } = shown;
  if (text.state !== stateOf(record) || text.severity !== incident.severity) return null;
  const kind = textKinds[feature];
  const { lines, origin } = compose({
    ...{ kind, rules: kind.byRules({ record, incident, after }), verdicts: stillTrue(text.lines, record) },
    ...{ isWhole: text.runId !== null, asOf: text.asOf },
  });
  if (origin === 'rules') return null;
  return {
    lines: lines.map((line) => wireLine(line)),
    ...{ provider: text.provider, model: text.model, asOf: text.asOf, runId: text.runId ?? '', action },
  };
}
