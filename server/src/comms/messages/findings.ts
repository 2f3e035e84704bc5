import type { Finding } from '@fieldmarshal/contract/comms';
import type { Catalog } from '#catalog';
import { unknownFacts, type DraftFacts } from '../core/facts.ts';
import type { Finding as Found } from '../core/lint/finding.ts';
import { lint, lintAnnouncement } from '../core/lint/lint.ts';
import { groundOf } from '../core/lint/reading.ts';
import { saysWhen } from '../core/messages/says-when.ts';
import type { Draft, StoredCommunication } from './communication-store.ts';
import { factsOf } from './known/draft-facts.ts';
import type { Gathered } from './known/gather.ts';
import { knowledgeOf } from './known/knowledge.ts';

/** What a text is compared with; without an incident it is an announcement. */
export interface Around {
  readonly gathered: Gathered | null;
  readonly catalog: Catalog;
  readonly now: Date;
}

/** What the rules find in a text that somebody wrote, on what is known now. */
export function findingsIn(draft: Draft, { gathered, catalog, now }: Around): Finding[] {
  return gathered === null
    ? findingsInAnnouncement(draft, catalog, now)
    : [...stageFindings(draft, gathered), ...findingsInMessage(draft, gathered)];
}

/** Words of before the end may not leave after it, nor those of the end before it; a correction speaks of what was said then. */
function stageFindings({ stage, corrects }: Draft, { incident }: Gathered): Finding[] {
  const isOver = incident.resolvedAt !== null;
  if (isOver === (stage === 'resolved') || (isOver && corrects !== null)) return [];
  return [
    {
      rule: 'wrong-state',
      level: 'blocking',
      start: 0,
      end: 0,
      message: isOver
        ? 'The incident is resolved, and these words are of before that.'
        : 'These words say that it is over, and the incident is open.',
      // What is wrong of a "resolved" after a reopening is not its words but that it holds no longer: an update says so.
      advice:
        corrects === null
          ? 'Write it anew.'
          : 'Discard it, and send the update that is drafted: it says that it goes on.',
    },
  ];
}

/** Until when readers were told to expect the next word; a correction may repeat what was promised with what it corrects, until that is over. */
function promiseOf({ nextUpdateAt, corrects }: Draft, { sent, now }: Gathered): Date | null {
  if (nextUpdateAt !== null || corrects === null) return nextUpdateAt;
  let corrected = sent.find(({ id }) => id === corrects);
  while (corrected?.nextUpdateAt === null) {
    const { corrects: earlier } = corrected;
    corrected = sent.find(({ id }) => id === earlier);
  }
  const promised = corrected?.nextUpdateAt ?? null;
  return promised !== null && promised > now ? promised : null;
}

function findingsInMessage(draft: Draft, gathered: Gathered): Finding[] {
  const { audience, application, language, stage, title, publicTitle, body, brief } = draft;
  if (stage === 'maintenance') return [];
  const wanted = { audience, application, language };
  const facts = factsOf(gathered, wanted, { stage, nextUpdateAt: promiseOf(draft, gathered) });
  const knowledge = knowledgeOf(gathered.catalog, gathered.notes);
  const inTitles = [
    { words: title, part: 'the title' },
    { words: publicTitle ?? '', part: 'the name on the status page' },
  ].flatMap(({ words, part }) =>
    lint(words, facts, knowledge)
      .filter(({ level, rule }) => level === 'blocking' && !wholeMessage.has(rule))
      .map((found) => asOf(part, found)),
  );
  const inBody = lint(body, facts, knowledge);
  const inBrief = brief === null ? [] : lint(brief, { ...facts, channel: 'brief' }, knowledge);
  return [...inTitles, ...inBody.map((found) => findingFrom(found)), ...ofBrief(inBrief, inBody)];
}

/** What is found in the form for chats and not in the whole text; it has no place in that. */
export function ofBrief(inBrief: readonly Found[], inBody: readonly Found[]): Finding[] {
  return inBrief
    .filter(({ rule, message }) => !inBody.some((found) => found.rule === rule && found.message === message))
    .map((found) => asOf('the form for chats', found));
}

function findingsInAnnouncement(draft: Draft, catalog: Catalog, now: Date): Finding[] {
  const { audience, application, language, title, body, brief } = draft;
  const publicName = catalog.get('Application', application)?.spec.publicName ?? null;
  const facts: DraftFacts = {
    ...unknownFacts,
    stage: 'investigating',
    channel: 'full',
    timeZone: 'Etc/UTC',
    audience,
    language,
    now: now.toISOString(),
    apps: [{ ref: application, publicName, state: 'unknown', evidence: application }],
  };
  const ground = groundOf(facts, knowledgeOf(catalog, []));
  const inTitle = lintAnnouncement(title, ground)
    .filter(({ level }) => level === 'blocking')
    .map((found) => asOf('the title', found));
  const inBody = lintAnnouncement(body, ground);
  const inBrief = brief === null ? [] : lintAnnouncement(brief, ground);
  return [
    ...inTitle,
    ...inBody.map((found) => findingFrom(found)),
    ...ofBrief(inBrief, inBody),
    ...startNotSaid(draft, catalog),
  ];
}

/** Who reads of maintenance must read when; of what is called off there is no when. */
function startNotSaid(
  { application, language, title, body, brief, startsAt, endsAt }: Draft,
  catalog: Catalog,
): Finding[] {
  const isCalledOff = endsAt !== null && endsAt <= startsAt;
  const zones = catalog
    .list('Customer')
    .filter(({ spec }) => spec.uses.some((use) => use.application === application))
    .map(({ spec }) => spec.timeZone);
  const isSaid = (text: string): boolean =>
    saysWhen(`${title}\n${text}`, startsAt, { language, zones: [...new Set(zones)] });
  if (isCalledOff || (isSaid(body) && (brief === null || isSaid(brief)))) return [];
  return [
    {
      rule: 'start-not-said',
      level: 'blocking',
      start: body.length,
      end: body.length,
      message: 'The text does not say when it begins: neither the day nor the time.',
      advice: 'Say the day and the time, with the zone.',
    },
  ];
}

/** What a draft was written without; the words alone do not tell it. */
const ofWriting: ReadonlySet<string> = new Set<Found['rule']>([
  'template-broken',
  'workaround-left-out',
  'scope-left-out',
]);

/** What speaks against words that have not left, as the catalog and the incident are now. */
export function findingsNow(row: StoredCommunication, around: Around): readonly Finding[] {
  const isOpen = row.state === 'draft' || row.state === 'approved';
  if (!isOpen || (row.incidentId !== null && around.gathered === null)) return row.findings;
  return [...findingsIn(row, around), ...row.findings.filter(({ rule }) => ofWriting.has(rule))];
}

function asOf(part: string, found: Found): Finding {
  return { ...findingFrom(found), start: 0, end: 0, message: `In ${part}: ${found.message}` };
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

export function findingFrom({ rule, level, start, end, message, advice }: Found): Finding {
  return { rule, level, start, end, message, advice };
}
