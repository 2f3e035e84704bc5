import type { MonitorProbe } from '@fieldmarshal/contract/checks';
import { query } from 'jsonpath-rfc9535';
import { RE2JS } from 're2js';
import { MonitorFailure, unmet } from './failure.ts';

type HttpExpect = Extract<MonitorProbe, { type: 'http' }>['expect'];
type TextRule = HttpExpect['body'][number];
type JsonRule = HttpExpect['json'][number];

/** Throws where a text is not as the rule says; `what` names it for people. */
export function checkText(text: string, rule: TextRule, what: string): void {
  const { equals, contains, excludes, matches } = rule;
  if (equals !== undefined && text !== equals)
    throw unmet(`${what} is not "${cut(equals)}" but "${cut(text)}"`);
  if (contains !== undefined && !text.includes(contains))
    throw unmet(`${what} does not contain "${cut(contains)}"`);
  if (excludes !== undefined && text.includes(excludes)) throw unmet(`${what} contains "${cut(excludes)}"`);
  if (matches !== undefined && !compiled(matches).matcher(text).find())
    throw unmet(`${what} does not match /${cut(matches)}/`);
}

/** Throws where the values that the path finds are not as the rule says. */
export function checkJson(value: unknown, rule: JsonRule): void {
  const found = find(value, rule.path);
  const { path, equals, matches, above, below, count } = rule;
  if (count !== undefined && found.length !== count)
    throw unmet(`${path} finds ${found.length} values, not ${count}`);
  if (count === undefined && found.length === 0) throw unmet(`${path} finds nothing in the answer`);
  for (const each of found) {
    const shown = cut(JSON.stringify(each));
    if (equals !== undefined && each !== equals)
      throw unmet(`${path} is ${shown}, not ${JSON.stringify(equals)}`);
    if (matches !== undefined && !compiled(matches).matcher(String(each)).find())
      throw unmet(`${path} is ${shown} and does not match /${cut(matches)}/`);
    if (above !== undefined && !(typeof each === 'number' && each > above))
      throw unmet(`${path} is ${shown}, not above ${above}`);
    if (below !== undefined && !(typeof each === 'number' && each < below))
      throw unmet(`${path} is ${shown}, not below ${below}`);
  }
}

function find(value: unknown, path: string): unknown[] {
  // These two run patterns that are not linear in the text; `matches` is there for that.
  if (/\b(match|search)\s*\(/.test(path))
    throw new MonitorFailure('test', `${path}: match() and search() are not supported, use "matches"`);
  try {
    // The value was parsed from JSON, or is not JSON and finds nothing.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return query(value as Parameters<typeof query>[0], path);
  } catch (error) {
    throw new MonitorFailure(
      'test',
      `${path} is no JSONPath: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

const patterns = new Map<string, RE2JS>();

function compiled(source: string): RE2JS {
  const known = patterns.get(source);
  if (known) return known;
  try {
    const made = RE2JS.compile(source);
    if (patterns.size >= 5_000) patterns.clear();
    patterns.set(source, made);
    return made;
  } catch (error) {
    throw new MonitorFailure(
      'test',
      `/${cut(source)}/ is no pattern: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

function cut(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119).toWellFormed()}…`;
}
