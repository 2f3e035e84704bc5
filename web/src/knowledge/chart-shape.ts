import type { PanelData } from '@fieldmarshal/contract/knowledge';

type Points = PanelData['lines'][number]['points'];

export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly lowest: number;
  readonly highest: number;
}

/** From zero, or below it, to the highest value; a line that never moves still has room. */
export function scaleOf({ from, to, lines }: Pick<PanelData, 'from' | 'to' | 'lines'>): Scale {
  const values = lines.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []));
  const lowest = values.reduce((least, value) => Math.min(least, value), 0);
  const highest = values.reduce((most, value) => Math.max(most, value), lowest);
  return {
    from: Date.parse(from),
    to: Date.parse(to),
    lowest,
    highest: highest > lowest ? highest : lowest + 1,
  };
}

/** `d` of a path in a box of `width` × `height`; a hole ends a piece, and a lonely point is a short dash. */
export function pathOf(
  points: Points,
  scale: Scale,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const x = (at: number): string => (((at - scale.from) / (scale.to - scale.from)) * width).toFixed(1);
  const y = (value: number): string =>
    (height - ((value - scale.lowest) / (scale.highest - scale.lowest)) * height).toFixed(1);
  let d = '';
  let isDown = false;
  points.forEach(([at, value], index) => {
    if (value === null) {
      isDown = false;
      return;
    }
    const isLonely = !isDown && (points[index + 1]?.[1] ?? null) === null;
    d += `${isDown ? 'L' : 'M'}${x(at)} ${y(value)}${isLonely ? 'h2' : ''}`;
    isDown = true;
  });
  return d;
}

/** The value of a line nearest to an instant, null where the line has a hole or is not there. */
export function valueAt(points: Points, at: number, stepSeconds: number): number | null {
  let nearest: Points[number] | undefined;
  for (const point of points)
    if (nearest === undefined || Math.abs(point[0] - at) < Math.abs(nearest[0] - at)) nearest = point;
  return nearest === undefined || Math.abs(nearest[0] - at) > stepSeconds * 1_000 ? null : nearest[1];
}

/** Marks that lie too near to each other to be told apart stand under one flag. */
export interface Flag {
  /** Where it stands, 0..1 of the width. */
  readonly share: number;
  /** The number of a mark in the list of events, or of the first and the last: `3`, `4–6`. */
  readonly label: string;
  readonly text: string;
}

const flagShareMin = 0.05;

/** Numbered flags for what happened, in the order of time. */
export function flagsOf(marks: PanelData['marks'], { from, to }: Pick<Scale, 'from' | 'to'>): Flag[] {
  const groups: { share: number; first: number; last: number; texts: string[] }[] = [];
  marks.forEach(({ at, text }, index) => {
    const share = (Date.parse(at) - from) / (to - from);
    const near = groups.at(-1);
    if (near !== undefined && Math.abs(share - near.share) < flagShareMin) {
      near.last = index + 1;
      near.texts.push(text);
    } else groups.push({ share, first: index + 1, last: index + 1, texts: [text] });
  });
  return groups.map(({ share, first, last, texts }) => ({
    share: Math.min(1, Math.max(0, share)),
    label: first === last ? String(first) : `${first}–${last}`,
    text: texts.join(', '),
  }));
}
