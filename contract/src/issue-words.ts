import type { z } from 'zod';

type Issue = z.core.$ZodIssue | z.core.$ZodRawIssue;

/**
 * What is wrong with a value, in words for the person who wrote it: `must be a whole number, not text`. `found` is the value itself;
 * `undefined` is a missing one. Undefined for a rule that brings a sentence of its own, and for kinds without a word here.
 */
export function issueInWords(issue: Issue, found: unknown): string | undefined {
  if (found === undefined && issue.code !== 'custom') return 'is required';
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the other codes bring a sentence of their own
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeWord(issue.expected)}, not ${typeWord(typeNameOf(found))}`;
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return `must ${sized(issue.origin)} at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'invalid_format':
      return formatWords[issue.format];
    case 'invalid_key':
      return `is no name that can be given here: ${issue.issues[0]?.message ?? 'another form is needed'}`;
    case 'invalid_union':
      return nearestOf(issue, found);
    default:
      return undefined;
  }
}

/** Of several forms the one whose type fits says what is wrong; where none does, the first. */
function nearestOf({ errors }: OfCode<'invalid_union'>, found: unknown): string | undefined {
  const first = errors.flatMap(([issue]) => issue ?? []);
  const nearest = first.find(({ code }) => code !== 'invalid_type') ?? first[0];
  if (nearest === undefined) return undefined;
  return issueInWords(nearest, within(found, nearest.path)) ?? nearest.message;
}

function within(value: unknown, path: readonly PropertyKey[]): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  return typeof value === 'object' && value !== null ? within(Reflect.get(value, step), rest) : undefined;
}

type OfCode<C extends Issue['code']> = Extract<Issue, { code: C }>;

function tooSmall({ origin, minimum }: OfCode<'too_small'>): string {
  if (Number(minimum) === 1 && (origin === 'string' || origin === 'array')) return 'must not be empty';
  return `must ${sized(origin)} at least ${minimum}${unitOf(origin)}`;
}

const formatWords: Readonly<Record<string, string>> = {
  email: 'must be an e-mail address',
  url: 'must be an http or https address',
  date: 'must be a day of the calendar such as 2026-11-23',
  datetime: 'must be an instant in UTC such as 2026-11-23T10:00:00Z',
};

function sized(origin: string): string {
  return origin === 'number' || origin === 'int' ? 'be' : 'have';
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}

const typeWords: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
  record: 'a group of fields',
  null: 'empty',
};

/** `a list` of `array`; a type without a word keeps its name. */
export function typeWord(name: string): string {
  return typeWords[name] ?? name;
}

/** The name of a value's type as a schema has it. */
export function typeNameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
