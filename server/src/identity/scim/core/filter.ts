import { badRequest, type ScimRefusal } from './refusal.ts';

/** One attribute that must have one value; names as written, without the schema's own prefix. */
export interface Condition {
  readonly attribute: string;
  readonly value: string | number | boolean | null;
}

const lengthMax = 1_000;
const token =
  /\s*(?:(?<text>"(?:[^"\\]|\\.)*")|(?<bracket>[()[\]])|(?<word>[A-Za-z$][\w$.:-]*)|(?<number>-?\d+(?:\.\d+)?))/y;
const ownSchema = /^urn:ietf:params:scim:schemas:core:2\.0:(User|Group):/i;

/**
 * The conditions of a filter, all of which must hold: `a eq "x" and b.c eq "y"`, in brackets or not, and `emails[type eq "work"]`, which
 * is told as `emails.type`. Throws `invalidFilter` for everything else, among it other operators, more than 1,000 characters and a text
 * that is no JSON. Own, since the parsers there are take quadratic time or worse for texts without an end, and mishandle escapes.
 */
export function parseFilter(text: string): Condition[] {
  if (text.length > lengthMax) throw unclear(`must have at most ${lengthMax} characters`);
  const tokens = tokensOf(text);
  const conditions = readAll(tokens, '');
  const rest = tokens.shift();
  if (rest !== undefined) throw unclear(`does not go on with "${rest}"`);
  return conditions;
}

function tokensOf(text: string): string[] {
  const found: string[] = [];
  let at = 0;
  while (at < text.trimEnd().length) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) throw unclear(`cannot be read from character ${at + 1}`);
    found.push(match[0].trim());
    at = token.lastIndex;
  }
  return found;
}

/** Conditions joined by `and`, from the front of `tokens`; their attributes are behind `prefix`. */
function readAll(tokens: string[], prefix: string): Condition[] {
  const conditions = readOne(tokens, prefix);
  while (tokens[0]?.toLowerCase() === 'and') {
    tokens.shift();
    conditions.push(...readOne(tokens, prefix));
  }
  return conditions;
}

function readOne(tokens: string[], prefix: string): Condition[] {
  const first = tokens.shift();
  if (first === '(') return closed(tokens, prefix, ')');
  if (first === undefined || !/^[A-Za-z$]/.test(first)) throw unclear('must name an attribute');
  const attribute = prefix + first.replace(ownSchema, '');
  const operator = tokens.shift();
  if (operator === '[') return closed(tokens, `${attribute}.`, ']');
  if (operator?.toLowerCase() !== 'eq')
    throw unclear(`knows "eq" and "and" only, not "${operator ?? 'nothing'}"`);
  return [{ attribute, value: valueOf(tokens.shift()) }];
}

function closed(tokens: string[], prefix: string, end: string): Condition[] {
  const inside = readAll(tokens, prefix);
  if (tokens.shift() !== end) throw unclear(`lacks a "${end}"`);
  return inside;
}

function valueOf(text: string | undefined): Condition['value'] {
  try {
    const value: unknown = JSON.parse(text?.startsWith('"') ? text : (text ?? '').toLowerCase());
    if (
      value === null ||
      typeof value === 'string' ||
      typeof value === 'number' ||
      typeof value === 'boolean'
    )
      return value;
  } catch {
    // Told below.
  }
  throw unclear(`must compare with a text in quotes, a number, true, false or null`);
}

function unclear(why: string): ScimRefusal {
  return badRequest('invalidFilter', `The filter ${why}.`);
}
