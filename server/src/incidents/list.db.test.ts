import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { as, testEnv, type TestEnv } from '#testing';
import { resolveIncident, setUpdateDue, undoLast } from './commands/course.ts';
import { takeRole } from './commands/people.ts';
import { addTask, writeNote } from './commands/work.ts';
import { listEvents, listIncidents } from './read.ts';
import { declared, seedCatalog } from './testing/room.ts';

let env: TestEnv;
beforeAll(async () => {
  env = await testEnv();
  await seedCatalog(env);
});

const marshal = () => as(env, 'mira', ['field-marshal']);
const base = { limit: 50, sort: 'newest' } as const;
const note = { code: null, attachments: [], decision: false };
type Wanted = Partial<Parameters<typeof listIncidents>[1]>;

async function titles(wanted: Wanted): Promise<string[]> {
  const { items } = await listIncidents(as(env, 'vera', ['viewer']), { ...base, ...wanted });
  return items.map((item) => item.title);
}

describe('the list', () => {
  it('has what the strips show', async () => {
    const { id } = await declared(marshal(), {
      title: 'Strip',
      severity: 'SEV1',
      teams: ['files'],
      drill: true,
    });
    await takeRole(marshal(), { id, role: 'field-marshal' });
    await addTask(marshal(), { id, title: 'Look', assignee: null, team: null });
    await setUpdateDue(marshal(), { id, inMinutes: 10 });
    await env.fastForward(15 * 60_000);
    const { items } = await listIncidents(marshal(), { ...base, q: 'strip' });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      id,
      severity: 'SEV1',
      state: 'investigating',
      drill: true,
      fieldMarshal: { person: 'mira', name: 'mira' },
      updateLate: true,
      counts: { teams: 1, teamsAcknowledged: 0, openTasks: 1, alerts: 0, notes: 0 },
    });
    expect(items[0]?.ageS).toBeGreaterThanOrEqual(900);
  });

  it('filters by what is asked for, several values meaning any of them', async () => {
    const mark = randomUUID().replaceAll('-', '');
    const named = async (name: string, input: Parameters<typeof declared>[1] = {}) =>
      declared(marshal(), { ...input, title: `${mark} ${name}` });
    await named('a', { severity: 'SEV1', product: 'uploads' });
    await named('b', { severity: 'SEV3', teams: ['files'] });
    const closed = await named('c', { drill: true });
    await resolveIncident(marshal(), { id: closed.id, summary: '' });
    const found = async (wanted: Wanted) =>
      (await titles({ q: mark, ...wanted })).map((title) => title.slice(-1)).join('');
    expect(await found({})).toBe('cba');
    expect(await found({ open: true })).toBe('ba');
    expect(await found({ open: false })).toBe('c');
    expect(await found({ severity: ['SEV1', 'none'] })).toBe('ca');
    expect(await found({ severity: 'SEV3' })).toBe('b');
    expect(await found({ state: ['resolved', 'reviewed'] })).toBe('c');
    expect(await found({ team: 'files' })).toBe('b');
    expect(await found({ product: 'uploads' })).toBe('a');
    expect(await found({ drill: false })).toBe('ba');
    expect(await found({ sort: 'worst' })).toBe('acb');
  });

  it('is read page by page without repeating or skipping, whatever is declared meanwhile', async () => {
    for (const sort of ['newest', 'worst'] as const) {
      const mark = randomUUID().replaceAll('-', '');
      const severities = ['SEV2', null, 'SEV1', 'SEV2', 'SEV4', null, 'SEV1'] as const;
      for (const severity of severities) await declared(marshal(), { title: mark, severity });
      const all = await listIncidents(marshal(), { ...base, q: mark, sort });
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: 2, sort, q: mark, ...(cursor === undefined ? {} : { cursor }) };
        const page = await listIncidents(marshal(), query);
        seen.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor ?? undefined;
        await declared(marshal(), { title: `other ${randomUUID()}`, severity: 'SEV2' });
      } while (cursor !== undefined);
      expect(seen).toEqual(all.items.map((item) => item.id));
    }
  });

  it('names the field of a cursor that is none', async () => {
    const asked = listIncidents(marshal(), { ...base, cursor: "'; drop table incident" });
    await expect(asked).rejects.toMatchObject({ code: 'invalid', faults: [{ path: 'cursor' }] });
  });
});

describe('search', () => {
  it('finds words of title, summary and notes, their beginnings, and ids', async () => {
    const word = `wort${randomUUID().replaceAll('-', '')}`;
    const { id, title } = await declared(marshal(), { title: `Zoë ${word}`, summary: 'Gateway 4.18.2' });
    await writeNote(marshal(), {
      id,
      ...note,
      text: `Ümläut${word} überall`,
      code: { language: '', text: `x${word}x` },
    });
    for (const q of [word, word.slice(0, 20), `ZOË ${word}`, `gateway ${word}`, `ümläut${word}`, `x${word}`])
      expect(await titles({ q }), q).toEqual([title]);
    for (const q of [id, id.toLowerCase(), id.slice(4)]) expect(await titles({ q }), q).toContain(title);
    expect(await titles({ q: `${word} nowhere` })).toEqual([]);
  });

  it('finds what stands within paths, host names and scripts without spaces', async () => {
    const word = `w${randomUUID().slice(0, 8)}`;
    const { id, title } = await declared(marshal(), {
      title: `Errors on /api/v2/orders at ${word}-1.example.com 🔥 日本語の障害`,
    });
    for (const q of ['orders', `${word}-1`, 'v2/orders', 'example.com', 'err ORD', '障害', '🔥'])
      expect(await titles({ q: `${q} ${word}` }), q).toEqual([title]);
    await writeNote(marshal(), { id, ...note, text: `seen on ${word}-7.example.org, /var/log/${word}.log` });
    for (const q of [`${word}-7.example.org`, `/var/log/${word}.log`])
      expect(await titles({ q }), q).toEqual([title]);
    expect(await titles({ q: `${word} nowhere` })).toEqual([]);
  });

  it('does not find what was taken back', async () => {
    const word = `geheim${randomUUID().replaceAll('-', '')}`;
    const { id } = await declared(marshal());
    await writeNote(marshal(), { id, ...note, text: word });
    expect(await titles({ q: word })).toHaveLength(1);
    await undoLast(marshal(), { id, seq: null });
    expect(await titles({ q: word })).toEqual([]);
  });

  it.each(["'", '& | !', ':*', "a' | 'b", '<->', '\\', '%', '\uD800', '((', '"x'])(
    'survives %s',
    async (q) => {
      await expect(titles({ q })).resolves.toBeDefined();
    },
  );
});

describe('the log', () => {
  it('is read forwards, backwards, from a place on, and by type', async () => {
    const { id } = await declared(marshal());
    for (const text of ['a', 'b', 'c', 'd']) await writeNote(marshal(), { id, ...note, text });
    await addTask(marshal(), { id, title: 'T', assignee: null, team: null });
    const seqs = async (wanted: Partial<Parameters<typeof listEvents>[1]>) => {
      const page = await listEvents(marshal(), { id, order: 'oldest', limit: 3, ...wanted });
      return [page.items.map((event) => event.seq).join(), page.nextCursor];
    };
    expect(await seqs({})).toEqual(['1,2,3', '3']);
    expect(await seqs({ cursor: '3' })).toEqual(['4,5,6', null]);
    expect(await seqs({ after: 5 })).toEqual(['6', null]);
    expect(await seqs({ order: 'newest' })).toEqual(['6,5,4', '4']);
    expect(await seqs({ order: 'newest', cursor: '4' })).toEqual(['3,2,1', null]);
    expect(await seqs({ type: ['task-added', 'declared'] })).toEqual(['1,6', null]);
    await expect(listEvents(marshal(), { id: 'INC-9999', order: 'oldest', limit: 3 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
