import type { Incident } from '@fieldmarshal/contract/incidents';
import { summarise, type Line } from '../summary/summarise.ts';
import type { TextLine, TextSection, TextSource } from './text-kind.ts';
import { utcMinute } from '@fieldmarshal/contract/text';

export const handoverSections: readonly TextSection[] = [
  { id: 'now', title: 'Where it stands', asks: '' },
  {
    id: 'known',
    title: 'What is known',
    asks: 'what is hit and how badly, and the cause as far as it is known',
  },
  { id: 'done', title: 'What was tried', asks: 'what was tried, and what came of it' },
  {
    id: 'open',
    title: 'What is open',
    asks: 'what comes next, and what was promised to whom and until when',
  },
];

const sectionOf: Readonly<Record<Line['kind'], string>> = {
  headline: 'now',
  symptom: 'known',
  cause: 'known',
  workaround: 'known',
  fact: 'known',
  action: 'done',
  recovery: 'done',
  next: 'open',
};

/** What whoever leads next must know: state and people from typed facts, the rest from the log, and what nobody knows yet. */
export function handoverLines({ record, incident }: TextSource): TextLine[] {
  const { lines, slots, state } = summarise(record, 200);
  const isOver = state === 'resolved' || state === 'reviewed';
  const fact = (section: string, text: string): TextLine => ({
    ...{ section, text, kind: 'fact', cites: [], fixed: true },
  });
  // Open tasks come from the incident itself, all of them.
  const openTasks = new Set(record.entries.flatMap(({ id, type }) => (type === 'task-added' ? [id] : [])));
  return [
    ...lines
      .filter((line) => incident === null || !line.cites.every((id) => openTasks.has(id)))
      .map((line) => ({ ...line, section: sectionOf[line.kind], fixed: line.kind === 'headline' })),
    ...(incident === null ? [] : [...people(incident), ...promises(incident)]).map((text) =>
      fact('now', text),
    ),
    ...(incident === null ? [] : tasks(incident)).map((text) => fact('open', text)),
    ...(slots.cause === null ? [fact('open', 'The cause is not known yet.')] : []),
    ...(slots.workaround === null && !isOver ? [fact('open', 'A way around it is not known yet.')] : []),
  ];
}

const roleWords: Readonly<Record<Incident['roles'][number]['role'], string>> = {
  'field-marshal': 'Field Marshal',
  shadow: 'Shadow',
  communications: 'Communications',
  operations: 'Operations',
  scribe: 'Scribe',
};

function people({ roles, teams }: Incident): string[] {
  return [
    ...(roles.some(({ role }) => role === 'field-marshal') ? [] : ['Nobody leads it.']),
    ...roles.map(({ role, name }) => `${roleWords[role]}: ${name}.`),
    ...teams.map(
      ({ team, state, note, unanswered }) =>
        `Team ${team}: ${unanswered ? 'nobody answered' : state}${note === '' ? '' : `, ${oneLine(note)}`}.`,
    ),
  ];
}

function promises({ updateDue, bridge }: Incident): string[] {
  return [
    ...(updateDue === null ? [] : [`The next update is due at ${utcMinute(updateDue)}.`]),
    ...(bridge === null ? [] : [`Bridge: ${bridge}`]),
  ];
}

function tasks({ tasks: all }: Incident): string[] {
  return all
    .filter(({ done }) => !done)
    .slice(0, 20)
    .map(
      ({ task, title, assignee }) => `Task ${task}: ${oneLine(title)} (${assignee?.name ?? 'nobody yet'}).`,
    );
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
