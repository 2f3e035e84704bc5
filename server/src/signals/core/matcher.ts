import { compilePattern, type Pattern } from './pattern.ts';
import type { Labels } from './signal.ts';

/** One condition on one label, as Alertmanager has it. A label that is absent has the value ''. */
export interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

/** A text that is not a matcher; the message is Alertmanager's. */
export class MatcherError extends Error {}

/** `name`, optionally quoted so that it may hold any character, an operator, and a value with optional quotes. */
const form = /^\s*(?:"((?:[^"\\]|\\.)+)"|([a-zA-Z_:][a-zA-Z0-9_:]*))\s*(=~|=|!=|!~)\s*(.*?)\s*$/s;

/** Reads one matcher, e.g. `severity=~"critical|major"`; syntax and refusals as Alertmanager's `labels.ParseMatcher`. Throws {@link MatcherError}. */
export function parseMatcher(text: string): Matcher {
  const found = form.exec(text);
  if (!found) throw new MatcherError(`bad matcher format: ${text}`);
  const [, quotedName, bareName, operator = '=', raw = ''] = found;
  return makeMatcher({
    name: bareName ?? unescape(quotedName ?? ''),
    value: readValue(raw),
    isRegex: operator.endsWith('~'),
    isEqual: !operator.startsWith('!'),
  });
}

/** Reads `a="b"`, `a="b",c!="d"` and the same in braces. An empty text has no matchers. */
export function parseMatchers(text: string): Matcher[] {
  const inner = text.trim().replace(/^\{/, '').replace(/\}$/, '');
  return splitOutsideQuotes(inner)
    .filter((part) => part.trim() !== '')
    .map((part) => parseMatcher(part));
}

/** The same matcher, its pattern known to be valid. Throws {@link MatcherError}. */
export function makeMatcher(matcher: Matcher): Matcher {
  if (matcher.isRegex) patternOf(matcher.value);
  return matcher;
}

export function matches(matcher: Matcher, labels: Labels): boolean {
  const value = (Object.hasOwn(labels, matcher.name) ? labels[matcher.name] : undefined) ?? '';
  const same = matcher.isRegex ? patternOf(matcher.value)(value) : value === matcher.value;
  return same === matcher.isEqual;
}

/** Whether every matcher matches; no matchers match everything. */
export function matchesAll(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => matches(matcher, labels));
}

/** As written in files and on screen, always quoted. */
export function matcherText({ name, value, isRegex, isEqual }: Matcher): string {
  const operator = isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=';
  const shown = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name) ? name : quote(name);
  return `${shown}${operator}${quote(value)}`;
}

function patternOf(source: string): Pattern {
  try {
    return compilePattern(source);
  } catch (error) {
    throw new MatcherError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function quote(text: string): string {
  return `"${text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`)}"`;
}

function unescape(text: string): string {
  return text.replaceAll(/\\(["\\])/g, '$1');
}

function readValue(raw: string): string {
  const quoted = raw.startsWith('"');
  const text = quoted ? raw.slice(1) : raw;
  let value = '';
  let closed = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const last = index === text.length - 1;
    if (character === '"') {
      if (!quoted || !last) throw new MatcherError(`matcher value contains unescaped double quote: ${raw}`);
      closed = true;
    } else if (character === '\\' && !last) {
      index += 1;
      value += escaped(text.charAt(index));
    } else {
      value += character;
    }
  }
  if (quoted && !closed) throw new MatcherError(`matcher value contains unescaped double quote: ${raw}`);
  return value;
}

/** A backslash before anything else stays what it is. */
function escaped(character: string): string {
  if (character === 'n') return '\n';
  return character === '"' || character === '\\' ? character : `\\${character}`;
}

function splitOutsideQuotes(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let inside = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '\\' && inside && index < text.length - 1) {
      index += 1;
      part += character + text.charAt(index);
      continue;
    }
    if (character === '"') inside = !inside;
    if (character === ',' && !inside) {
      parts.push(part);
      part = '';
    } else {
      part += character;
    }
  }
  parts.push(part);
  return parts;
}
