import { isPlain, sentencesOf } from '@fieldmarshal/contract/text';
import { stateChanges, type Entry, type IncidentRecord } from '../../core/record.ts';
import { cuesOf, isAddressed } from '../../core/summary/cues.ts';

/** How much of an incident a model is given. */
const materialMax = { entries: 80, newest: 30, characters: 1_200 } as const;

/**
 * What a model may be given of a log, oldest first, and what its sentences are judged by: state changes, the newest entries, those that say
 * most. Output of programs is told by its number of lines; sentences that speak to a reading machine are left out, so they are no evidence.
 */
export function materialOf(record: IncidentRecord): Entry[] {
  const chosen = new Set<string>(
    stateChanges(record.entries)
      .slice(-30)
      .map(({ id }) => id),
  );
  for (const { id } of record.entries.slice(-materialMax.newest)) chosen.add(id);
  const telling = record.entries
    .filter(({ id }) => !chosen.has(id))
    .map((entry) => ({ id: entry.id, worth: worthOf(entry.text.slice(0, materialMax.characters)) }))
    .sort((a, b) => b.worth - a.worth);
  for (const { id, worth } of telling.slice(0, materialMax.entries - chosen.size))
    if (worth > 0) chosen.add(id);
  return record.entries
    .filter(({ id }) => chosen.has(id))
    .map((entry) => ({ ...entry, text: readable(entry.text) }))
    .filter(({ text, status }) => text !== '' || status !== null);
}

function worthOf(text: string): number {
  return cuesOf(text, '').length + (/\d/.test(text) ? 1 : 0);
}

/** An entry as prose: no output of programs, nothing that gives orders, no character that cannot be seen. */
function readable(text: string): string {
  const kept: string[] = [];
  let output = 0;
  let fenced = false;
  const endOutput = (): void => {
    if (output > 0) kept.push(`[${output} ${output === 1 ? 'line' : 'lines'} of output]`);
    output = 0;
  };
  for (const line of text.slice(0, 20_000).split('\n')) {
    const isFence = /^\s*```/.test(line);
    if (isFence) fenced = !fenced;
    if (isFence || fenced || isOutput(line)) {
      if (!isFence) output += 1;
      continue;
    }
    endOutput();
    kept.push(line);
  }
  endOutput();
  return kept
    .map((line) => withoutOrders(line))
    .join('\n')
    .trim()
    .slice(0, materialMax.characters);
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
