import {
  assessRca,
  calibrate,
  decideFlag,
  measure,
  priorModel,
  reweigh,
  type Model,
  type PastCase,
  type RcaCase,
  type RcaVerdict,
} from '@fieldmarshal/server/rca';
import { z } from 'zod';
import { post, readRows } from '../rows.ts';

export const rcaRow = z.object({
  id: z.string(),
  source: z.string().default('one'),
  title: z.string(),
  started_at: z.string(),
  resolved_at: z.string().nullish(),
  updates: z.array(post),
  impact: z.enum(['none', 'minor', 'major', 'critical']).nullish(),
  components: z.array(z.string()).default([]),
});
export type RcaRow = z.infer<typeof rcaRow>;

export interface RcaAnswer {
  readonly id: string;
  readonly score: number;
  readonly flag: boolean;
  readonly reasons: readonly { readonly feature: string; readonly text: string; readonly evidence: string }[];
}

const severities = ['none', 'minor', 'major', 'critical'];
const region = /\b(?:us|europe|asia|australia|northamerica|southamerica|me|africa)-[a-z]+\d\b/g;

/** A public incident as the record that the product judges; of words only names of regions are read. */
export function caseOf(row: RcaRow): RcaCase {
  const first = row.updates[0]?.id ?? 'e1';
  const last = row.updates.at(-1);
  const shown = <T>(value: T, evidence: string) => ({ value, evidence });
  return {
    id: row.id,
    severity:
      row.impact === null || row.impact === undefined ? null : shown(severities.indexOf(row.impact), first),
    startedAt: row.started_at,
    noticedAt: shown(row.updates[0]?.at ?? row.started_at, first),
    resolvedAt: shown(row.resolved_at ?? last?.at ?? row.started_at, last?.id ?? first),
    updates: row.updates.map(({ id, at }) => ({ at, evidence: id })),
    products: row.components.map((name) => shown(name, first)),
    places: row.updates.flatMap(({ id, body }) => (body.match(region) ?? []).map((name) => shown(name, id))),
    teams: [],
    responders: null,
    foundByPeople: null,
    causeUnknown: null,
    intervened: null,
    reopened: null,
    isNew: null,
    dataLoss: null,
    security: null,
  };
}

interface Organisation {
  past: PastCase[];
  verdicts: RcaVerdict[];
  weighed: Model;
  /** Verdicts when weights were last looked at. */
  lookedAt: number;
  resolved: { readonly at: number; readonly flagged: boolean }[];
}

const weekMs = 7 * 86_400_000;

/** Judges rows in time order; the verdict of a row, where there is one, is learnt from after it was judged. */
export function judgeRows(
  rows: readonly RcaRow[],
  verdictOf: (index: number) => boolean | null,
): RcaAnswer[] {
  const organisations = new Map<string, Organisation>();
  return rows.map((row, index) => {
    const own = organisations.get(row.source) ?? {
      past: [],
      verdicts: [],
      weighed: priorModel,
      lookedAt: 0,
      resolved: [],
    };
    organisations.set(row.source, own);
    const one = caseOf(row);
    const found = assessRca(one, own.past, calibrate(own.weighed, own.verdicts));
    const at = Date.parse(one.resolvedAt.value);
    const week = own.resolved.filter((other) => other.at > at - weekMs && other.at <= at);
    const decision = decideFlag(found, {
      resolved: week.length + 1,
      flagged: week.filter(({ flagged }) => flagged).length,
    });
    const flag = decision === 'rule' || decision === 'score';
    own.resolved = [...own.resolved.slice(-200), { at, flagged: decision === 'score' }];
    own.past.push({
      startedAt: one.startedAt,
      products: row.components,
      raw: measure(one, own.past),
    });
    const verdict = verdictOf(index);
    if (verdict !== null) own.verdicts.push({ vector: found.vector, accepted: verdict });
    // The product looks every night; twenty verdicts stand for one here.
    if (own.verdicts.length >= own.lookedAt + 20) {
      own.lookedAt = own.verdicts.length;
      own.weighed = reweigh(priorModel, own.weighed, own.verdicts) ?? own.weighed;
    }
    return {
      id: row.id,
      score: found.probability,
      flag,
      reasons: found.reasons.map(({ feature, text, evidence }) => ({ feature, text, evidence })),
    };
  });
}

const verdictRow = z.union([z.boolean(), z.number(), z.looseObject({ id: z.string().optional() })]);

/** A verdict as a bare value, or under any of the names it may have; null where the line says none. */
function readVerdict(line: z.infer<typeof verdictRow>): { id: string | null; accepted: boolean | null } {
  if (typeof line !== 'object') return { id: null, accepted: Boolean(line) };
  const said = ['verdict', 'accepted', 'accept', 'label', 'postmortem', 'value', 'y']
    .map((name) => line[name])
    .find((value) => value !== undefined && value !== null);
  const accepted =
    said === undefined
      ? null
      : typeof said === 'string'
        ? /^(accept\w*|true|yes|1)$/i.test(said)
        : Boolean(said);
  return { id: line.id ?? null, accepted };
}

export function rcaOf(path: string, feedback: string | undefined): RcaAnswer[] {
  const rows = readRows(path, rcaRow);
  if (feedback === undefined) return judgeRows(rows, () => null);
  const verdicts = readRows(feedback, verdictRow).map(readVerdict);
  const byId = new Map(
    verdicts.flatMap(({ id, accepted }) => (id === null ? [] : [[id, accepted] as const])),
  );
  return judgeRows(rows, (index) =>
    byId.size > 0 ? (byId.get(rows[index]?.id ?? '') ?? null) : (verdicts[index]?.accepted ?? null),
  );
}
