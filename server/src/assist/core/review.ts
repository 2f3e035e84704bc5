import type { Incident, ReviewPart } from '@fieldmarshal/contract/incidents';
import { stateChanges, type IncidentRecord } from './record.ts';
import { summarise } from './summary/summarise.ts';

/**
 * The review as Markdown: what people wrote where they did, and a draft from facts alone where they did not, then the decisive moments,
 * times, contributing factors and actions. Numbers in brackets are entries of the log. People finish it; nothing drafted is an opinion.
 */
export function reviewDraft(incident: Incident, record: IncidentRecord): string {
  const { lines, slots } = summarise(record);
  const cited = (text: string, cites: readonly string[]): string =>
    `- ${oneLine(text)} [${cites.join(', ')}]`;
  return [
    `# Review of ${incident.id}: ${oneLine(incident.title)}`,
    written(incident, 'what-happened', () =>
      part(
        'What happened',
        lines.map(({ text, cites }) => cited(text, cites)),
      ),
    ),
    written(incident, 'detection', () => ''),
    part(
      'Decisive moments',
      stateChanges(record.entries).map(({ at, status, id }) => `- ${at} ${status ?? ''} [${id}]`),
    ),
    part('Times', timesOf(incident)),
    written(incident, 'went-well', () => part('What went well', good(incident))),
    written(incident, 'went-badly', () => part('What went badly', bad(incident))),
    written(incident, 'luck', () => ''),
    written(incident, 'lessons', () => ''),
    part(
      'Contributing factors',
      incident.review.factors.map(
        ({ factor, kind, text, entries }) =>
          `- ${factor} (${kind}): ${oneLine(text)}${entries.length === 0 ? '' : ` [${entries.join(', ')}]`}`,
      ),
    ),
    part('Open questions', [
      ...(slots.cause === null ? ['- What was the cause? The log does not say.'] : []),
      ...(incident.changes.length > 0 ? [] : ['- Was there a change near its beginning? None is linked.']),
      ...(incident.severity === null ? ['- How severe was it? Nobody assessed it.'] : []),
    ]),
    part('Actions', [...actionsOf(incident), ...tasksOf(incident)]),
  ]
    .filter((text) => text !== '')
    .join('\n\n')
    .concat('\n');
}

const titles: Readonly<Record<ReviewPart, string>> = {
  'what-happened': 'What happened',
  detection: 'How it was noticed',
  'went-well': 'What went well',
  'went-badly': 'What went badly',
  luck: 'Where we were lucky',
  lessons: 'What we learnt',
};

/** What people wrote is theirs, Markdown and all; else the draft. */
function written({ review }: Incident, name: ReviewPart, draft: () => string): string {
  const text = review.parts.find((other) => other.part === name)?.text ?? '';
  return text === '' ? draft() : `## ${titles[name]}\n\n${text.trim()}`;
}

function actionsOf({ review }: Incident): string[] {
  return review.actions.map(({ action, title, state, owner, team, dueOn, ticket }) => {
    const who = owner?.name ?? (team === null ? 'nobody yet' : `team ${team}`);
    const facts = [
      who,
      dueOn === null ? 'no day' : `due ${dueOn}`,
      state,
      ...(ticket ? [ticket.url ?? ticket.key] : []),
    ];
    return `- [${state === 'done' ? 'x' : ' '}] ${action} ${oneLine(title)} (${facts.join(', ')})`;
  });
}

/** Tasks of the incident that no action carries on. */
function tasksOf({ tasks, review }: Incident): string[] {
  const carried = new Set(review.actions.map(({ task }) => task));
  return tasks
    .filter(({ task }) => !carried.has(task))
    .map(
      ({ done, title, assignee }) =>
        `- [${done ? 'x' : ' '}] ${oneLine(title)} (${assignee?.name ?? 'nobody yet'})`,
    );
}

function part(title: string, rows: readonly string[]): string {
  return `## ${title}\n\n${rows.length === 0 ? 'Nothing in the log.' : rows.join('\n')}`;
}

function timesOf({ declaredAt, acknowledgedAt, resolvedAt, firsts }: Incident): string[] {
  const row = (name: string, at: string | null | undefined): string =>
    `- ${name}: ${at === null || at === undefined ? 'never' : `after ${minutes(declaredAt, at)} min`}`;
  return [
    row('acknowledged', acknowledgedAt),
    row('Field Marshal', firsts.fieldMarshal?.at),
    row('severity assessed', firsts.severity?.at),
    row('team answered', firsts.teamAcknowledged?.at),
    row('resolved', resolvedAt),
  ];
}

const quickMinutes = 5;

function good(incident: Incident): string[] {
  const { acknowledgedAt, declaredAt, firsts } = incident;
  const quick = (at: string | null | undefined): boolean =>
    at !== null && at !== undefined && minutes(declaredAt, at) <= quickMinutes;
  return [
    ...(quick(acknowledgedAt) ? [`- Somebody was on it within ${quickMinutes} minutes.`] : []),
    ...(quick(firsts.fieldMarshal?.at) ? [`- It was led within ${quickMinutes} minutes.`] : []),
    ...(incident.reopened === 0 && incident.resolvedAt !== null
      ? ['- It did not come back after it was resolved.']
      : []),
  ];
}

function bad({ teams, reopened, acknowledgedAt, firsts, declaredAt }: Incident): string[] {
  return [
    ...(acknowledgedAt !== null && minutes(declaredAt, acknowledgedAt) > quickMinutes
      ? [`- It took ${minutes(declaredAt, acknowledgedAt)} minutes until somebody was on it.`]
      : []),
    ...(firsts.fieldMarshal === null ? ['- Nobody led it.'] : []),
    ...teams
      .filter(({ unanswered }) => unanswered)
      .map(({ team }) => `- Nobody of team ${team} answered the pages.`),
    ...(reopened > 0 ? [`- It came back ${reopened} times after it was resolved.`] : []),
  ];
}

function minutes(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
