import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { observed, type Observed } from '../inside/observed.ts';

const fileMax = 32 * 1024 * 1024;

/** What the workers of a batch wrote down, by test. Lines that are none are left out. */
export function readObserved(directory: string): Map<string, Observed[]> {
  const byTest = new Map<string, Observed[]>();
  for (const line of lines(directory)) {
    const one = parsed(line);
    if (!one) continue;
    const key = one.test ?? '';
    byTest.set(key, [...(byTest.get(key) ?? []), one]);
  }
  return byTest;
}

function lines(directory: string): string[] {
  try {
    return readdirSync(directory).flatMap((name) => {
      const path = join(directory, name);
      return statSync(path).size > fileMax ? [] : readFileSync(path, 'utf8').split('\n');
    });
  } catch {
    return [];
  }
}

function parsed(line: string): Observed | null {
  try {
    return observed.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
