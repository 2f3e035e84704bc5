import type { Inline } from '@fieldmarshal/contract/text/markdown';
import bidi from 'bidi-js';
import type { Face, FontRun, Fonts } from './fonts.ts';
import { mirroredOf } from './clusters.ts';
import { leftToRight, linesOf, type Line } from './lines.ts';

/** Words of one look. */
export interface Span {
  readonly text: string;
  readonly face: Face;
  readonly href?: string;
}

/** Letters that are drawn at once: one font, one direction. */
interface DrawnRun extends FontRun {
  readonly isRightToLeft: boolean;
  readonly width: number;
  /** From the left end of the line. */
  readonly x: number;
  readonly href: string | undefined;
}

export interface DrawnLine {
  /** In the order of writing, which is that in which they are read. */
  readonly runs: readonly DrawnRun[];
  readonly width: number;
  /** Of its paragraph: where its lines begin. */
  readonly isRightToLeft: boolean;
}

type SetRun = Omit<DrawnRun, 'x'> & { readonly level: number };
type Lists = Extract<Inline, { kind: 'list' }>;

const order = bidi();

/** The words of a paragraph, and the lists that stand under them. */
export function spansOf(parts: readonly Inline[], face: Face = 'plain'): { spans: Span[]; lists: Lists[] } {
  const spans: Span[] = [];
  const lists: Lists[] = [];
  for (const part of parts) {
    if (part.kind === 'list') lists.push(part);
    else if (part.kind === 'bold') spans.push(...spansOf(part.parts, 'bold').spans);
    else if (part.kind === 'code') spans.push({ text: part.text, face: 'code' });
    else if (part.kind === 'link')
      spans.push({ text: part.text, face, href: part.href }, ...addressOf(part, face));
    else spans.push({ text: part.text, face });
  }
  return { spans, lists };
}

/** On paper nobody sees where a link leads unless it is written. */
function addressOf({ text, href }: { readonly text: string; readonly href: string }, face: Face): Span[] {
  return text === href ? [] : [{ text: ` (${href})`, face, href }];
}

/** A paragraph in the lines of a column; each line break in it begins a paragraph of its own. */
export function layOut(
  spans: readonly Span[],
  { fonts, size, width }: { readonly fonts: Fonts; readonly size: number; readonly width: number },
): DrawnLine[] {
  return paragraphsOf(spans).flatMap((each) => new Setter(each, fonts, size).linesWithin(width));
}

function paragraphsOf(spans: readonly Span[]): Span[][] {
  const paragraphs: Span[][] = [[]];
  for (const span of spans)
    for (const [index, text] of span.text.split('\n').entries()) {
      if (index > 0) paragraphs.push([]);
      if (text !== '') paragraphs.at(-1)?.push({ ...span, text });
    }
  return paragraphs;
}

/** Sets one paragraph. */
class Setter {
  readonly #text: string;
  readonly #spans: readonly { readonly span: Span; readonly start: number; readonly end: number }[];
  readonly #fonts: Fonts;
  readonly #size: number;
  readonly #levels: Uint8Array;
  readonly #isRightToLeft: boolean;

  constructor(spans: readonly Span[], fonts: Fonts, size: number) {
    this.#fonts = fonts;
    this.#size = size;
    let at = 0;
    this.#spans = spans.map((span) => {
      const start = at;
      at += span.text.length;
      return { span, start, end: at };
    });
    this.#text = spans.map(({ text }) => text).join('');
    const { levels, paragraphs } = order.getEmbeddingLevels(this.#text, 'auto');
    this.#levels = levels;
    this.#isRightToLeft = (paragraphs[0]?.level ?? 0) % 2 === 1;
  }

  linesWithin(width: number): DrawnLine[] {
    const widthOf = (part: Line): number => this.#runsOf(part).reduce((sum, run) => sum + run.width, 0);
    return linesOf(this.#text, width, widthOf).map((line) => {
      const runs = this.#runsOf(line);
      const left = new Map<SetRun, number>();
      let x = 0;
      for (const run of leftToRight(runs)) {
        left.set(run, x);
        x += run.width;
      }
      const placed = runs.map((run) => ({ ...run, x: left.get(run) ?? 0 }));
      return { runs: placed, width: x, isRightToLeft: this.#isRightToLeft };
    });
  }

  /** In the order of writing: each of one span, one level and one font. */
  #runsOf({ start, end }: Line): SetRun[] {
    const runs: SetRun[] = [];
    for (const { span, ...where } of this.#spans) {
      let from = Math.max(start, where.start);
      const until = Math.min(end, where.end);
      while (from < until) {
        const level = this.#levels[from] ?? 0;
        let to = from + 1;
        while (to < until && this.#levels[to] === level) to += 1;
        runs.push(...this.#drawn(this.#text.slice(from, to), level, span));
        from = to;
      }
    }
    return runs;
  }

  #drawn(text: string, level: number, { face, href }: Span): SetRun[] {
    const isRightToLeft = level % 2 === 1;
    const seen = isRightToLeft ? text.replaceAll(/\P{L}/gu, mirroredOf) : text;
    return this.#fonts.runsOf(seen, face).map((run) => {
      const width = this.#fonts.widthOf(run, { isRightToLeft, size: this.#size });
      return { ...run, level, isRightToLeft, width, href };
    });
  }
}
