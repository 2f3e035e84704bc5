import type { IncidentRecord } from '../record.ts';
import type { Line, Summary } from './summarise.ts';

const charactersMax = 300;

/** For those who read one line: how bad, what, how far, and the cause as far as it is known. At most 300 characters. */
export function oneLineOf(record: IncidentRecord, summary: Summary): string {
  return oneLines(record, summary)
    .map(({ text }) => text)
    .join(' ')
    .slice(0, charactersMax);
}

/** The same in two: the headline of typed facts, and the cause, which cites nothing where it is not known. */
export function oneLines(record: IncidentRecord, { lines, state, slots }: Summary): Line[] {
  const { title, severity, products } = record;
  const where = products.length === 0 ? '' : ` (${products.slice(0, 3).join(', ')})`;
  const text = `${severity ?? 'Not assessed'}: ${title}${where}, ${state ?? 'state not known'}.`;
  return [
    { kind: 'headline', text, cites: lines[0]?.cites ?? [] },
    slots.cause ?? { kind: 'cause', text: 'Cause not known yet.', cites: [] },
  ];
}
