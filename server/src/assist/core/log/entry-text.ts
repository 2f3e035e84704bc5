import {
  causeText,
  isKnownEvent,
  pagedNobody,
  type Incident,
  type IncidentEvent,
  type StoredEvent,
} from '@fieldmarshal/contract/incidents';
import { sentencesOf, wordCount } from '@fieldmarshal/contract/text';
import { cuesOf, type Cue } from '../summary/cues.ts';

type DataOf<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>['data'];
type Task = Incident['tasks'][number];
type Texts = { readonly [T in IncidentEvent['type']]?: (data: DataOf<T>) => string };

/**
 * What an event says, as a sentence of its own; types without a line say nothing a summary needs (pages, marks, links taken back).
 * Names are written as the log has them.
 */
const texts: Texts = {
  'severity-changed': ({ to, reason }) => sentence(`The severity was set to ${to ?? 'not assessed'}`, reason),
  'role-given': ({ role, name }) => (role === 'field-marshal' ? `${name} leads as Field Marshal.` : ''),
  'team-engaged': ({ team, how, reason }) =>
    how === 'asked' ? sentence(`Team ${team} was asked in`, firstOf(reason)) : '',
  delegated: ({ team, reason }) => sentence(`Team ${team} was given it alone`, reason),
  'delegation-returned': ({ team, how, reason }) => sentence(`Team ${team} ${returnWords[how]}`, reason),
  'team-state-changed': ({ team, to, note }) => (note === '' ? '' : sentence(`Team ${team} is ${to}`, note)),
  'alerts-counted': ({ firing, total, titles }) => {
    if (firing === 0) return ended(total);
    if (total === 1) return 'The alert is firing.';
    const counted = `${firing} of ${total} alerts ${firing === 1 ? 'is' : 'are'} firing`;
    return titles.length === 0 ? `${counted}.` : sentence(`${counted}, the newest`, titles.join(', '));
  },
  'alerts-resolved': ({ total }) => ended(total),
  'change-linked': ({ title, product }) =>
    `Change near it: ${title}${product === null ? '' : ` of ${product}`}.`,
  'cause-found': ({ causes, state }) =>
    state === 'clear' && causes.length > 0
      ? `The likely cause is ${causes.map(causeText).join(' or ')}.`
      : '',
  'cause-answered': ({ cause, note }) =>
    cause === null ? '' : sentence(`The cause was confirmed to be ${causeText(cause)}`, note),
  'impact-assessed': ({ summary }) => hitText(summary, null),
  'data-loss-set': ({ lost, reason }) =>
    lost === null ? '' : sentence(lost ? 'Data was lost, or may have been' : 'No data was lost', reason),
  'workaround-set': ({ text }) => (text === '' ? '' : sentence('A way around it', text)),
  'paging-exhausted': ({ team, final, detail }) => {
    if (!final) return '';
    const who = `Nobody${team === null ? '' : ` of team ${team}`}`;
    return pagedNobody(detail)
      ? `${who} was paged: there was nobody who could be.`
      : `${who} answered the pages.`;
  },
  merged: ({ into }) => `It ended as a duplicate of ${into}.`,
  absorbed: ({ from, title }) => `${from} was merged into it: ${title}.`,
  reopened: ({ reason }) => sentence('It was opened again', reason),
};

const over: readonly Cue[] = ['recovery'];
/** With what it ended was done, and last. */
const doneAtEnd: readonly Cue[] = ['action', 'recovery'];

/** What the lines of some events are about, whatever words of people stand in them: a change near it fixed nothing, a team that was asked did nothing yet. */
const abouts: { readonly [T in IncidentEvent['type']]?: readonly Cue[] } = {
  'role-given': [],
  'team-engaged': [],
  delegated: [],
  'delegation-returned': [],
  'alerts-counted': ['symptom'],
  'alerts-resolved': over,
  'change-linked': [],
  'cause-found': ['cause'],
  'cause-answered': ['cause'],
  'impact-assessed': ['symptom'],
  'data-loss-set': ['symptom'],
  'workaround-set': ['workaround'],
  'paging-exhausted': [],
  merged: [],
  absorbed: [],
};

const pinned: ReadonlySet<IncidentEvent['type']> = new Set([
  'impact-assessed',
  'data-loss-set',
  'workaround-set',
  'cause-found',
  'cause-answered',
  'merged',
]);

const returnWords: Readonly<Record<DataOf<'delegation-returned'>['how'], string>> = {
  bounced: 'gave it back',
  late: 'did not take it over in time',
  recalled: 'has it no more: it was taken back',
  reopened: 'has it no more',
};

/** What people wrote, word for word; and what the product itself says of an event. */
export interface EntryText {
  readonly text: string;
  readonly origin: 'prose' | 'event';
  readonly about?: readonly Cue[];
  readonly pinned?: true;
}

export function entryText(event: StoredEvent): EntryText {
  if (!isKnownEvent(event)) return { text: '', origin: 'event' };
  if (event.type === 'declared' || event.type === 'described')
    return { text: event.data.summary, origin: 'prose' };
  if (event.type === 'noted') return { text: event.data.text, origin: 'prose' };
  if (event.type === 'resolved' || event.type === 'reviewed')
    return { text: event.data.summary, origin: 'prose' };
  // The table is indexed by the event's own type, so line and data belong together; TypeScript cannot follow that through a union.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const say = texts[event.type] as ((data: IncidentEvent['data']) => string) | undefined;
  const about = event.type === 'alerts-counted' && event.data.firing === 0 ? over : abouts[event.type];
  return {
    text: say?.(event.data) ?? '',
    origin: 'event',
    ...(about === undefined ? {} : { about }),
    ...(pinned.has(event.type) ? { pinned: true as const } : {}),
  };
}

const nothingHit = 'nothing known to be hit';

/** Whom it hits by the last assessment; `before` is what an earlier one counted, where now nothing is known to be hit. */
export function hitText(summary: string, before: string | null): string {
  if (summary !== nothingHit) return `Hit: ${summary}.`;
  return before === null ? '' : `Hit before: ${before}; now ${nothingHit}.`;
}

export function isNothingHit(summary: string): boolean {
  return summary === nothingHit;
}

/** With what it was resolved, where one sentence says it: `Resolved: Added replicas.` More is read like any other text, and nothing says nothing. */
export function resolvedText(summary: string): EntryText | null {
  const said = sentence('Resolved', summary);
  const isOne =
    !/[.!?]\s+\S|[。！？]\s*\S|\n/u.test(summary.trim()) && said.length <= resolutionCharactersMax;
  if (!isOne || reasonOf(summary) === '') return null;
  const isDone = cuesOf(summary, '').includes('action');
  return { text: said, origin: 'event', ...(isDone ? { about: doneAtEnd } : {}) };
}

const resolutionCharactersMax = 240;

/** A task as it is now: what is open is to come, what is done was done. */
export function taskText({ task, title, assignee, done }: Task): EntryText {
  const who = assignee === null ? '' : ` (${assignee.name})`;
  return done
    ? { text: sentence(`Task ${task} is done${who}`, title), origin: 'event', about: ['action'] }
    : { text: sentence(`Task ${task} is open${who}`, title), origin: 'event', about: ['next'] };
}

function ended(total: number): string {
  return total === 1 ? 'The alert has ended.' : `All ${total} alerts of a group have ended.`;
}

function sentence(said: string, why: string): string {
  const reason = reasonOf(why);
  return reason === '' ? `${said}.` : `${said}: ${reason}.`;
}

function reasonOf(why: string): string {
  return why
    .trim()
    .replaceAll(/https?:\/\/\S+/gu, '(link in the entry)')
    .replace(/[.\s]+$/, '');
}

/** All the evidence may stand in why a team was asked in: words of a reason that are said whole; of a longer one its first sentence, so that the line stays one. */
const reasonWordsMax = 40;

function firstOf(reason: string): string {
  if (wordCount(reason) <= reasonWordsMax) return reason;
  const first = sentencesOf(reason)[0]?.text ?? '';
  return wordCount(first) <= reasonWordsMax ? first : '';
}
