import type { Order } from '@fieldmarshal/contract/checks';
import { mask } from '../report/mask.ts';
import { MonitorFailure } from './failure.ts';

/** Puts secrets in the place of `{{secret.NAME}}` wherever a probe has text. A name without a value is a fault of the check. */
export function fillSecrets(probe: Order['probe'], secrets: Order['secrets']): Order['probe'] {
  if (!namesAny(probe)) return probe;
  const fill = (text: string): string =>
    text.replaceAll(/\{\{\s*secret\.([A-Z][A-Z0-9_]*)\s*\}\}/g, (_, name: string) => {
      const value = secrets[name];
      if (value === undefined) throw new MonitorFailure('test', `the secret ${name} has no value`);
      return value;
    });
  // Only texts were replaced by texts, so the shape is what it was.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return deep(probe, fill) as Order['probe'];
}

function namesAny(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('{{');
  return typeof value === 'object' && value !== null && Object.values(value).some(namesAny);
}

function deep(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') return value.includes('{{') ? fill(value) : value;
  if (Array.isArray(value)) return value.map((item) => deep(item, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item, fill)]));
}

const messageMax = 1_000;
/** Of a secret that a quotation cut off: less of it tells nothing. */
const beginningMin = 4;

/** Takes secrets out of what is said about a run, in every form in which they may stand there, and where a quotation ends within one. */
export function masked(secrets: Order['secrets']): (text: string) => string {
  const known = mask(secrets);
  const values = Object.entries(secrets);
  return (text) => {
    const whole = known.text(text);
    const clean = values.reduce((said, secret) => withoutBeginning(said, secret), whole).replaceAll('\0', '');
    return clean.length <= messageMax
      ? clean.toWellFormed()
      : `${clean.slice(0, messageMax - 1).toWellFormed()}…`;
  };
}

function withoutBeginning(text: string, [name, value]: readonly [string, string]): string {
  for (let length = value.length - 1; length >= beginningMin; length -= 1) {
    const beginning = `${value.slice(0, length)}…`;
    if (text.includes(beginning)) return text.replaceAll(beginning, `[secret ${name}]…`);
  }
  return text;
}
