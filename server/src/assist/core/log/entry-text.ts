import { isKnownEvent, type IncidentEvent, type StoredEvent } from '@fieldmarshal/contract/incidents';

type DataOf<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>['data'];
type Texts = { readonly [T in IncidentEvent['type']]?: (data: DataOf<T>) => string };

/**
 * What an event says, as a sentence of its own; types without a line say nothing a summary needs (pages, marks, links taken back).
 * Names are written as the log has them.
 */
const texts: Texts = {
  'severity-changed': ({ to, reason }) => sentence(`The severity was set to ${to ?? 'not assessed'}`, reason),
  'role-given': ({ role, name }) => (role === 'field-marshal' ? `${name} leads as Field Marshal.` : ''),
  'team-engaged': ({ team, how, reason }) =>
    how === 'asked' ? sentence(`Team ${team} was asked in`, reason) : '',
  delegated: ({ team, reason }) => sentence(`Team ${team} was given it alone`, reason),
  'delegation-returned': ({ team, how, reason }) => sentence(`Team ${team} ${returnWords[how]}`, reason),
  'team-state-changed': ({ team, to, note }) => (note === '' ? '' : sentence(`Team ${team} is ${to}`, note)),
  'task-added': ({ task, title, assignee }) =>
    `Task ${task}: ${title}${assignee === null ? '' : ` (${assignee.name})`}.`,
  'alerts-counted': ({ firing, total, titles }) =>
    total === 1
      ? 'The alert is firing.'
      : sentence(
          `${firing} of ${total} alerts are firing${titles.length === 0 ? '' : ', the newest'}`,
          titles.join(', '),
        ),
  'alerts-resolved': ({ total }) =>
    total === 1 ? 'The alert has ended.' : `All ${total} alerts of a group have ended.`,
  'change-linked': ({ title, product }) =>
    `Change near it: ${title}${product === null ? '' : ` of ${product}`}.`,
  'cause-found': ({ causes, state }) =>
    state === 'clear' && causes.length > 0
      ? `The likely cause is ${causes.map(({ displayName }) => displayName).join(' or ')}.`
      : '',
  'cause-answered': ({ cause, note }) =>
    cause === null ? '' : sentence(`The cause was confirmed to be ${cause.displayName}`, note),
  'paging-exhausted': ({ team, final }) =>
    final ? `Nobody${team === null ? '' : ` of team ${team}`} answered the pages.` : '',
  merged: ({ into }) => `It ended as a duplicate of ${into}.`,
  absorbed: ({ from, title }) => `${from} was merged into it: ${title}.`,
  reopened: ({ reason }) => sentence('It was opened again', reason),
};

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
}

export function entryText(event: StoredEvent): EntryText {
  if (!isKnownEvent(event)) return { text: '', origin: 'event' };
  if (event.type === 'declared') return { text: event.data.summary, origin: 'prose' };
  if (event.type === 'noted') return { text: event.data.text, origin: 'prose' };
  if (event.type === 'resolved' || event.type === 'reviewed')
    return { text: event.data.summary, origin: 'prose' };
  // The table is indexed by the event's own type, so line and data belong together; TypeScript cannot follow that through a union.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const say = texts[event.type] as ((data: IncidentEvent['data']) => string) | undefined;
  return { text: say?.(event.data) ?? '', origin: 'event' };
}

function sentence(said: string, why: string): string {
  const reason = why.trim().replace(/[.\s]+$/, '');
  return reason === '' ? `${said}.` : `${said}: ${reason}.`;
}
