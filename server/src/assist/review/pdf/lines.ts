import { clustersOf } from './clusters.ts';

/** Part of a paragraph, from `start` up to `end` (UTF-16 units, `end` outside), without the spaces at its end. */
export interface Line {
  readonly start: number;
  readonly end: number;
}

const freely = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60]/u;
/** Never at the beginning of a line, and never at its end. */
const closing = /[\p{Pe}\p{Pf}\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff01\uff1f\u30fc\u3005!?,.;:%]/u;
const opening = /[\p{Ps}\p{Pi}]/u;

/** Points: sums of widths are not exact. */
const slack = 0.01;

/** Where a line may begin: after spaces, after `-` and `/` inside words, and between letters of scripts that are written without spaces. */
export function partsOf(text: string): Line[] {
  const parts: Line[] = [];
  let start = 0;
  let before = '';
  let at = 0;
  for (const character of text) {
    if (at > start && mayBreak(before, character)) {
      parts.push({ start, end: at });
      start = at;
    }
    before = character;
    at += character.length;
  }
  if (at > start) parts.push({ start, end: at });
  return parts;
}

function mayBreak(before: string, after: string): boolean {
  if (before === ' ') return true;
  if (before === '-' || before === '/') return !/[\s\d\p{P}]/u.test(after);
  return (freely.test(before) || freely.test(after)) && !closing.test(after) && !opening.test(before);
}

/**
 * A paragraph in lines of at most `column`. `widthOf` measures a part of it. A part that is wider than a line on its own is cut between
 * letters; a single letter that is wider stands on a line of its own.
 */
export function linesOf(text: string, column: number, widthOf: (part: Line) => number): Line[] {
  const widthMax = column + slack;
  const lines: Line[] = [];
  let start = 0;
  let end = 0;
  let width = 0;
  const close = (): void => {
    if (end > start) lines.push(trimmed(text, { start, end }));
    start = end;
    width = 0;
  };
  for (const part of partsOf(text).flatMap((each) => fitting(text, each, { widthMax, widthOf }))) {
    const bare = widthOf(trimmed(text, part));
    if (width + bare > widthMax) close();
    end = part.end;
    width += widthOf(part);
  }
  close();
  return lines.length === 0 ? [{ start: 0, end: 0 }] : lines;
}

function fitting(
  text: string,
  part: Line,
  { widthMax, widthOf }: { readonly widthMax: number; readonly widthOf: (part: Line) => number },
): Line[] {
  if (widthOf(trimmed(text, part)) <= widthMax) return [part];
  const cut: Line[] = [];
  let { start } = part;
  let at = start;
  let width = 0;
  for (const cluster of clustersOf(text.slice(part.start, part.end))) {
    const more = widthOf({ start: at, end: at + cluster.length });
    if (width + more > widthMax && at > start) {
      cut.push({ start, end: at });
      start = at;
      width = 0;
    }
    at += cluster.length;
    width += more;
  }
  return [...cut, { start, end: part.end }];
}

function trimmed(text: string, { start, end }: Line): Line {
  let last = end;
  while (last > start && text[last - 1] === ' ') last -= 1;
  return { start, end: last };
}

/** Runs of a line as they stand on paper from left to right (Unicode Bidirectional Algorithm, rule L2); each is of one level. */
export function leftToRight<Run extends { readonly level: number }>(runs: readonly Run[]): Run[] {
  const order = [...runs];
  const top = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = top; level > 0; level -= 1) {
    for (let from = 0; from < order.length; from += 1) {
      let to = from;
      while ((order[to]?.level ?? 0) >= level) to += 1;
      if (to > from) order.splice(from, to - from, ...order.slice(from, to).reverse());
      from = to;
    }
  }
  return order;
}
