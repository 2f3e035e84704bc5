/** One step of an outline as font programs give it; `args` are x, y, x, y in units of the font. */
export interface OutlineStep {
  readonly command: string;
  readonly args: readonly number[];
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly isOn: boolean;
}

/**
 * An outline as an entry of a TrueType `glyf` table (OpenType 1.9, simple glyph), rounded to whole units, filled up to a multiple of four
 * bytes. Empty for an empty outline. Cubic curves are none of TrueType's and throw.
 */
export function glyphOf(outline: readonly OutlineStep[]): Uint8Array {
  const { points, ends } = pointsOf(outline);
  if (points.length === 0) return new Uint8Array(0);
  const size = 10 + ends.length * 2 + 2 + points.length * 5;
  const view = new DataView(new ArrayBuffer(Math.ceil(size / 4) * 4));
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const words = [ends.length, least(xs), least(ys), most(xs), most(ys), ...ends, 0];
  for (const [index, word] of words.entries()) view.setInt16(index * 2, word);
  const flagsAt = words.length * 2;
  for (const [index, { isOn }] of points.entries()) view.setUint8(flagsAt + index, isOn ? 1 : 0);
  const steps = [...stepsOf(xs), ...stepsOf(ys)];
  for (const [index, step] of steps.entries()) view.setInt16(flagsAt + points.length + index * 2, step);
  return new Uint8Array(view.buffer);
}

function pointsOf(outline: readonly OutlineStep[]): { points: Point[]; ends: number[] } {
  const points: Point[] = [];
  const ends: number[] = [];
  const end = (): void => {
    if (points.length - 1 > (ends.at(-1) ?? -1)) ends.push(points.length - 1);
  };
  for (const { command, args } of outline) {
    if (command === 'bezierCurveTo') throw new Error('A TrueType glyph has no cubic curves.');
    if (command === 'closePath' || command === 'moveTo') end();
    for (let at = 0; at + 1 < args.length; at += 2) {
      const isOn = !(command === 'quadraticCurveTo' && at === 0);
      points.push({ x: Math.round(args[at] ?? 0), y: Math.round(args[at + 1] ?? 0), isOn });
    }
  }
  end();
  return { points, ends };
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));

function stepsOf(values: readonly number[]): number[] {
  return values.map((value, index) => value - (values[index - 1] ?? 0));
}
