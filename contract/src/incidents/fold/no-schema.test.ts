import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Everything a module loads at run time, itself included; packages by their name. */
function loads(file: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(file.href)) return seen;
  seen.add(file.href);
  const source = readFileSync(file, 'utf8');
  for (const [, clause = '', from = ''] of source.matchAll(/^(?:import|export) ([^;]*?)from '([^']+)'/gm)) {
    if (clause.startsWith('type ')) continue;
    if (from.startsWith('.')) loads(new URL(from, file), seen);
    else seen.add(from);
  }
  return seen;
}

it.each(['../fold/reduce.ts', '../decide/decide.ts', '../decide/merge.ts', '../first-five.ts', '../room.ts'])(
  '%s loads no package: browsers and simulators run it as it is',
  (path) => {
    const loaded = [...loads(new URL(path, import.meta.url))];
    expect(loaded.filter((name) => !name.startsWith('file:'))).toEqual([]);
    expect(loaded.every((name) => existsSync(new URL(name)))).toBe(true);
    expect([...loads(new URL('../contract.ts', import.meta.url))]).toContain('zod');
  },
);
