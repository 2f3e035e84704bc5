import { expect, test } from 'vitest';
import { bringAll, inOrder } from './bring.ts';

const taken = { outcome: 'taken', reason: null } as const;
const early = { outcome: 'refused', reason: 'unknown-key' } as const;

/** Brings files of which each is taken once another was: `b: 'a'`, with `a` first. Gives what came of them, and all that was brought. */
async function brought(files: readonly string[], after: Readonly<Record<string, string>>) {
  const tried: string[] = [];
  const known = new Set<string>();
  const ended: string[] = [];
  const bring = async (file: string) => {
    tried.push(file);
    const needs = after[file];
    if (needs !== undefined && !known.has(needs)) return early;
    known.add(file);
    return taken;
  };
  for await (const [file, { outcome }] of bringAll(files, bring)) ended.push(`${file} ${outcome}`);
  return { tried, ended };
}

test('what an unknown key signed goes again for as long as anything was taken in', async () => {
  // Each announces the key of the one before it.
  expect(await brought(['d', 'c', 'b', 'a'], { d: 'c', c: 'b', b: 'a' })).toEqual({
    tried: ['d', 'c', 'b', 'a', 'd', 'c', 'b', 'd', 'c', 'd'],
    ended: ['a taken', 'b taken', 'c taken', 'd taken'],
  });
});

test('it ends where nothing was taken in, and says of the rest why', async () => {
  expect(await brought(['b', 'c'], { b: 'a', c: 'a' })).toEqual({
    tried: ['b', 'c'],
    ended: ['b refused', 'c refused'],
  });
  expect(await brought([], {})).toEqual({ tried: [], ended: [] });
});

test('what was kept goes only once something was taken in, and is not spoken of before', async () => {
  const all = async (answer: typeof taken | null): Promise<string[]> => {
    const ended: string[] = [];
    for await (const [file] of bringAll(['a'], async () => answer, ['kept'])) ended.push(file);
    return ended;
  };
  expect(await all(null)).toEqual(['a']);
  expect(await all(taken)).toEqual(['a', 'kept']);
});

test('what could not be brought is told and not tried again', async () => {
  const ended: (string | null)[] = [];
  for await (const [file, answer] of bringAll(['a', 'b'], async (name) => (name === 'a' ? null : taken)))
    ended.push(answer === null ? `${file} failed` : file);
  expect(ended).toEqual(['a failed', 'b']);
});

test('files go by the numbers in their names', () => {
  const names = ['f-up-10.fmb', 'f-up-9.fmb', 'f-up-9.fmb.0002', 'f-up-9.fmb.0001'];
  expect(inOrder(names.map((name) => ({ name }))).map(({ name }) => name)).toEqual([
    'f-up-9.fmb',
    'f-up-9.fmb.0001',
    'f-up-9.fmb.0002',
    'f-up-10.fmb',
  ]);
});
