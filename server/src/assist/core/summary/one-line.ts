import { contentStems } from '@fieldmarshal/contract/text';
import type { IncidentRecord } from '../record.ts';
import { capital, plainTitle, productsText } from './headline.ts';
import type { Line, Summary } from './summarise.ts';

const charactersMax = 300;
const productsMax = 3;

/** For those who read one line: how bad, what, whom it hits, and the cause as far as it is known. At most 300 characters, whole sentences. */
export function oneLineOf(record: IncidentRecord, summary: Summary): string {
  const [, ...rest] = oneLines(record, summary).map(({ text }) => text);
  const heads = [headOf(record, summary), headOf({ ...record, products: [] }, summary)];
  // Names of products are given up before the cause is.
  const ways = [rest, rest.slice(-1), []].flatMap((more) => heads.map((head) => [head, ...more].join(' ')));
  return ways.find((text) => text.length <= charactersMax) ?? cut(heads[0] ?? '');
}

function headOf(record: IncidentRecord, { state }: Pick<Summary, 'state'>): string {
  const what = `${plainTitle(record.title)}${productsText(record, productsMax)}`;
  return `${capital(record.severity ?? 'not assessed')}: ${what}, ${state ?? 'state not known'}.`;
}

/** The same line by line: the headline of typed facts, whom it hits where that is known, and the cause, which cites nothing where it is not. */
export function oneLines(record: IncidentRecord, { lines, state, slots }: Summary): Line[] {
  const text = headOf(record, { state });
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
