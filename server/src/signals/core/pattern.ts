import { RE2JS } from 're2js';

/** A regular expression in Go's syntax that must match the whole text, in time linear in it. */
export type Pattern = (text: string) => boolean;

/** Longest pattern taken, in characters. */
const patternLengthMax = 1_000;
const cacheSizeMax = 5_000;
const compiled = new Map<string, Pattern>();

/** Throws an Error with Go's sentence where the pattern is not valid, and where it is longer than 1,000 characters. Compiled once per text. */
export function compilePattern(source: string): Pattern {
  const known = compiled.get(source);
  if (known) return known;
  if (source.length > patternLengthMax)
    throw new Error(`a regular expression may have at most ${patternLengthMax} characters`);
  const pattern = alternatives(source) ?? anchored(source);
  if (compiled.size >= cacheSizeMax) compiled.clear();
  compiled.set(source, pattern);
  return pattern;
}

/** `critical|major` and plain words, which most patterns are, need no automaton. */
function alternatives(source: string): Pattern | null {
  if (!/^[\w :/@,=-]*(\|[\w :/@,=-]*)*$/.test(source)) return null;
  const words = new Set(source.split('|'));
  return (text) => words.has(text);
}

function anchored(source: string): Pattern {
  const automaton = RE2JS.compile(`^(?:${source})$`);
  return (text) => automaton.testExact(text);
}
