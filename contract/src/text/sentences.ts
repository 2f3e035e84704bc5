/** One sentence of a text as it was written, without the label before it. */
export interface Sentence {
  readonly text: string;
  /** What stood before a colon at the beginning of its line, in lower case, such as `workaround`, or in capitals as `DNS`; empty without one. */
  readonly label: string;
  /** Stands right behind its label, or at the beginning of its line: what comes later need not be what the label says. */
  readonly isFirst: boolean;
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
    for (const [place, part] of splitLine(split?.rest ?? line).entries()) {
      if (found.length >= sentencesMax) return found;
      found.push({ text: part, label, isFirst: place === 0, index: found.length });
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

/** Scripts that put no space between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
const mayBeUnspaced = /[\u0e00-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\uffef\ud840-\udbff]/;

/** How many words a reader counts; where no space parts them, two characters are one. */
export function wordCount(text: string): number {
  const spaced = (some: string): number => some.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
  if (!mayBeUnspaced.test(text)) return spaced(text);
  const characters = text.match(unspaced)?.length ?? 0;
  return Math.ceil(characters / 2) + spaced(text.replaceAll(unspaced, ' '));
}

const says = 'is|are|was|were|has|have|had|says?|said';
/**
 * `It was the load balancer: …` and `This means: …` say something; `What we know: …`, `This week: …` and `IT: …`, a department, are only what stands
 * above it.
 */
const telling = new RegExp(
  [
    String.raw`^(?:it|there|he|she|we|they|i)\b`,
    String.raw`^(?:this|that)(?:$| (?:\w*[^\Wsu_]s|\w+ed|could|may|might|will|would|can|must|came|went|broke|made|took|hit|.* (?:we|they|it|i)(?= ))\b)`,
    String.raw`^(?!(?:what|who|whom|which|where|when|why|how)\b).* (?:${says})\b`,
  ].join('|'),
  'iu',
);

/** Those who look after computers; in capitals throughout it may be either. */
const department = /^IT\b(?! (?:IS|WAS|HAS|HAD|ARE)\b)/u;

/** Whether a text begins with `IT` as the name of a department, and not with the pronoun. */
export function isOfDepartment(text: string): boolean {
  return department.test(text);
}

const abbreviation = /^\p{Lu}{2,3}$/u;

/** One to five words before a colon that are no sentence. The length is bounded first, so that a long line costs no more than its length. */
function labelOf(line: string): { label: string; rest: string } | null {
  const [before, label = ''] = /^([^:：\n]{1,60})[:：]/u.exec(line) ?? [];
  if (before === undefined || !/^\p{L}/u.test(label) || !/^[\p{L}'’\s]+$/u.test(label)) return null;
  if (label.trim().split(/\s+/).length > 5 || telling.test(label.replace(department, ''))) return null;
  const name = label.trim();
  return {
    label: abbreviation.test(name) ? name : name.toLowerCase(),
    rest: line.slice(before.length).trim(),
  };
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
