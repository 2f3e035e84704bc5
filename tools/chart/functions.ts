import { createHash } from 'node:crypto';

/** Functions of templates, as Go, sprig and Helm have them; those that the chart uses. */
export const functions: Readonly<Record<string, (...args: never[]) => unknown>> = {
  contains: (part: string, text: string) => text.includes(part),
  default: (other: unknown, value: unknown) => (isTrue(value) ? value : other),
  dict: (...pairs: unknown[]) =>
    Object.fromEntries(pairs.flatMap((key, at) => (at % 2 === 0 ? [[String(key), pairs[at + 1]]] : []))),
  eq: (first: unknown, second: unknown) => first === second,
  index: (from: unknown, ...names: string[]) => names.reduce((value, name) => fieldOf(value, name), from),
  kindIs: (kind: string, value: unknown) => kindOf(value) === kind,
  nindent: (spaces: number, text: string) => `\n${text.replaceAll(/^/gm, ' '.repeat(spaces))}`,
  printf: (format: string, ...values: unknown[]) => {
    let at = 0;
    return format.replaceAll(/%[svd]/g, () => textOf(values[at++]));
  },
  quote: (value: unknown) => JSON.stringify(textOf(value)),
  required: (sentence: string, value: unknown) => {
    if (value === undefined || value === null || value === '') throw new Error(sentence);
    return value;
  },
  sha256sum: (text: string) => createHash('sha256').update(text).digest('hex'),
  toJson: (value: unknown) =>
    JSON.stringify(sorted(value)).replaceAll(/[<>&]/g, (mark) => `\\u00${mark.charCodeAt(0).toString(16)}`),
  trimSuffix: (end: string, text: string) => (text.endsWith(end) ? text.slice(0, -end.length) : text),
  trunc: (length: number, text: string) => text.slice(0, length),
  urlParse: (address: string) => {
    const { host, hostname, protocol, pathname } = new URL(address);
    return { host, hostname, scheme: protocol.slice(0, -1), path: pathname };
  },
};

export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** Undefined where there is none. Throws where there is nothing that could have one. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) throw new Error(`nothing has a ".${name}"`);
  const entry = Object.entries(value).find(([each]) => each === name);
  return entry?.[1];
}

/** As Go prints it: numbers of files are floating, and large ones get an exponent. Throws for what is not there. */
export function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'number')
    throw new Error('a value that is not there, or is no single value, is written');
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const isLarge = Math.abs(Number(exponent)) >= 6;
  return isLarge ? `${digits}e${exponent.replace(/^([+-])(\d)$/, '$10$2')}` : String(value);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'map';
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => sorted(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}
