import type { Order } from '@fieldmarshal/contract/checks';
import { MonitorFailure } from './failure.ts';

/** Puts secrets in the place of `{{secret.NAME}}` wherever a probe has text. A name without a value is a fault of the check. */
export function fillSecrets(probe: Order['probe'], secrets: Order['secrets']): Order['probe'] {
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

function deep(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') return value.includes('{{') ? fill(value) : value;
  if (Array.isArray(value)) return value.map((item) => deep(item, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item, fill)]));
}

/** Texts shorter than this are in everything, and no secrets. */
const secretLengthMin = 4;
const messageMax = 1_000;

/** Takes secrets, plain and URL-encoded, out of what is said about a run. */
export function masked(secrets: Order['secrets']): (text: string) => string {
  const values = Object.values(secrets)
    .flatMap((value) => (value.length >= secretLengthMin ? [value, encodeURIComponent(value)] : []))
    .toSorted((a, b) => b.length - a.length);
  return (text) => {
    const clean = values.reduce((said, value) => said.replaceAll(value, '•••'), text).replaceAll('\0', '');
    return clean.length <= messageMax
      ? clean.toWellFormed()
      : `${clean.slice(0, messageMax - 1).toWellFormed()}…`;
  };
}
