import type { ComponentSaid, Finding, Stage, UsedFact } from '@fieldmarshal/contract/comms';
import type { Catalog } from '#catalog';
import { draftMessage } from '../core/draft.ts';
import type { AffectedApp, DraftFacts, Knowledge, Said, Symptom } from '../core/facts.ts';
import type { Finding as Found } from '../core/lint/finding.ts';
import { lint } from '../core/lint/lint.ts';
import {
  componentStateOf,
  renewedPromise,
  stageFor,
  usualMinutes,
  type Wanted,
} from '../core/messages/plan.ts';
import { titleOf } from '../core/messages/title.ts';
import { ownTemplates } from '../own-templates.ts';
import { shippedTemplates } from '../templates.ts';
import type { Draft } from './communication-store.ts';
import { basisOf, rowsFor, type Gathered } from './gather.ts';
import type { Hit } from './hits.ts';
import { scopeOf, unnamedPlaces, workaroundOf } from './public-facts.ts';

/** Writes the message of what is known: the words, what they rest on, what speaks against them. `had`: the next update that its draft promises until now. */
export function compose(gathered: Gathered, wanted: Wanted, had: Date | null = null): Draft {
  const { incident } = gathered;
  const stage = stageOf(gathered, wanted);
  const minutes = usualMinutes(incident.severity);
  const promised = renewedPromise(had?.getTime() ?? null, gathered.now.getTime(), minutes);
  const nextUpdateAt = stage === 'resolved' ? null : new Date(promised);
  const facts = factsOf(gathered, wanted, { stage, nextUpdateAt });
  const drafted = draftMessage(facts, {
    own: ownTemplates(gathered.catalog),
    shipped: shippedTemplates(),
    knowledge: knowledgeOf(gathered),
  });
  const names = facts.apps.flatMap(({ publicName }) => publicName ?? []);
  const title = titleOf(names, stage, wanted.language);
  return {
    incidentId: incident.id,
    audience: wanted.audience,
    application: wanted.application,
    language: wanted.language,
    stage,
    title,
    body: drafted.text,
    generatedTitle: title,
    generatedBody: drafted.text,
    template: `${drafted.template ?? 'plain'}/${stage}`,
    facts: usedFacts(drafted),
    findings: [
      ...drafted.findings.map((found) => findingFrom(found)),
      ...scopeLeftOut(gathered, wanted, drafted.text.length),
    ],
    basis: basisOf(gathered, wanted),
    editedBy: null,
    components: componentsOf(gathered, wanted, stage),
    onPage: wanted.audience === 'customers' && names.length > 0,
    nextUpdateAt,
    startsAt: new Date(gathered.hits.startedAt),
    endsAt: incident.resolvedAt === null ? null : new Date(incident.resolvedAt),
    corrects: null,
  };
}

/** Nothing is said of where, and the reason is one that somebody can mend: for the approver's eyes. */
function scopeLeftOut(gathered: Gathered, wanted: Wanted, at: number): Finding[] {
  const unnamed = unnamedPlaces(rowsFor(gathered, wanted), gathered.catalog);
  if (unnamed.length === 0) return [];
  const [has, them] = unnamed.length === 1 ? ['has', 'it one'] : ['have', 'them one each'];
  return [
    {
      rule: 'scope-left-out',
      level: 'warning',
      start: at,
      end: at,
      message: `Where it is hit is left out: ${unnamed.join(', ')} ${has} no public name.`,
      advice: `Give ${them} in the catalog.`,
    },
  ];
}

type MessageStage = Exclude<Stage, 'maintenance'>;

function stageOf({ incident, sent }: Gathered, { audience, application, language }: Wanted): MessageStage {
  // Who reads another language has not been told what was said in this one.
  const last = sent.findLast(
    (each) => each.audience === audience && each.application === application && each.language === language,
  );
  const stage = stageFor(incident.state, last?.stage ?? null);
  return stage === 'maintenance' ? 'still-working' : stage;
}

/** What the rules find in a text that somebody wrote, on what is known now. */
export function findingsIn(
  gathered: Gathered,
  { audience, application, language, stage, title, body, nextUpdateAt }: Draft,
): Finding[] {
  if (stage === 'maintenance') return [];
  const wanted = { audience, application, language };
  const facts = factsOf(gathered, wanted, { stage, nextUpdateAt });
  const knowledge = knowledgeOf(gathered);
  const inTitle = lint(title, facts, knowledge)
    .filter(({ level, rule }) => level === 'blocking' && !wholeMessage.has(rule))
    .map((found) => ({ ...findingFrom(found), start: 0, end: 0, message: `In the title: ${found.message}` }));
  return [...inTitle, ...lint(body, facts, knowledge).map((found) => findingFrom(found))];
}

/** What a title alone need not say. */
const wholeMessage: ReadonlySet<Found['rule']> = new Set([
  'app-without-public-name',
  'no-app-named',
  'app-not-named',
  'wrong-state',
  'stage-not-said',
  'no-symptom',
  'no-next-update',
  'next-update-past',
  'too-short',
]);

interface Moment {
  readonly stage: MessageStage;
  readonly nextUpdateAt: Date | null;
}

function factsOf(gathered: Gathered, wanted: Wanted, { stage, nextUpdateAt }: Moment): DraftFacts {
  const { incident, hits, now, catalog } = gathered;
  const { audience, language } = wanted;
  const rows = rowsFor(gathered, wanted);
  const apps = appsOf(rows, catalog);
  const log = `${incident.id}#log`;
  return {
    stage,
    audience,
    channel: 'full',
    language,
    timeZone: zoneOf(catalog, wanted),
    now: now.toISOString(),
    apps,
    symptoms: symptomsOf(rows),
    said: saidOf(gathered, wanted),
    scope: scopeOf(rows, { incidentId: incident.id, catalog, language }),
    workaround: workaroundOf(incident, language),
    startedAt: { value: hits.startedAt, evidence: log },
    resolvedAt: incident.resolvedAt === null ? null : { value: incident.resolvedAt, evidence: log },
    nextUpdateAt:
      nextUpdateAt === null
        ? null
        : { value: nextUpdateAt.toISOString(), evidence: 'the promise made with this message' },
    customers:
      audience === 'executives' || audience === 'support'
        ? hits.customersHit === null
          ? null
          : { value: hits.customersHit, evidence: `${incident.id}#impact` }
        : null,
    corrects: null,
  };
}

/** The applications, each in the worst state of what is hit of it. */
function appsOf(rows: readonly Hit[], catalog: Catalog): AffectedApp[] {
  const order = ['down', 'wrong-data', 'degraded', 'slow', 'unknown'];
  const apps = new Map<string, AffectedApp>();
  for (const { kind, name, application, state, evidence } of rows) {
    const ref = kind === 'application' ? name : application;
    if (kind === 'environment' || ref === null) continue;
    const known = apps.get(ref);
    if (known !== undefined && order.indexOf(known.state) <= order.indexOf(state)) continue;
    const publicName = catalog.get('Application', ref)?.spec.publicName ?? null;
    apps.set(ref, { ref, publicName, state, evidence });
  }
  return [...apps.values()].toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

const symptomOf: Readonly<Record<Hit['state'], Symptom | null>> = {
  down: 'unavailable',
  'wrong-data': 'wrong-data',
  degraded: 'degraded',
  slow: 'slow',
  unknown: null,
};

function symptomsOf(rows: readonly Hit[]): { value: Symptom; evidence: string }[] {
  return rows.flatMap(({ kind, state, evidence }) => {
    const value = symptomOf[state];
    return value === null || kind === 'environment' ? [] : [{ value, evidence }];
  });
}

/** What was written for users before: by whoever declared it, and what was published. */
function saidOf({ incident, sent }: Gathered, { audience, application, language }: Wanted): Said[] {
  const declared = incident.declaredBy.person === null ? [] : [incident.title, incident.summary];
  const published = sent.filter(
    (each) => each.audience === audience && each.application === application && each.language === language,
  );
  return [
    ...declared
      .filter((text) => text.trim() !== '')
      .map((text) => ({ text, evidence: `${incident.id}#declared`, language: 'en' })),
    ...published.map(({ id, body }) => ({ text: body, evidence: id, language })),
  ];
}

/** The zone that all readers of this language share; UTC where they share none. */
function zoneOf(catalog: Catalog, { audience, application, language }: Wanted): string {
  if (audience !== 'customers') return 'Etc/UTC';
  const zones = new Set(
    catalog
      .list('Customer')
      .filter(({ spec }) => spec.locale.toLowerCase().split('-')[0] === language)
      .filter(({ spec }) => spec.uses.some((use) => use.application === application))
      .map(({ spec }) => spec.timeZone),
  );
  const [zone = 'Etc/UTC', ...others] = zones;
  return others.length === 0 ? zone : 'Etc/UTC';
}

function knowledgeOf({ catalog, notes }: Gathered): Knowledge {
  const names = (kind: 'Product' | 'Environment' | 'Team' | 'Check'): string[] =>
    catalog.list(kind).map(({ name }) => name);
  const spoken = (kind: 'Person' | 'Customer'): string[] =>
    catalog.list(kind).flatMap(({ spec }) => spec.displayName ?? []);
  return {
    internalNames: [...names('Product'), ...names('Environment'), ...names('Team'), ...names('Check')],
    people: spoken('Person'),
    customers: spoken('Customer'),
    publicNames: catalog.list('Application').flatMap(({ spec }) => spec.publicName ?? []),
    notes,
    glossary: [],
  };
}

function componentsOf(gathered: Gathered, wanted: Wanted, stage: Stage): ComponentSaid[] {
  if (wanted.audience !== 'customers') return [];
  return rowsFor(gathered, wanted).flatMap(({ kind, name, publicName, state, everywhere, standing }) => {
    if (kind === 'environment' || publicName === null || (standing === 'possible' && kind === 'workflow'))
      return [];
    const said = stage === 'resolved' ? 'operational' : componentStateOf(state, everywhere);
    return [{ kind, name, state: said }];
  });
}

function usedFacts({ text, spans }: ReturnType<typeof draftMessage>): UsedFact[] {
  return spans.map(({ start, end, slot, evidence }) => ({
    id: slot,
    text: text.slice(start, end),
    evidence: [evidence].flat().join(', '),
  }));
}

function findingFrom({ rule, level, start, end, message, advice }: Found): Finding {
  return { rule, level, start, end, message, advice };
}
