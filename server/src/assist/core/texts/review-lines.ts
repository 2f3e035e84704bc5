import type { Incident } from '@fieldmarshal/contract/incidents';
import { summarise, type Summary } from '../summary/summarise.ts';
import type { TextLine, TextSection, TextSource } from './text-kind.ts';

export const reviewSections: readonly TextSection[] = [
  { id: 'what-happened', title: 'What happened', asks: 'what happened, from its beginning to its end' },
  { id: 'detection', title: 'How it was noticed', asks: 'how and when it was noticed, and by whom' },
  { id: 'went-well', title: 'What went well', asks: 'what shortened it or kept it small' },
  { id: 'went-badly', title: 'What went badly', asks: 'what made it longer or larger' },
  { id: 'questions', title: 'Open questions', asks: '' },
];

const quickMinutes = 5;

/** The parts of a review that a draft can have, from facts alone: nothing drafted is an opinion. */
export function reviewLines(
  { record, incident }: TextSource,
  { lines, slots }: Summary = summarise(record),
): TextLine[] {
  const facts = (section: string, texts: readonly string[]): TextLine[] =>
    texts.map((text) => ({ section, text, kind: 'fact', cites: [], fixed: true }));
  return [
    ...lines.map((line) => ({ ...line, section: 'what-happened', fixed: line.kind === 'headline' })),
    ...(incident === null ? [] : facts('went-well', good(incident))),
    ...(incident === null ? [] : facts('went-badly', bad(incident))),
    ...facts('questions', slots.cause === null ? ['What was the cause? The log does not say.'] : []),
    ...(incident === null ? [] : facts('questions', questions(incident))),
  ];
}

function questions({ changes, severity }: Incident): string[] {
  return [
    ...(changes.length > 0 ? [] : ['Was there a change near its beginning? None is linked.']),
    ...(severity === null ? ['How severe was it? Nobody assessed it.'] : []),
  ];
}

function good({ origin, acknowledgedAt, declaredAt, firsts, reopened, resolvedAt }: Incident): string[] {
  const quick = (at: string | null | undefined): boolean =>
    at !== null && at !== undefined && minutesBetween(declaredAt, at) <= quickMinutes;
  return [
    ...(isOfMachine(origin) ? ['A check or an alert opened it: nobody had to report it.'] : []),
    ...(quick(acknowledgedAt) ? [`Somebody was on it within ${quickMinutes} minutes.`] : []),
    ...(quick(firsts.fieldMarshal?.at) ? [`It was led within ${quickMinutes} minutes.`] : []),
    ...(reopened === 0 && resolvedAt !== null ? ['It did not come back after it was resolved.'] : []),
  ];
}

function bad({ origin, impact, teams, reopened, acknowledgedAt, firsts, declaredAt }: Incident): string[] {
  const took = acknowledgedAt === null ? 0 : minutesBetween(declaredAt, acknowledgedAt);
  return [
    ...(origin === null ? ['Somebody had to report it: no check or alert opened it.'] : []),
    ...(impact.late > 0 ? ['Nobody looked in time at who is hit.'] : []),
    ...(took > quickMinutes ? [`It took ${took} minutes until somebody was on it.`] : []),
    ...(firsts.fieldMarshal === null ? ['Nobody led it.'] : []),
    ...teams.filter(({ unanswered }) => unanswered).map(({ team }) => `Nobody of team ${team} answered.`),
    ...(reopened > 0
      ? [`It came back ${reopened === 1 ? 'once' : `${reopened} times`} after it was resolved.`]
      : []),
  ];
}

/** A drill is opened by who starts it. */
function isOfMachine(origin: Incident['origin']): boolean {
  return origin !== null && origin.kind !== 'drill' && origin.kind !== 'replay';
}

export function minutesBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));
}
