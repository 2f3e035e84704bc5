/** One sentence of a text as it was written, without the label before it. */
export interface Sentence {
  readonly text: string;
  /** What stood before a colon at the beginning of its line, in lower case, such as `workaround`; empty without one. */
  readonly label: string;
  /** 0 for the first sentence of the text. */
  readonly index: number;
}

/** No more of one text is looked at: what is longer is pasted output, not prose. */
export const proseCharactersMax = 20_000;
/** No more sentences are taken of one text. */
const sentencesMax = 400;
const abbreviations =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|approx|no|nos|fig|inc|ltd|co|corp|dr|mr|mrs|ms|st|a\.m|p\.m|u\.s|u\.k|cf|max|min|est|[A-Z])\.$/i;
/** Behind a number `ms` and `min` are units, and the sentence may end there. */
const unitEnd = /\d\s?(?:ms|min)\.$/i;
const wideEnds = /[。！？।؟۔]/u;

/**
 * Splits prose into sentences, in order. Lines are never joined, list marks, emphasis and labels (`Workaround:`) are taken off, dots inside versions,
 * host names, numbers and abbreviations end nothing. Never throws; at most {@link proseCharactersMax} characters are read.
 */
export function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = [];
  /** A label alone on its line is that of the lines below it, up to an empty one. */
  let heading = '';
  for (const raw of visible(text.slice(0, proseCharactersMax)).split('\n')) {
    const line = raw
      .replaceAll(/\*\*|__|`/g, '')
      .replace(/^[\s>*•·#-]+/u, '')
      .trim();
    const split = labelOf(line);
    const label = split?.label ?? (line === '' ? '' : heading);
    if (split === null ? line === '' : true) heading = split?.rest === '' ? label : '';
    for (const part of splitLine(split?.rest ?? line)) {
      if (found.length >= sentencesMax) return found;
      found.push({ text: part, label, index: found.length });
    }
  }
  return found;
}

const odd = /[^\x20-\x7e\n]| {2}/;

/** Without what cannot be seen (zero width, direction marks, controls), white space as single spaces, line ends kept. */
export function visible(text: string): string {
  // Most of all text: printable ASCII in single spaces is as it should be, and told by one look.
  if (!odd.test(text)) return text;
  return text
    .toWellFormed()
    .replaceAll(/[\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\u00AD]/gu, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\S\n]+/gu, ' ')
    .replaceAll(/(?!\n)\p{Cc}/gu, '');
}

/** How many words a reader counts. */
export function wordCount(text: string): number {
  return text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
}

/** One to five words before a colon. The length is bounded first, so that a long line costs no more than its length. */
function labelOf(line: string): { label: string; rest: string } | null {
  const [before, label = ''] = /^([^:\n]{1,60}):/u.exec(line) ?? [];
  if (before === undefined || !/^\p{L}/u.test(label) || !/^[\p{L}'’\s]+$/u.test(label)) return null;
  if (label.trim().split(/\s+/).length > 5) return null;
  return { label: label.trim().toLowerCase(), rest: line.slice(before.length).trim() };
}

function splitLine(line: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of line.matchAll(
    /[.!?]{1,6}["”’')\]]{0,3}(?=\s+(?:[*•·] )?["“‘'([]?[\p{Lu}\p{N}\p{Lo}])|[。！？।؟۔]+/gu,
  )) {
    const end = match.index + match[0].length;
    const before = line.slice(from, match.index + 1);
    const ending = before.slice(-12);
    if (!wideEnds.test(match[0]) && abbreviations.test(ending) && !unitEnd.test(ending)) continue;
    parts.push(line.slice(from, end));
    from = end;
  }
  parts.push(line.slice(from));
  return parts
    .map((part) => part.trim().replace(/^[*•·] /u, ''))
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
}
