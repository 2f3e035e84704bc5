import {
  causeText,
  isKnownEvent,
  pagedNobody,
  reviewPartTitles,
  type IncidentEvent,
  type StoredEvent,
} from '@fieldmarshal/contract/incidents/room';
import { quoted } from '@fieldmarshal/contract/text/quoted';
import { viewerZone } from '../ui/clock.ts';
import { countdownText, zonedText } from '../ui/time-text.ts';
import { actionStateWords } from './review/review-words.ts';
import { delegationReturnWords, roleWords, stateWord, teamStateWords } from './incident-words.tsx';

/** Which tab of the timeline an entry belongs to, besides "all". */
export type EntryKind = 'decisions' | 'pages' | 'alerts' | 'comms' | 'work';

const decisive: ReadonlySet<string> = new Set([
  'declared',
  'state-changed',
  'severity-changed',
  'role-given',
  'resolved',
  'reopened',
  'merged',
  'impact-decided',
  'data-loss-set',
  'severity-proposed',
  'delegated',
  'delegation-returned',
]);

export function kindOf(event: StoredEvent): EntryKind {
  if (event.type === 'page-recorded' || event.type === 'paging-exhausted') return 'pages';
  if (event.type === 'communicated' || event.type === 'update-due-set') return 'comms';
  if (event.type.startsWith('alert') || event.type.startsWith('change-')) return 'alerts';
  const decided = isKnownEvent(event) && event.type === 'noted' && event.data.decision;
  return decided || decisive.has(event.type) ? 'decisions' : 'work';
}

type DataOf<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>['data'];
type Texts = { readonly [T in IncidentEvent['type']]: (data: DataOf<T>) => string };

/** What follows the actor's name; one line for each type of entry. */
const texts: Texts = {
  declared: ({ drill, title, severity }) =>
    `declared ${drill ? 'DRILL ' : ''}${quoted(title)}, ${severity ?? 'severity not assessed'}`,
  acknowledged: () => 'is on it',
  described: ({ title }) => `changed the title to ${quoted(title)}`,
  'severity-changed': ({ from, to, reason }) =>
    `set the severity to ${to ?? 'not assessed'} (was ${from ?? 'not assessed'})${because(reason)}`,
  'state-changed': ({ to }) => `moved it to ${stateWord(to)}`,
  'update-due-set': ({ due }) =>
    due === null ? 'took back the next update' : `promised the next update by ${clockOf(due)}`,
  resolved: ({ summary }) => `resolved it${because(summary)}`,
  reopened: ({ reason }) => `opened it again${because(reason)}`,
  reviewed: ({ summary }) => `closed the review${because(summary)}`,
  'review-written': ({ part }) => `wrote “${reviewPartTitles[part]}” of the review`,
  'factor-added': ({ factor, text }) => `added factor ${factor}: ${text}`,
  'factor-changed': ({ factor, text }) => `changed factor ${factor}: ${text}`,
  'factor-removed': ({ factor }) => `removed factor ${factor}`,
  'action-added': ({ action, title, owner, dueOn }) =>
    `added action ${action} “${title}”${owner ? ` for ${owner.name}` : ''}${dueOn === null ? '' : `, due ${dueOn}`}`,
  'action-changed': ({ action, title, owner, dueOn }) =>
    `changed action ${action} “${title}”${owner ? `, ${owner.name}` : ''}${dueOn === null ? '' : `, due ${dueOn}`}`,
  'action-removed': ({ action }) => `removed action ${action}`,
  'action-moved': ({ action, to, note }) => `action ${action} is ${actionStateWords[to]}${because(note)}`,
  'action-ticketed': ({ action, ticket }) =>
    ticket === null
      ? `unlinked action ${action} from its ticket`
      : `linked action ${action} to ticket ${ticket.key}`,
  'ticket-moved': ({ action, state }) => `the ticket of action ${action} is “${state}”`,
  merged: ({ into }) => `ended it as a duplicate of ${into}`,
  absorbed: ({ from, title }) => `merged ${from} ${quoted(title)} into this one`,
  undone: ({ seq }) => `took back entry ${seq}`,
  'role-given': ({ role, name, from }) =>
    from === null
      ? `${name} is ${roleWords[role]}`
      : `${roleWords[role]} passed from ${from.name} to ${name}`,
  'role-dropped': ({ role, name }) => `${name} is no longer ${roleWords[role]}`,
  'team-engaged': ({ team, how, reason }) =>
    how === 'asked' ? `asked team ${team} in${because(reason)}` : `team ${team} is being paged`,
  delegated: ({ team, reason }) => `gave this to team ${team} alone${because(reason)}`,
  'delegation-accepted': ({ team, note }) => `team ${team} took it over${because(note)}`,
  'delegation-returned': ({ team, how, reason }) =>
    `${delegationReturnWords[how]} (team ${team})${because(reason)}`,
  'team-state-changed': ({ team, to, note }) => `team ${team}: ${teamStateWords[to]}${because(note)}`,
  'team-update-due-set': ({ team, due }) =>
    due === null ? `team ${team} promises no word` : `team ${team} promised its next word by ${clockOf(due)}`,
  'bridge-set': ({ url }) => (url === null ? 'removed the bridge' : 'set the bridge'),
  'privacy-set': (data) =>
    data.private ? 'made this private: only those who work on it see it' : 'showed this to everybody again',
  'reader-admitted': ({ name }) => `let ${name} in`,
  'reader-removed': ({ name }) => `let ${name} see it no more`,
  'bridge-joined': ({ name }) => `${name} joined the bridge`,
  'page-recorded': ({ name, channel, status, detail, afterS }) =>
    `paged ${name}${channel === null ? '' : ` by ${channel}`}: ${status}${afterS === null ? '' : ` after ${countdownText(afterS * 1000)}`}${detail === '' ? '' : `. ${detail}`}`,
  'paging-exhausted': ({ team, detail, final }) =>
    `${final ? (pagedNobody(detail) ? 'NOBODY WAS PAGED' : 'NOBODY ANSWERED') : 'PAGING GOES ON'}${team === null ? '' : ` of team ${team}`}${because(detail)}`,
  communicated: ({ audience, application, title, by, recipients, corrects, changes = [] }) =>
    `${corrects === null ? 'told' : 'corrected what was told to'} ${application === '' ? '' : `${application} `}${audience}: “${title}” (${recipients === 1 ? '1 recipient' : `${recipients} recipients`}, approved by ${by.join(' and ')})${changes.length === 0 ? '' : `. Changed since it was approved, and not in its words: ${changes.join(' ')}`}`,
  'task-added': ({ task, title, assignee }) =>
    `added task ${task} “${title}”${assignee ? ` for ${assignee.name}` : ''}`,
  'task-assigned': ({ task, assignee }) =>
    assignee ? `gave task ${task} to ${assignee.name}` : `left task ${task} to nobody`,
  'task-done': ({ task }) => `finished task ${task}`,
  'task-reopened': ({ task }) => `opened task ${task} again`,
  'task-removed': ({ task }) => `removed task ${task}`,
  noted: ({ decision }) => (decision ? 'decided' : 'noted'),
  marked: ({ seq, mark, on }) => `${on ? 'marked' : 'unmarked'} entry ${seq} as ${mark}`,
  'alerts-counted': ({ firing, total, titles }) =>
    `counts ${firing} of ${total} ${total === 1 ? 'alert' : 'alerts'} firing${titles.length === 0 ? '' : `, the newest: ${titles.join(', ')}`}`,
  'alerts-resolved': ({ total }) =>
    total === 1 ? 'saw the alert of a group resolve' : `saw all ${total} alerts of a group resolve`,
  'alert-linked': ({ title }) => `linked alert ${quoted(title)}`,
  'alert-unlinked': () => 'unlinked an alert',
  'change-linked': ({ title }) => `linked change “${title}”`,
  'change-unlinked': () => 'unlinked a change',
  'cause-found': ({ state, causes, probability, why }) =>
    state === 'clear'
      ? `named the likely cause: ${causes.map(causeText).join(' and ')} (${probability.toFixed(2)})${because(why)}`
      : state === 'nothing'
        ? 'holds nothing it looked at for the likely cause any more'
        : 'holds the cause no longer for clear',
  'cause-answered': ({ answer, cause, note }) =>
    `${answerWords[answer](cause === null ? '' : causeText(cause))}${because(note)}`,
  'impact-decided': ({ rows }) => impactDecided(rows),
  'impact-assessed': ({ summary, changes, more }) =>
    `assessed the impact: ${summary}${impactChanges(changes, more)}`,
  'impact-late': ({ minutes }) =>
    `NOBODY HAS CONFIRMED THE IMPACT for ${minutes} min: who and what is hit is still only assumed`,
  'data-loss-set': ({ lost, reason }) =>
    `${lost === null ? 'took back whether data was lost' : lost ? 'said that data was lost, or may have been' : 'said that no data was lost'}${because(reason)}`,
  'workaround-set': ({ language, text }) =>
    text === ''
      ? `took back what users can do meanwhile (${language})`
      : `said what users can do meanwhile (${language}): ${text}`,
  'severity-proposed': ({ severity, reason }) => `proposes ${severity}${because(reason)}`,
  'severity-kept': ({ severity, reason }) => `declined ${severity}, which was proposed${because(reason)}`,
};

/** One entry as a sentence whose subject is the actor; an entry of an unknown type or version is named as such, never hidden. */
export function eventText(event: StoredEvent): string {
  if (!isKnownEvent(event)) return `recorded "${event.type}", which this page does not know; reload it`;
  // The table is indexed by the event's own type, so line and data belong together; TypeScript cannot follow that through a union.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const text = texts[event.type] as (data: IncidentEvent['data']) => string;
  return `${text(event.data)}${writtenLater(event)}`;
}

/** Entries of pages are written after the page, in a storm by much; less is not worth a word. */
const laterFromMs = 5_000;

function writtenLater(event: IncidentEvent): string {
  const happenedAt = event.type === 'page-recorded' ? event.data.happenedAt : undefined;
  const laterMs = happenedAt === undefined ? 0 : Date.parse(event.at) - Date.parse(happenedAt);
  return laterMs < laterFromMs ? '' : ` (written ${countdownText(laterMs)} later)`;
}

const answerWords: Readonly<Record<DataOf<'cause-answered'>['answer'], (cause: string) => string>> = {
  confirmed: (cause) => `confirmed that ${cause} is the cause`,
  corrected: (cause) => `named ${cause} as the cause`,
  rejected: () => 'rejected the likely cause; who it is is not known',
  unknown: () => 'recorded that the cause was not found',
};
const changesShown = 4;
/** How an assessment calls what it had no row for. */
const notListed = 'not listed';

function impactChanges(changes: DataOf<'impact-assessed'>['changes'], cut: number): string {
  if (changes.length === 0) return '';
  const shown = changes.slice(0, changesShown).map((change) => impactChange(change));
  const more = changes.length - shown.length + cut;
  return ` (${shown.join(', ')}${more === 0 ? '' : `, ${more} more`})`;
}

function impactChange({ title, was, now }: DataOf<'impact-assessed'>['changes'][number]): string {
  return `${title}: ${was === notListed ? now : `${was} → ${now}`}`;
}

function impactDecided(rows: DataOf<'impact-decided'>['rows']): string {
  const words = {
    confirmed: 'hit',
    rejected: 'not hit',
    added: 'hit (added)',
    cleared: 'not decided',
  } as const;
  const named = rows.slice(0, 5).map(({ kind, title, decision }) => `${kind} ${title} ${words[decision]}`);
  const more = rows.length > named.length ? `, ${rows.length - named.length} more` : '';
  return `decided who and what is hit: ${named.join(', ')}${more}${because(rows[0]?.reason ?? '')}`;
}

/** Hour and minute on the clock of whoever reads, with the name of its offset. */
function clockOf(instant: string): string {
  const { time, zone } = zonedText(Date.parse(instant), viewerZone());
  return `${time.slice(0, 5)} ${zone}`;
}

function because(reason: string): string {
  return reason === '' ? '' : `: ${reason}`;
}
