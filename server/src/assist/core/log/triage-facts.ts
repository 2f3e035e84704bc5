import { isClosed, type Incident } from '@fieldmarshal/contract/incidents';
import type { Entry, IncidentRecord } from '../record.ts';
import type { TriageFacts } from '../triage/advise.ts';
import type { Understanding } from '../triage/understand.ts';
import { sinceItCameBack } from './came-back.ts';
import { tellsCause } from '../summary/cause.ts';
import { graveIn } from '../words/grave-words.ts';

interface Given {
  readonly incident: Incident;
  readonly record: IncidentRecord;
  readonly heard: Understanding;
  readonly criticalProducts: ReadonlySet<string>;
  readonly dependents: number;
}

const customer =
  /\b(?:customers?|users?|clients?) (?:report|complain|say|tell|told|called|wrote|raised|opened)\w*|\b(?:support|customer) ticket|\breported by (?:a )?(?:customer|user|client)/i;
const failed =
  /\b(?:rollback|restart|fix|mitigation|failover|workaround)\b.{0,40}\b(?:did not|didn['’]t|has not|hasn['’]t|failed|no effect|without effect)\b/i;

/** Facts for triage from a log and the catalog. A denial ("no data was lost") is none. */
export function factsOfIncident({
  incident,
  record,
  heard,
  criticalProducts,
  dependents,
}: Given): TriageFacts {
  const products = new Set([
    ...(incident.product === null ? [] : [incident.product]),
    ...causesOf(incident),
    ...heard.products.map(({ product }) => product),
  ]);
  const places = new Set([
    ...(incident.environment === null ? [] : [incident.environment]),
    ...heard.regions,
  ]);
  const saying = (pattern: RegExp): readonly string[] | null => cited(record.entries, pattern);
  const monitored = record.entries.findIndex(
    ({ status }) => status === 'monitoring' || status === 'resolved',
  );
  const cameBack =
    monitored < 0
      ? undefined
      : record.entries
          .slice(monitored)
          .find(({ status }) => status === 'investigating' || status === 'identified');
  return {
    severity: incident.severity,
    proposed: proposedFor(incident),
    dataOrSecurity: atStake(incident, record),
    products: products.size,
    criticalProducts: [...products].filter((product) => criticalProducts.has(product)).length,
    teams: incident.teams.length,
    causeKnown: isCauseKnown(incident, record),
    ageMinutes: (Date.parse(incident.resolvedAt ?? record.now) - Date.parse(incident.declaredAt)) / 60_000,
    unnoticedMinutes: 0,
    reportedByCustomer: saying(customer),
    regions: places.size,
    dependents,
    failedMitigation: saying(failed),
    regression: cameBack === undefined ? null : [cameBack.id],
    hasOwner:
      isClosed(incident) ||
      incident.roles.length > 0 ||
      incident.teams.some(({ acknowledgedAt }) => acknowledgedAt !== null),
    text: [record.title, ...record.entries.map(({ text }) => text)].join('\n').slice(0, 20_000),
  };
}

/** Products that the verdict names for sure, or that somebody named instead. */
function causesOf({ likelyCause, causeAnswer }: Incident): string[] {
  if (causeAnswer?.answer === 'rejected') return [];
  const named = causeAnswer?.cause
    ? [causeAnswer.cause]
    : likelyCause?.state === 'clear'
      ? likelyCause.causes
      : [];
  return named.flatMap(({ kind, name }) => (kind === 'product' ? [name] : []));
}

function proposedFor({ severity, impact: { proposal } }: Incident): TriageFacts['proposed'] {
  if (proposal === null || proposal.answered || proposal.severity === severity) return null;
  return { severity: proposal.severity, reason: proposal.reason };
}

function isCauseKnown({ state }: Incident, { entries }: IncidentRecord): boolean {
  return (
    !['triage', 'investigating'].includes(state) ||
    entries.some(({ type, text }) => type === 'cause-found' && text !== '') ||
    sinceItCameBack(entries).some(({ text, origin }) => origin === 'prose' && tellsCause(text))
  );
}

/** What may be so counts as the worse: a fear is enough here. Of lost data it counts what somebody said of the impact, once they did. */
function atStake({ impact }: Incident, { title, entries }: IncidentRecord): readonly string[] | null {
  const isGrave = (text: string): boolean =>
    (impact.dataLoss === null && graveIn(text, 'data-lost') !== null) || graveIn(text, 'security') !== null;
  const found = entries.filter(
    ({ text, origin }, index) => (origin === 'prose' && isGrave(text)) || (index === 0 && isGrave(title)),
  );
  const set = impact.dataLoss === true ? entries.filter(({ type }) => type === 'data-loss-set') : [];
  const all = [...set.slice(-1), ...found];
  return all.length === 0 && impact.dataLoss !== true ? null : all.slice(0, 3).map(({ id }) => id);
}

function cited(entries: readonly Entry[], pattern: RegExp): readonly string[] | null {
  const found = entries.filter(
    ({ text, origin }) =>
      origin === 'prose' &&
      text
        .split(/[.\n]/)
        .some(
          (part) =>
            pattern.test(part) &&
            !/\b(?:no|not|never|without)\b.{0,20}$/i.test(part.slice(0, part.search(pattern))),
        ),
  );
  return found.length === 0 ? null : found.slice(0, 3).map(({ id }) => id);
}
