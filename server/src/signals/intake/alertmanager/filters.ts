import { MatcherError, parseMatcher, type Matcher } from '../../core/matcher.ts';
import { compilePattern, type Pattern } from '../../core/pattern.ts';
import { AmError } from './am-error.ts';

/** What a reader of alerts wants; as in Alertmanager, all of it unless it says otherwise. */
export interface AlertFilter {
  readonly active: boolean;
  readonly silenced: boolean;
  readonly inhibited: boolean;
  readonly unprocessed: boolean;
  readonly matchers: readonly Matcher[];
  readonly receiver: Pattern | null;
}

/** What Alertmanager takes for true; anything else that is given is false. */
const yes = new Set(['true', '1', 'yes', 'ok', 'y', 'on', 'selected', 'checked', 't', 'enabled']);

/** From the query; of a parameter given twice the last one counts. Throws {@link AmError} 400. */
export function readFilter(query: unknown): AlertFilter {
  const flag = (name: string): boolean => {
    const text = last(query, name) ?? '';
    return text === '' || yes.has(text.toLowerCase());
  };
  return {
    active: flag('active'),
    silenced: flag('silenced'),
    inhibited: flag('inhibited'),
    unprocessed: flag('unprocessed'),
    matchers: readMatchers(query),
    receiver: readReceiver(last(query, 'receiver')),
  };
}

/** One matcher for each `filter`, never a list of them. */
export function readMatchers(query: unknown): Matcher[] {
  const texts = every(query, 'filter');
  if (texts.length > 100) throw new AmError(400, 'at most 100 filters are taken');
  try {
    return texts.map((text) => parseMatcher(text));
  } catch (error) {
    if (error instanceof MatcherError) throw new AmError(400, error.message);
    throw error;
  }
}

function readReceiver(text: string | undefined): Pattern | null {
  if (text === undefined || text === '') return null;
  try {
    return compilePattern(text);
  } catch (error) {
    throw new AmError(400, `failed to parse receiver param: ${error instanceof Error ? error.message : ''}`);
  }
}

function every(query: unknown, name: string): string[] {
  const value: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, name) : undefined;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item): item is string => typeof item === 'string');
}

function last(query: unknown, name: string): string | undefined {
  return every(query, name).at(-1);
}
