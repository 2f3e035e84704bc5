import type { Random } from './random.ts';

/** Texts that have broken somebody's server. */
const texts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\uD800',
  'x\uDFFFy',
  '\u202Etxet',
  '😀'.repeat(300),
  'A'.repeat(70_000),
  '../../../../etc/passwd',
  '%00',
  '%2e%2e%2f',
  "'; drop table incident; --",
  '<script>alert(1)</script>',
  '${7*7}{{7*7}}<%= 7*7 %>',
  '=HYPERLINK("http://x")',
  'a\r\nSet-Cookie: x=1',
  '__proto__',
  'constructor',
  '9'.repeat(400),
  '1e999',
  '-0',
  '2026-02-30T25:61:61Z',
  '0000-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '(a+)+$',
  '(((((((((((((((((((((((((((((('.repeat(20),
  'Etc/Nowhere',
  '00000000-0000-0000-0000-000000000000',
  'INC-99999999999999999999',
];

const numbers = [0, -0, -1, 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 2 ** 63, 1e308, -1e308, 0.1, 5e-324];

/** Any JSON value that is likely to be wrong where it stands. */
export function oddValue(random: Random): unknown {
  switch (random.below(9)) {
    case 0:
      return null;
    case 1:
      return random.pick(numbers);
    case 2:
      return random.chance(0.5);
    case 3:
      return [];
    case 4:
      return {};
    case 5:
      return nested(random.pick([5, 50, 2_000]), random.chance(0.5));
    case 6:
      return Array.from({ length: random.pick([1, 100, 3_000]) }, () => random.pick(texts).slice(0, 50));
    default:
      return random.pick(texts);
  }
}

export function oddText(random: Random): string {
  return random.pick(texts);
}

function nested(depth: number, inLists: boolean): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = inLists ? [value] : { a: value };
  return value;
}

/** The same value with one or a few places of it made odd: values replaced, fields left out, added or doubled. */
export function mutate(random: Random, value: unknown): unknown {
  if (random.chance(0.02)) return oddValue(random);
  if (Array.isArray(value)) return mutateList(random, value);
  if (typeof value === 'object' && value !== null) return mutateFields(random, value);
  return random.chance(0.15) ? oddValue(random) : value;
}

/** More than any intake takes, and far below what one text of JavaScript holds, also where lists lie in lists. */
const repeatedCharactersMax = 64 * 1024 * 1024;

function mutateList(random: Random, value: readonly unknown[]): unknown[] {
  const items = value.map((item) => mutate(random, item));
  if (!random.chance(0.03)) return items;
  const item = items[0] ?? null;
  const fitting = Math.floor(repeatedCharactersMax / JSON.stringify(item).length);
  return [...items, ...Array.from({ length: Math.min(random.pick([1, 40, 1_500]), fitting) }, () => item)];
}

function mutateFields(random: Random, value: object): unknown {
  const fields: [string, unknown][] = [];
  for (const [name, inner] of Object.entries(value)) {
    if (random.chance(0.04)) continue;
    fields.push([random.chance(0.01) ? oddText(random) : name, mutate(random, inner)]);
  }
  if (random.chance(0.05)) fields.push([oddText(random).slice(0, 200), oddValue(random)]);
  return Object.fromEntries(fields);
}

/** The bytes with something cut, flipped, doubled or put in between. */
export function mutateBytes(random: Random, bytes: Buffer): Buffer {
  const at = random.below(bytes.length + 1);
  switch (random.below(5)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28]),
        bytes.subarray(at),
      ]);
    case 2:
      return Buffer.concat([bytes, bytes]);
    case 3: {
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[at % copy.length] = random.below(256);
      return copy;
    }
    default:
      return Buffer.concat([Buffer.from('\uFEFF'), bytes]);
  }
}
