import { measure, runLimits, type NewRunReport } from '@fieldmarshal/contract/checks';
import type { Ended } from '../inside/messages.ts';

/** By which `@fieldmarshal/playwright` hands over numbers: JSON of `{ name, value, unit }[]`. */
export const measuresAttachment = 'fieldmarshal-measures';

export function measuresOf(tests: readonly Ended[]): NonNullable<NewRunReport['measures']> {
  return tests
    .flatMap(({ attachments }) => attachments)
    .filter(({ name, body }) => name === measuresAttachment && body !== null)
    .flatMap(({ body }) => read(Buffer.from(body ?? '', 'base64').toString('utf8')))
    .slice(0, runLimits.measures);
}

function read(text: string): NonNullable<NewRunReport['measures']> {
  try {
    return measure.array().safeParse(JSON.parse(text)).data ?? [];
  } catch {
    return [];
  }
}
