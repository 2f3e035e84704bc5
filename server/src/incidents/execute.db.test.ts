import { foldEvents, type CommandBody } from '@fieldmarshal/contract/incidents';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { setSeverity, undoLast } from './commands/course.ts';
import { takeRole } from './commands/people.ts';
import { executeCommand } from './execute.ts';
import { getIncident, listEvents } from './read.ts';
import { appendEvents, loadEvents, loadIncident, SeqConflict } from './store.ts';
import { declared } from './testing/room.ts';

let env: TestEnv;
beforeAll(async () => {
  env = await testEnv();
});

const note = (text: string): CommandBody => ({
  type: 'note',
  text,
  code: null,
  attachments: [],
  decision: false,
});

describe('writers at the same time', () => {
  it('all land, each once, in a log without gaps', async () => {
    const { id } = await declared(as(env, 'mira'));
    const names = Array.from({ length: 24 }, (_, index) => `n${index}`);
    await Promise.all(names.map(async (name) => executeCommand(as(env, name), id, note(name))));
    const { items } = await listEvents(as(env, 'mira'), { id, order: 'oldest', limit: 100 });
    expect(items.map((event) => event.seq)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
    expect(new Set(items.slice(1).map((event) => event.actor.id))).toEqual(new Set(names));
    expect(await getIncident(as(env, 'mira'), { id })).toEqual(foldEvents(items));
    const times = items.map((event) => event.at);
    expect(times).toEqual(times.toSorted());
  });

  it('decide again on what is true then: one of two becomes Field Marshal, the other is told who is', async () => {
    const { id } = await declared(as(env, 'mira'));
    const take = async (name: string) =>
      takeRole(as(env, name, ['field-marshal']), { id, role: 'field-marshal' });
    const outcomes = await Promise.allSettled([take('mira'), take('ola')]);
    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refusal = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(refusal?.reason).toMatchObject({ code: 'refused' });
    const { roles } = await getIncident(as(env, 'mira'), { id });
    expect(roles).toHaveLength(1);
  });

  it('cannot append behind the back of the fold they decided on', async () => {
    const mira = as(env, 'mira');
    const stale = await declared(mira);
    await executeCommand(mira, stale.id, note('faster'));
    const [first] = await loadEvents(env.databases.web, { id: stale.id, limit: 1 });
    if (!first) throw new Error('no first event');
    const late = { ...first, seq: 2, id: crypto.randomUUID() };
    const append = inTransaction(mira, async (tx) =>
      appendEvents(tx.db, { before: stale, after: { ...stale, seq: 2 }, events: [late] }),
    );
    await expect(append).rejects.toThrow(SeqConflict);
  });
});

describe('the log', () => {
  it('cannot be changed or deleted, not even by the server', async () => {
    const { id } = await declared(as(env, 'mira'));
    const { web } = env.databases;
    const refusal = /only ever added to/;
    await expect(
      sql`update incident_event set type = 'x' where incident_id = ${id}`.execute(web),
    ).rejects.toThrow(refusal);
    await expect(sql`delete from incident_event where incident_id = ${id}`.execute(web)).rejects.toThrow(
      refusal,
    );
    await expect(sql`truncate incident_event`.execute(web)).rejects.toThrow(refusal);
  });

  it('is what counts: caches of another fold version, or broken ones, are not believed', async () => {
    const mira = as(env, 'mira');
    const { id, title } = await declared(mira);
    const { web } = env.databases;
    const fold = JSON.stringify({ title: 'wrong' });
    await web.updateTable('incident').set({ fold, fold_version: 0 }).where('id', '=', id).execute();
    expect(await loadIncident(web, id)).toMatchObject({ id, title, seq: 1 });
    await web.updateTable('incident').set({ fold_version: 1 }).where('id', '=', id).execute();
    expect(await loadIncident(web, id)).toMatchObject({ id, title, seq: 1 });
    const after = await executeCommand(mira, id, note('renews the cache'));
    const row = await web
      .selectFrom('incident')
      .select('fold')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.fold).toEqual(after);
  });
});

describe('undo', () => {
  it('takes back one’s own last action within ten seconds of database time', async () => {
    const mira = as(env, 'mira');
    const { id } = await declared(mira);
    await setSeverity(mira, { id, severity: 'SEV1', reason: '' });
    const after = await undoLast(mira, { id, seq: null });
    expect(after).toMatchObject({ severity: null, undone: [2], seq: 3 });
  });

  it('comes too late after that, and changes nothing', async () => {
    const mira = as(env, 'mira');
    const { id } = await declared(mira);
    await setSeverity(mira, { id, severity: 'SEV1', reason: '' });
    await env.fastForward(11_000);
    await expect(undoLast(mira, { id, seq: null })).rejects.toMatchObject({ code: 'refused' });
    expect(await getIncident(mira, { id })).toMatchObject({ severity: 'SEV1', seq: 2 });
  });

  it('tells the other domains what it put back', async () => {
    const mira = as(env, 'mira');
    const { id } = await declared(mira, { severity: 'SEV3' });
    await setSeverity(mira, { id, severity: 'SEV1', reason: '' });
    await undoLast(mira, { id, seq: null });
    const facts = await env.databases.web
      .selectFrom('fact')
      .select('data')
      .where('subject', '=', id)
      .where('type', '=', 'incident.severity-changed')
      .orderBy('id')
      .execute();
    expect(facts).toMatchObject([{ data: { from: 'SEV3' } }, { data: { from: 'SEV1', severity: 'SEV3' } }]);
  });
});
