import type { Communication } from './comms-api.ts';

/** A stretch of a message with what the rules say about it. */
export interface TextPart {
  text: string;
  /** Finding or fact; null for words that neither is about. */
  mark: 'blocking' | 'warning' | 'fact' | null;
  /** What to say on hover and focus. */
  tip: string;
}

type Range = TextPart & { start: number; end: number };

/** Cuts a text along its findings and facts. Where they overlap, a blocking finding wins over a warning, and both over a fact. */
export function textParts({
  text,
  findings,
  facts,
}: Pick<Communication, 'text' | 'findings' | 'facts'>): TextPart[] {
  const ranges = [
    ...findings
      .filter(({ start, end }) => end > start)
      .toSorted((a, b) => a.level.localeCompare(b.level))
      .map(({ start, end, level, message, advice }) => ({
        start,
        end,
        mark: level,
        tip: `${message} ${advice}`,
      })),
    ...facts.flatMap(({ text: words, evidence }) => {
      const start = text.indexOf(words);
      return start < 0
        ? []
        : [{ start, end: start + words.length, mark: 'fact' as const, tip: `Known from ${evidence}` }];
    }),
  ];
  const taken: Range[] = [];
  for (const range of ranges)
    if (!taken.some(({ start, end }) => range.start < end && start < range.end))
      taken.push({ ...range, text: text.slice(range.start, range.end) });
  const parts: TextPart[] = [];
  let at = 0;
  for (const { start, end, ...part } of taken.toSorted((a, b) => a.start - b.start)) {
    if (start > at) parts.push({ text: text.slice(at, start), mark: null, tip: '' });
    parts.push(part);
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at), mark: null, tip: '' });
  return parts;
}
