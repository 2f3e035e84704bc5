/**
 * A slot's value travels through a template between two private characters and a number, so that the finished text knows which part of it
 * came from which fact. Values are cleaned of those characters first; nothing that somebody typed can pretend to be a fact.
 */
const open = '\uE000';
const close = '\uE001';
const end = '\uE002';

/** Control, format (zero-width, bidirectional, soft hyphen), private-use and unpaired surrogate characters; line ends are kept. */
const unfit = /(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

interface Source {
  /** The name of the slot. */
  readonly slot: string;
  readonly evidence: string;
}

/** Characters `start` until before `end` of a text come from `evidence`. */
export interface Span extends Source {
  readonly start: number;
  readonly end: number;
}

/** One line, without characters that are not seen; at most `max` characters. */
export function cleanLine(value: string, max = 300): string {
  const line = value.normalize('NFC').replace(/\s+/gu, ' ').replace(unfit, '').trim();
  return Array.from(line).slice(0, max).join('');
}

/** Collects sources while slots are filled, and reads them back out of the finished text. */
export interface Marks {
  mark(value: string, source: Source): string;
  read(marked: string): { readonly text: string; readonly spans: readonly Span[] };
}

export function startMarks(): Marks {
  const sources: Source[] = [];
  return {
    mark: (value, source) => `${open}${sources.push(source) - 1}${close}${value}${end}`,
    read: (marked) => readMarks(marked, sources),
  };
}

function readMarks(marked: string, sources: readonly Source[]) {
  const spans: Span[] = [];
  const started: { source: Source; start: number }[] = [];
  let text = '';
  for (const part of marked.split(/(\uE000\d+\uE001|\uE002)/u)) {
    if (part.startsWith(open)) {
      const source = sources[Number(part.slice(1, -1))];
      if (source !== undefined) started.push({ source, start: text.length });
    } else if (part === end) {
      const from = started.pop();
      if (from !== undefined) spans.push({ ...from.source, start: from.start, end: text.length });
    } else text += part.replace(/[\uE000-\uE002]/gu, '');
  }
  return { text, spans: spans.toSorted((a, b) => a.start - b.start) };
}
