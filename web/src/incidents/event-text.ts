import { isKnownEvent, type IncidentEvent, type StoredEvent } from '@fieldmarshal/contract/incidents/room';
import { roleWords, stateWord, teamStateWords } from './incident-words.tsx';

/** Which tab of the timeline an entry belongs to, besides "all". */
export type EntryKind = 'decisions' | 'pages' | 'alerts' | 'work';

export function kindOf(event: StoredEvent): EntryKind {
  if (event.type === 'page-recorded') return 'pages';
  if (event.type.startsWith('alert') || event.type.startsWith('change-')) return 'alerts';
  if (
    [
      'state-changed',
      'severity-changed',
      'role-given',
      'resolved',
      'reopened',
      'merged',
      'declared',
    ].includes(event.type)
  )
    return 'decisions';
  if (event.type === 'noted' && isKnownEvent(event) && event.type === 'noted' && event.data.decision)
    return 'decisions';
  return 'work';
}

/** One entry as a sentence whose subject is the actor; an entry of an unknown type or version is named as such, never hidden. */
export function eventText(event: StoredEvent): string {
  if (!isKnownEvent(event)) return `recorded "${event.type}", which this page does not know; reload it`;
  return people(event) ?? course(event) ?? work(event) ?? links(event) ?? event.type;
}

function course(event: IncidentEvent): string | null {
  switch (event.type) {
    case 'declared':
      return `declared ${event.data.drill ? 'DRILL ' : ''}“${event.data.title}”, ${event.data.severity ?? 'severity not assessed'}`;
    case 'acknowledged':
      return 'is on it';
    case 'described':
      return `changed the title to “${event.data.title}”`;
    case 'severity-changed':
      return `set the severity to ${event.data.to ?? 'not assessed'} (was ${event.data.from ?? 'not assessed'})${because(event.data.reason)}`;
    case 'state-changed':
      return `moved it to ${stateWord(event.data.to)}`;
    case 'update-due-set':
      return event.data.due === null ? 'took back the next update' : 'promised the next update';
    case 'resolved':
      return `resolved it${because(event.data.summary)}`;
    case 'reopened':
      return `opened it again${because(event.data.reason)}`;
    case 'reviewed':
      return `closed the review${because(event.data.summary)}`;
    case 'merged':
      return `ended it as a duplicate of ${event.data.into}`;
    case 'absorbed':
      return `merged ${event.data.from} “${event.data.title}” into this one`;
    case 'undone':
      return `took back entry ${event.data.seq}`;
    default:
      return null;
  }
}

function people(event: IncidentEvent): string | null {
  switch (event.type) {
    case 'role-given':
      return event.data.from === null
        ? `${event.data.name} is ${roleWords[event.data.role]}`
        : `${roleWords[event.data.role]} passed from ${event.data.from.name} to ${event.data.name}`;
    case 'role-dropped':
      return `${event.data.name} is no longer ${roleWords[event.data.role]}`;
    case 'team-engaged':
      return event.data.how === 'asked'
        ? `asked team ${event.data.team} in${because(event.data.reason)}`
        : `team ${event.data.team} is being paged`;
    case 'team-state-changed':
      return `team ${event.data.team}: ${teamStateWords[event.data.to]}${because(event.data.note)}`;
    case 'team-update-due-set':
      return event.data.due === null
        ? `team ${event.data.team} promises no word`
        : `team ${event.data.team} promised its next word`;
    case 'bridge-set':
      return event.data.url === null ? 'removed the bridge' : 'set the bridge';
    case 'bridge-joined':
      return `${event.data.name} joined the bridge`;
    case 'page-recorded':
      return pageText(event.data);
    default:
      return null;
  }
}

function pageText(page: {
  name: string;
  channel: string | null;
  status: string;
  detail: string;
  afterS: number | null;
}): string {
  const by = page.channel === null ? '' : ` by ${page.channel}`;
  const after = page.afterS === null ? '' : ` after ${page.afterS} s`;
  return `page to ${page.name}${by}: ${page.status}${after}${because(page.detail)}`;
}

function work(event: IncidentEvent): string | null {
  switch (event.type) {
    case 'task-added':
      return `added task ${event.data.task} “${event.data.title}”${event.data.assignee ? ` for ${event.data.assignee.name}` : ''}`;
    case 'task-assigned':
      return event.data.assignee
        ? `gave task ${event.data.task} to ${event.data.assignee.name}`
        : `left task ${event.data.task} to nobody`;
    case 'task-done':
      return `finished task ${event.data.task}`;
    case 'task-reopened':
      return `opened task ${event.data.task} again`;
    case 'task-removed':
      return `removed task ${event.data.task}`;
    case 'noted':
      return event.data.decision ? 'decided' : 'noted';
    case 'marked':
      return `${event.data.on ? 'marked' : 'unmarked'} entry ${event.data.seq} as ${event.data.mark}`;
    default:
      return null;
  }
}

function links(event: IncidentEvent): string | null {
  switch (event.type) {
    case 'alerts-counted':
      return `${event.data.firing} of ${event.data.total} alerts firing in ${event.data.title}${event.data.titles.length === 0 ? '' : `: ${event.data.titles.join(', ')}`}`;
    case 'alerts-resolved':
      return `all ${event.data.total} alerts of a group resolved`;
    case 'alert-linked':
      return `linked alert “${event.data.title}”`;
    case 'alert-unlinked':
      return 'unlinked an alert';
    case 'change-linked':
      return `linked change “${event.data.title}”`;
    case 'change-unlinked':
      return 'unlinked a change';
    default:
      return null;
  }
}

function because(reason: string): string {
  return reason === '' ? '' : `: ${reason}`;
}
