import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { convert } from './core/convert.ts';
import { sourceApi } from './http.ts';
import { importRota } from './import.ts';
import { sources } from './sources.ts';
import { serverOf, sourceOf, span, window } from './testing/imported.ts';

describe('the client of a source', () => {
  test('waits as it is told to, and asks again', async () => {
    const server = await serverOf(() => ({ teams: [] }));
    server.refuse([429, 503], '0.1');
    const said: string[] = [];
    const api = sourceApi({ base: server.url, headers: {}, say: (line) => said.push(line) });
    expect(await api.get('teams')).toEqual({ teams: [] });
    expect(said).toEqual([
      expect.stringMatching(/429; waiting 0\.1 s/),
      expect.stringMatching(/503; waiting 0\.1 s/),
    ]);
  });

  test('says at once what no waiting changes: a wrong key, a wait of an hour, an answer that is no JSON', async () => {
    const server = await serverOf(() => ['a list']);
    const api = sourceApi({ base: server.url, headers: {}, say: () => undefined });
    server.refuse([401], '0');
    await expect(api.get('teams')).rejects.toThrow(/key is not taken/);
    server.refuse([429], '3600');
    await expect(api.get('teams')).rejects.toThrow(/asks to wait 3600 s/);
    await expect(api.get('teams')).rejects.toThrow(/no JSON object/);
  });

  test('follows a page that a proxy named wrong, with its own scheme and port', async () => {
    const server = await serverOf((path) =>
      path === '/teams' ? { teams: [1], next: 'https://127.0.0.1/teams?page=2' } : { teams: [2], next: null },
    );
    const api = sourceApi({ base: server.url, headers: {}, say: () => undefined });
    const answers = await api.pages('teams', {}, ({ next }) => (typeof next === 'string' ? next : null));
    expect(answers.map(({ teams }) => teams)).toEqual([[1], [2]]);
  });

  test.each([
    [{ error: { message: 'Invalid Input Provided' } }],
    [{ message: 'Invalid Input Provided', took: 0.1 }],
    [{ errors: [{ message: 'Invalid Input Provided' }] }],
    [{ detail: 'Invalid Input Provided' }],
  ])('says why it was refused where the source says it, as %j', async (body) => {
    const server = await serverOf(() => ({}));
    const api = sourceApi({ base: server.url, headers: {}, say: () => undefined });
    server.refuse([422], '0', body);
    await expect(api.get('teams')).rejects.toThrow('/teams: status 422 ("Invalid Input Provided").');
  });
});

describe.each([...sources.keys()])('%s, fed with rubbish', (name) => {
  test.each([[{}], [{ users: 7, schedules: [null, 3, {}, { id: 'x', name: 'X' }], teams: { a: 1 } }]])(
    '%j becomes a report, not a crash',
    (dump) => {
      const { objects, report } = convert(sourceOf(name).read(dump, window), {
        source: name,
        span,
        known: new Map(),
      });
      expect(objects).toEqual([]);
      expect(report.every(({ object }) => object === null)).toBe(true);
    },
  );

  test('what is no list is told, not passed over', () => {
    const { report } = convert(sourceOf(name).read({ users: 7 }, window), {
      source: name,
      span,
      known: new Map(),
    });
    expect(report).toMatchObject([{ what: 'user', name: 'of the export', object: null }]);
    expect(JSON.stringify(report)).toContain('no list');
  });

  test('an export of something else is refused, and leaves no files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fm-import-'));
    const file = join(folder, 'else.json');
    await writeFile(file, '{"hosts": []}');
    const dir = join(folder, 'import');
    const switches = { apply: false, plan: true, overwrite: false, keyQuery: false };
    const flags = { ...switches, url: 'http://127.0.0.1:1', file, dir };
    await expect(importRota(name, flags)).rejects.toThrow(/holds no user, team, schedule or policy/);
    await expect(readdir(dir)).rejects.toThrow(/ENOENT/);
  });
});
