import { contentStems, visible } from '@fieldmarshal/contract/text';
import { stateChanges, type IncidentRecord } from '../record.ts';
import type { Line } from './summarise.ts';

/** Product names in the headline, so that a failure of everything stays one line. */
const productsMax = 8;

/**
 * What it is, how bad, how far, and on which way it came there; cites the first entry and every change of state. Null for a log without
 * entries.
 */
export function headlineOf(record: IncidentRecord): Line | null {
  const { title, severity, entries } = record;
  const [first] = entries;
  if (first === undefined) return null;
  const changes = stateChanges(entries);
  const states = changes.flatMap(({ status }) => (status === null ? [] : [status]));
  const now = states.at(-1);
  const earlier = [...new Set(states.slice(0, -1))].filter((state) => state !== now);
  const again = states.indexOf(now ?? '') < states.length - 1 ? ' again' : '';
  const named = severity === null ? 'Incident' : `${capital(severity)} incident`;
  const state =
    now === undefined ? '' : `, ${now}${again}${earlier.length === 0 ? '' : ` after ${listed(earlier)}`}`;
  return {
    kind: 'headline',
    text: `${named}${state}: ${plainTitle(title)}${productsText(record)}.`,
    cites: [...new Set([first.id, ...changes.map(({ id }) => id)])],
  };
}

/** A link in a title is nothing to read out. */
export function plainTitle(title: string): string {
  return visible(title)
    .replaceAll(/(?:https?:\/\/|www\.)\S+/g, '')
    .replace(/[.:\s]+$/, '');
}

/** Products the title does not name already. */
export function productsText({ title, products }: IncidentRecord, max = productsMax): string {
  const said = contentStems(title);
  const rest = products.filter((product) => ![...contentStems(product)].every((stem) => said.has(stem)));
  if (rest.length === 0) return '';
  return ` (${rest.slice(0, max).join(', ')}${rest.length > max ? ' and others' : ''})`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
