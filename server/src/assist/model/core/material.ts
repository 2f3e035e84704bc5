import { isPlain, sentencesOf } from '@fieldmarshal/contract/text';
import { stateChanges, type Entry, type IncidentRecord } from '../../core/record.ts';
import { cuesOf } from '../../core/summary/cues.ts';
import { beforeOrders, isAddressed } from '../../core/words/addressed.ts';

/** How much of an incident a model is given. */
const materialMax = { entries: 80, newest: 30, characters: 1_200, allCharacters: 32_000 } as const;

/**
 * What a model may be given of a log, oldest first, and what its sentences are judged by: state changes, the newest entries, those that say
 * most. Output of programs is told by its number of lines; sentences that speak to a reading machine are left out, so they are no evidence.
 */
export function materialOf(record: IncidentRecord): Entry[] {
  const moved = stateChanges(record.entries);
  const chosen = new Set(moved.slice(-30).map(({ id }) => id));
  // Most events of a busy room (pages, marks, links) say nothing by themselves.
  const saying = record.entries.filter(({ text }) => text.trim() !== '');
  for (const { id } of saying.slice(-materialMax.newest)) chosen.add(id);
  const telling = saying
    .filter(({ id }) => !chosen.has(id))
    .map((entry) => ({ id: entry.id, worth: worthOf(entry.text.slice(0, materialMax.characters)) }))
    .sort((a, b) => b.worth - a.worth);
  for (const { id, worth } of telling.slice(0, materialMax.entries - chosen.size))
    if (worth > 0) chosen.add(id);
  const movedIds = new Set(moved.map(({ id }) => id));
  const readableOnes = record.entries
    .filter(({ id }) => chosen.has(id))
    .map((entry) => ({ ...entry, text: readable(entry.text) }))
    .filter(({ id, text }) => text !== '' || movedIds.has(id));
  return fitting(readableOnes, materialMax.allCharacters);
}

/** Of a request around its entries, and of each entry around its text: its id, time, state and kind. */
const overhead = { request: 5_000, entry: 110 } as const;
/** Of an answer. */
const answerTokens = 1_600;
/** Cautious: English has four, many languages fewer. */
const charactersPerToken = 2.5;

/** How many characters of entries a model with so many tokens takes; null: nobody told, so there is no such bound. */
export function roomFor(contextTokens: number | null): number {
  if (contextTokens === null) return Infinity;
  return Math.max(0, (contextTokens - answerTokens) * charactersPerToken - overhead.request);
}

/** The entries that fit into so many characters: changes of state first, then the newest. In their order. */
export function fitting(entries: readonly Entry[], charactersMax: number): Entry[] {
  const moved = new Set(stateChanges(entries).map(({ id }) => id));
  const wanted = entries.toReversed().sort((a, b) => Number(moved.has(b.id)) - Number(moved.has(a.id)));
  let left = charactersMax;
  const taken = new Set<string>();
  for (const { id, text } of wanted) {
    left -= text.length + overhead.entry;
    if (left < 0) break;
    taken.add(id);
  }
  return entries.filter(({ id }) => taken.has(id));
}

function worthOf(text: string): number {
  return cuesOf(text, '').length + (/\d/.test(text) ? 1 : 0);
}

/** An entry as prose: no output of programs, nothing that gives orders, no character that cannot be seen. */
function readable(text: string): string {
  const kept: string[] = [];
  const read = beginningOf(text);
  let output = 0;
  let fenced = false;
  const endOutput = (more = ''): void => {
    if (output > 0) kept.push(`[${output}${more} ${output === 1 ? 'line' : 'lines'} of output]`);
    output = 0;
  };
  for (const line of beforeOrders(read).split('\n')) {
    const isFence = /^\s*```/.test(line);
    if (isFence) fenced = !fenced;
    if (isFence || fenced || isOutput(line)) {
      if (!isFence) output += 1;
      continue;
    }
    endOutput();
    kept.push(line);
  }
  endOutput(read.length < text.length ? ' and more' : '');
  return kept
    .map((line) => withoutOrders(line))
    .join('\n')
    .trim()
    .slice(0, materialMax.characters);
}

const readCharactersMax = 20_000;

/** Whole lines: half of one says something else. */
function beginningOf(text: string): string {
  if (text.length <= readCharactersMax) return text;
  const end = text.lastIndexOf('\n', readCharactersMax);
  return text.slice(0, end > 0 ? end : readCharactersMax);
}

function isOutput(line: string): boolean {
  return (
    /^\s*(?:at [\w.$<>]+\(|Traceback|File "|\d{4}-\d{2}-\d{2}[T ][\d:.,Z+-]+\s|\[?\d{2}:\d{2}:\d{2}[.,\d]*\]?\s+(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)|(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)[ :[]|[{}[\]]|<\/?\w+[^>]*>\s*$|\$ )/.test(
      line,
    ) || /\S{160}/.test(line)
  );
}

function withoutOrders(line: string): string {
  if (isPlain(line) && !isAddressed(line)) return line;
  return sentencesOf(line)
    .flatMap(({ text }) => (isAddressed(text) || !isPlain(text) ? [] : [text]))
    .join(' ');
}
