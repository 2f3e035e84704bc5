import type { Stage } from '@fieldmarshal/contract/comms';
import type { Catalog } from '#catalog';
import type { AffectedApp, DraftFacts, Said } from '../../core/facts.ts';
import type { Wanted } from '../../core/messages/plan.ts';
import { sentencesOf } from '../../core/sentences.ts';
import type { StoredCommunication } from '../communication-store.ts';
import { rowsFor, type Gathered } from './gather.ts';
import { worstFirst, type Hit } from './hits.ts';
import { scopeOf, workaroundOf } from './public-facts.ts';
import { symptomsOf } from './symptoms.ts';

export type MessageStage = Exclude<Stage, 'maintenance'>;

interface Moment {
  readonly stage: MessageStage;
  readonly nextUpdateAt: Date | null;
}

/** All that a message to these readers may be made of. */
export function factsOf(gathered: Gathered, wanted: Wanted, { stage, nextUpdateAt }: Moment): DraftFacts {
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
  const apps = new Map<string, AffectedApp>();
  for (const { kind, name, application, state, evidence } of worstFirst(rows)) {
    const ref = kind === 'application' ? name : application;
    if (kind === 'environment' || ref === null || apps.has(ref)) continue;
    const publicName = catalog.get('Application', ref)?.spec.publicName ?? null;
    apps.set(ref, { ref, publicName, state, evidence });
  }
  return [...apps.values()];
}

/**
 * What people wrote for users before: whoever declared it, and what they changed in what was published. What the rules wrote rests on facts
 * that are read anew; a correction speaks of what was said, and not of what users notice.
 */
function saidOf({ incident, sent }: Gathered, { audience, application, language }: Wanted): Said[] {
  const declared = incident.declaredBy.person === null ? [] : [incident.title, incident.summary];
  // What was corrected is not true.
  const corrected = new Set(sent.map(({ corrects }) => corrects));
  const published = sent.filter(
    (each) =>
      each.audience === audience &&
      each.application === application &&
      each.language === language &&
      each.corrects === null &&
      !corrected.has(each.id),
  );
  return [
    ...declared
      .filter((text) => text.trim() !== '')
      .map((text) => ({ text, evidence: `${incident.id}#declared`, language: 'en' })),
    ...published
      .map((each) => ({ text: writtenIn(each), evidence: each.id, language }))
      .filter(({ text }) => text !== ''),
  ];
}

/** The sentences of a message that a person wrote. */
function writtenIn({ body, generatedBody }: StoredCommunication): string {
  const generated = new Set(sentencesOf(generatedBody ?? '').map(({ text }) => text));
  return sentencesOf(body)
    .flatMap(({ text }) => (generated.has(text) ? [] : text))
    .join('\n');
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
