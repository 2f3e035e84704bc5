import type { Level, PlacedLine } from './line.ts';
import { templateOf } from './template.ts';

/** How often a pattern was written in one environment and minute. */
export interface CountedLines {
  readonly product: string;
  readonly environment: string;
  readonly minute: number;
  readonly level: Level;
  readonly place: string;
  readonly template: string;
  readonly lines: number;
}

const placeLengthMax = 100;

/** Counts lines by what of them is the same each time; those of no known product or environment are left out. `clean` takes secrets out. */
export function countLines(lines: readonly PlacedLine[], clean: (text: string) => string): CountedLines[] {
  const counted = new Map<string, CountedLines>();
  const templates = new Map<string, string>();
  for (const { product, environment, minute, level, place: said, words } of lines) {
    if (product === null || environment === null) continue;
    const template = templates.get(words) ?? templateOf(clean(words.slice(0, cleanedMax)));
    templates.set(words, template);
    const place = templateOf(said).slice(0, placeLengthMax);
    const key = JSON.stringify([product, environment, minute, level, place, template]);
    const known = counted.get(key)?.lines ?? 0;
    counted.set(key, { product, environment, minute, level, place, template, lines: known + 1 });
  }
  return [...counted].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** More than a template is made of, so that a secret that is cut off is still known for one. */
const cleanedMax = 1_000;
