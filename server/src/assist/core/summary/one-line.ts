import type { IncidentRecord } from '../record.ts';
import type { Summary } from './summarise.ts';

/** For those who read one line: how bad, what, how far, and the cause as far as it is known. At most 300 characters. */
export function oneLineOf({ title, severity, products }: IncidentRecord, { state, slots }: Summary): string {
  const what = `${severity ?? 'Not assessed'}: ${title}`;
  const where = products.length === 0 ? '' : ` (${products.slice(0, 3).join(', ')})`;
  const cause = slots.cause === null ? 'Cause not known yet.' : slots.cause.text;
  return `${what}${where}, ${state ?? 'state not known'}. ${cause}`.slice(0, 300);
}
