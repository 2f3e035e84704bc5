import type { DraftFacts, Knowledge } from '../facts.ts';

/** So many words in a row are a quotation; fewer are a coincidence. */
export const runLength = 4;
/** Of a log of any size the latest notes are compared. */
const notesMax = 200;
const noteCharactersMax = 4000;

/** Every run of {@link runLength} words of internal notes that stands nowhere in what was written for users. */
export function wordsOfNotes(
  { said, scope, workaround }: DraftFacts,
  { notes }: Knowledge,
): ReadonlySet<string> {
  const inside = new Set(notes.slice(-notesMax).flatMap(runsOf));
  if (inside.size === 0) return inside;
  for (const text of [...said.map(({ text }) => text), scope?.value ?? '', workaround?.value ?? ''])
    for (const run of runsOf(text)) inside.delete(run);
  return inside;
}

export function wordPlaces(text: string): { word: string; start: number; end: number }[] {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((match) => ({
    word: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function runsOf(text: string): string[] {
  const words = wordPlaces(text.slice(0, noteCharactersMax)).map(({ word }) => word);
  return words.slice(runLength - 1).map((_, index) => words.slice(index, index + runLength).join(' '));
}
