import type { ComponentSaid, Finding, Stage, UsedFact } from '@fieldmarshal/contract/comms';
import { templatesFor } from '../core/choose-template.ts';
import { draftMessage, type Draft as Written, type Drafting } from '../core/draft.ts';
import type { DraftFacts } from '../core/facts.ts';
import {
  componentStateOf,
  renewedPromise,
  stageFor,
  usualMinutes,
  type Wanted,
} from '../core/messages/plan.ts';
import type { Forms } from '../core/messages/felt.ts';
import { titleOf } from '../core/messages/title.ts';
import { ownTemplates } from '../own-templates.ts';
import { shippedTemplates } from '../templates.ts';
import type { Draft, StoredCommunication } from './communication-store.ts';
import { findingFrom, ofBrief } from './findings.ts';
import { factsOf, type MessageStage } from './known/draft-facts.ts';
import { basisOf } from './known/basis.ts';
import { rowsFor, type Gathered } from './known/gather.ts';
import { knowledgeOf } from './known/knowledge.ts';
import { unnamedPlaces } from './known/public-facts.ts';

/** Writes the message of what is known: the words, what they rest on, what speaks against them. `had`: the next update that its draft promises until now. */
export function compose(gathered: Gathered, wanted: Wanted, had: Date | null = null): Draft {
  const { incident } = gathered;
  const stage = stageOf(gathered, wanted);
  const minutes = usualMinutes(incident.severity);
  const promised = renewedPromise(had?.getTime() ?? null, gathered.now.getTime(), minutes);
  const nextUpdateAt = stage === 'resolved' ? null : new Date(promised);
  const facts = factsOf(gathered, wanted, { stage, nextUpdateAt });
  const drafting = draftingOf(gathered);
  const drafted = draftMessage(facts, drafting);
  const brief = briefOf(facts, drafting, drafted);
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
    brief: brief?.text ?? null,
    generatedTitle: title,
    generatedBody: drafted.text,
    template: `${drafted.template ?? 'plain'}/${stage}`,
    facts: usedFacts(drafted),
    findings: [
      ...drafted.findings.map((found) => findingFrom(found)),
      ...ofBrief(brief?.findings ?? [], drafted.findings),
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
    publicTitle: null,
  };
}

function draftingOf({ catalog, notes }: Gathered): Drafting {
  return {
    own: ownTemplates(catalog),
    shipped: shippedTemplates(),
    knowledge: knowledgeOf(catalog, notes),
  };
}

/**
 * What the rules would say in the place of a message, in full and for chats, on what is known: as long as that stays the same, nothing has
 * changed that its readers would feel. Null for what is about no incident.
 */
export function wouldSay(row: StoredCommunication, gathered: Gathered | null): Forms | null {
  if (gathered === null || row.stage === 'maintenance') return null;
  const known = inFixedOrder(gathered);
  const facts = factsOf(known, row, { stage: row.stage, nextUpdateAt: row.nextUpdateAt });
  // A correction quotes nobody: what its readers were told meanwhile is not what it rests on.
  const own = row.corrects === null ? facts : { ...facts, said: [] };
  // A note is no reason to leave out a quotation here: it may be the message itself, kept in the log.
  const drafting = draftingOf({ ...known, notes: [] });
  const whole = draftMessage(own, drafting);
  return [whole.text, briefOf(own, drafting, whole)?.text ?? ''];
}

/** The most urgent comes first in the impact, and that order alone says nothing. */
function inFixedOrder(gathered: Gathered): Gathered {
  const { hits } = gathered;
  const rows = hits.rows
    .map((row) => ({ ...row, environments: row.environments.toSorted() }))
    .toSorted((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1));
  return { ...gathered, hits: { ...hits, rows } };
}

/** The same for chats; null where the organisation has words of its own for the whole and none for this, or where only this may not go out. */
function briefOf(facts: DraftFacts, drafting: Drafting, whole: Written): Written | null {
  const isOwn = (channel: DraftFacts['channel']): boolean =>
    templatesFor({ ...facts, channel }, { own: drafting.own ?? [], shipped: [] }).length > 0;
  if (isOwn('full') && !isOwn('brief')) return null;
  const brief = draftMessage({ ...facts, channel: 'brief' }, drafting);
  return brief.blocked && !whole.blocked ? null : brief;
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

function stageOf({ incident, sent }: Gathered, { audience, application, language }: Wanted): MessageStage {
  // Who reads another language has not been told what was said in this one.
  const last = sent.findLast(
    (each) =>
      each.audience === audience &&
      each.application === application &&
      each.language === language &&
      each.corrects === null,
  );
  const stage = stageFor(incident.state, last?.stage ?? null);
  return stage === 'maintenance' ? 'still-working' : stage;
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
