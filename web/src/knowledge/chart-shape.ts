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
