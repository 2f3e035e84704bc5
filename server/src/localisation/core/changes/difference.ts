import { words } from './words.ts';

/** What a change does to what it touches. */
export interface Difference {
  /** Words that stood there and stand there no longer, and words that are new; comments count as little as they do. */
  readonly gone: ReadonlySet<string>;
  readonly come: ReadonlySet<string>;
  /** Largest factor by which a number changed where the rest of its line stayed; 1 = none did. */
  readonly factor: number;
  /** Whether a setting was given another word (a level, a switch). */
  readonly isSwitched: boolean;
  /** Whether lines that call or guard something went without being replaced. */
  readonly isCut: boolean;
}

const longest = 40_000;

/** Reads a unified difference. Anything else gives a difference in which nothing changed. */
export function readDifference(text: string): Difference {
  const lines = text.slice(0, longest).split('\n');
  const removed = body(lines, '-');
  const added = body(lines, '+');
  const before = new Set(removed.flatMap(words));
  const after = new Set(added.flatMap(words));
  const settings = pairs(removed, added);
  return {
    gone: new Set([...before].filter((word) => !after.has(word))),
    come: new Set([...after].filter((word) => !before.has(word))),
    factor: Math.max(1, ...settings.map(([from, to]) => factorOf(from, to))),
    isSwitched: settings.some(([from, to]) => isSwitch(from, to)),
    isCut: removed.length > added.length && [...before].some((word) => !after.has(word)),
  };
}

function body(lines: readonly string[], sign: '+' | '-'): string[] {
  return lines
    .filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3)))
    .map((line) => line.slice(1).trim())
    .filter((line) => line !== '' && !/^(\/\/|#|\*|\/\*|--)/.test(line));
}

/** Removed and added lines that are the same but for numbers, units or one last word. */
function pairs(removed: readonly string[], added: readonly string[]): [string, string][] {
  const shape = (line: string) => (/^[\s"']*([\w.-]+)["']?\s*[:=]/.exec(line)?.[1] ?? '').toLowerCase();
  const byShape = new Map(added.map((line) => [shape(line), line]));
  return removed.flatMap((line): [string, string][] => {
    const to = shape(line) === '' ? undefined : byShape.get(shape(line));
    return to === undefined || to === line ? [] : [[line, to]];
  });
}

const units: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  s: 1000,
  second: 1000,
  m: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
};

function factorOf(from: string, to: string): number {
  const [a, b] = [amount(from), amount(to)];
  if (a === null || b === null || a === b) return 1;
  return a <= 0 || b <= 0 ? 100 : Math.max(a / b, b / a);
}

function amount(line: string): number | null {
  const value = line.slice(line.search(/[:=]/) + 1);
  const found = /(\d+(?:\.\d+)?)\s*(?:\*\s*time\.)?\s*([a-z]*)/i.exec(value);
  if (found === null) return null;
  const unit = (found[2] ?? '').toLowerCase();
  return Number(found[1]) * (units[unit] ?? units[unit.replace(/s$/, '')] ?? 1);
}

function isSwitch(from: string, to: string): boolean {
  const value = (line: string) => /[:=]\s*["']?([a-z]+)["']?,?$/i.exec(line)?.[1] ?? null;
  const [a, b] = [value(from), value(to)];
  return a !== null && b !== null && a !== b;
}
