import { describe, expect, test } from 'vitest';
import { convert } from './core/convert.ts';
import { sourceApi } from './http.ts';
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
});
