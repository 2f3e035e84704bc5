import { reviewPartTitles, type Incident, type ReviewPart } from '@fieldmarshal/contract/incidents';
import type { ImpactTotals } from '@fieldmarshal/contract/impact';
import type { Moment } from './log/moments.ts';
import { minutesBetween, reviewSections } from './texts/review-lines.ts';
import type { TextLine } from './texts/text-kind.ts';

/** A line of a draft; where nobody says who wrote it, rules did. */
type DraftLine = Omit<TextLine, 'fixed'> & { readonly by?: 'rules' | 'model' };

interface Around {
  /** What turned it, oldest first. */
  readonly moments: readonly Moment[];
  /** Counted by the record of impact. */
  readonly impact: ImpactTotals;
  /** The draft itself, by rules (`reviewLines`) or by a model. */
  readonly lines: readonly DraftLine[];
}

/**
 * The review as Markdown: what people wrote where they did, and a draft where they did not (`lines`), then the decisive
 * moments, times, contributing factors and actions. Numbers in brackets are entries of the log. People finish it; nothing drafted by rules
 * is an opinion, and what a model wrote says so.
 */
export function reviewDraft(incident: Incident, { moments, impact, lines }: Around): string {
  const rows = (section: string): string[] => lines.filter((line) => line.section === section).map(rowOf);
  const drafted = (section: ReviewPart): string => part(reviewPartTitles[section], rows(section));
  return [
    `# ${incident.drill ? 'DRILL ' : ''}Review of ${incident.id}: ${oneLine(incident.title)}`,
    written(incident, 'what-happened', () => drafted('what-happened')),
    written(incident, 'detection', () => (rows('detection').length === 0 ? '' : drafted('detection'))),
    part(
      'Decisive moments',
      moments.map(({ at, text, seq }) => `- ${at} ${text} [${seq}]`),
    ),
    part('Impact', impactRows(impact, incident)),
    part('Times', timesOf(incident)),
    written(incident, 'went-well', () => drafted('went-well')),
    written(incident, 'went-badly', () => drafted('went-badly')),
    written(incident, 'luck', () => ''),
    written(incident, 'lessons', () => ''),
    part(
      'Contributing factors',
      incident.review.factors.map(
        ({ factor, kind, text, entries }) =>
          `- ${factor} (${kind}): ${oneLine(text)}${entries.length === 0 ? '' : ` [${entries.join(', ')}]`}`,
      ),
    ),
    part(titleOf('questions'), rows('questions')),
    part('Actions', [...actionsOf(incident), ...tasksOf(incident)]),
  ]
    .filter((text) => text !== '')
    .join('\n\n')
    .concat('\n');
}

function rowOf({ text, cites, by }: DraftLine): string {
  const from = cites.length === 0 ? '' : ` [${cites.join(', ')}]`;
  return `- ${oneLine(text)}${from}${by === 'model' ? ' (by a model)' : ''}`;
}

function titleOf(section: string): string {
  return reviewSections.find(({ id }) => id === section)?.title ?? section;
}

/** What people wrote is theirs, Markdown and all; else the draft. */
function written({ review }: Incident, name: ReviewPart, draft: () => string): string {
  const text = review.parts.find((other) => other.part === name)?.text ?? '';
  return text === '' ? draft() : `## ${reviewPartTitles[name]}\n\n${text.trim()}`;
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
    `- ${name}: ${at === null || at === undefined ? 'never' : `after ${minutesBetween(declaredAt, at)} min`}`;
  return [
    row('acknowledged', acknowledgedAt),
    row('Field Marshal', firsts.fieldMarshal?.at),
    row('severity assessed', firsts.severity?.at),
    row('team answered', firsts.teamAcknowledged?.at),
    row('resolved', resolvedAt),
  ];
}

const counted = ['workflows', 'applications', 'environments', 'customers'] as const;

/** Numbers of the impact record: what was hit at all, and what of it still is. */
function impactRows(totals: ImpactTotals, { impact }: Incident): string[] {
  const rows = counted.flatMap((kind) => {
    const { hit, over, possible, toConfirm } = totals[kind];
    const notes = [
      ...(hit === 0 ? [] : [`${hit} still ${hit === 1 ? 'is' : 'are'}`]),
      ...(possible === 0 ? [] : [`${possible} more ${possible === 1 ? 'is' : 'are'} possible`]),
      ...(toConfirm === 0 ? [] : [`${toConfirm} confirmed by nobody`]),
    ];
    if (hit + over + possible === 0) return [];
    return [`- ${kind}: ${hit + over} hit${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`];
  });
  const { userMinutesLost: lost } = totals;
  const { dataLoss } = impact;
  return [
    ...rows,
    ...(lost === 0 ? [] : [`- user minutes lost: ${lost}`]),
    `- data: ${dataLoss === null ? 'nobody said whether any was lost' : dataLoss ? 'lost, or may have been' : 'none was lost'}`,
  ];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
