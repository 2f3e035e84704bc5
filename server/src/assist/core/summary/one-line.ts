import { contentStems } from '@fieldmarshal/contract/text';
import type { IncidentRecord } from '../record.ts';
import type { Line, Summary } from './summarise.ts';

const charactersMax = 300;

/** For those who read one line: how bad, what, whom it hits, and the cause as far as it is known. At most 300 characters, whole sentences. */
export function oneLineOf(record: IncidentRecord, summary: Summary): string {
  const [headline, ...rest] = oneLines(record, summary).map(({ text }) => text);
  const ways = [rest, rest.slice(-1), []].map((more) => [headline ?? '', ...more].join(' '));
  return ways.find((text) => text.length <= charactersMax) ?? cut(headline ?? '');
}

/** The same line by line: the headline of typed facts, whom it hits where that is known, and the cause, which cites nothing where it is not. */
export function oneLines(record: IncidentRecord, { lines, state, slots }: Summary): Line[] {
  const { title, severity, products } = record;
  const where = products.length === 0 ? '' : ` (${products.slice(0, 3).join(', ')})`;
  const text = `${severity ?? 'Not assessed'}: ${title}${where}, ${state ?? 'state not known'}.`;
  return [
    { kind: 'headline', text, cites: lines[0]?.cites ?? [] },
    ...(slots.impact === null || isIn(slots.impact.text, text) ? [] : [slots.impact]),
    slots.cause ?? { kind: 'cause', text: 'Cause not known yet.', cites: [] },
  ];
}

/** What the headline says already is not said again. */
function isIn(text: string, headline: string): boolean {
  const said = contentStems(headline);
  return [...contentStems(text)].every((stem) => said.has(stem));
}

function cut(text: string): string {
  if (text.length <= charactersMax) return text;
  return `${text.slice(0, charactersMax - 1).replace(/\s+\S*$/u, '')}…`;
}
