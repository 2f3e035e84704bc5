import { beforeAll, describe, expect, it } from 'vitest';
import { domainHandlers } from '../../app/domains.ts';
import { reactions } from '../../app/reactions/index.ts';
import { listActions } from '../../incidents/review/read-actions.ts';
import { addAction, changeAction, moveAction } from '../../incidents/review/actions.ts';
import { addFactor, writeReview } from '../../incidents/review/write.ts';
import { declared, seedCatalog } from '../../incidents/testing/room.ts';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { remindOfActions } from './remind.ts';

let env: TestEnv;
let mira: ReturnType<typeof as>;
beforeAll(async () => {
  env = await testEnv({ handlers: domainHandlers, reactions });
  await seedCatalog(env);
  mira = as(env, 'mira');
});

const day = 86_400_000;
/** A day from now, on the database's clock. */
const inDays = (days: number) => new Date(env.clock.now().getTime() + days * day).toISOString().slice(0, 10);
const content = { aim: 'prevent', owner: null, team: null, dueOn: null, task: null, factor: null } as const;
const all = { limit: 50 } as const;

async function mailsTo(person: string): Promise<string[]> {
  await env.drain();
  const rows = await env.databases.web
    .selectFrom('delivery')
    .select(['key', 'message'])
    .where('key', 'like', `action-%.${person}`)
    .orderBy('id')
    .execute();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what tell wrote
  return rows.map(({ message }) => (message as { subject: string }).subject);
}

describe('actions of reviews', () => {
  it('are listed over all incidents, the most urgent first, page by page', async () => {
    const product = 'uploads';
    const { id } = await declared(mira, { product });
    await addAction(mira, { id, ...content, title: 'someday' });
    await addAction(mira, { id, ...content, title: 'later', dueOn: inDays(30), owner: 'ola' });
    await addAction(mira, { id, ...content, title: 'late', dueOn: inDays(-1), team: 'files' });
    await addAction(mira, { id, ...content, title: 'over', dueOn: inDays(-9) });
    await moveAction(mira, { id, action: 'A4', state: 'done', note: '' });
    const first = await listActions(mira, { limit: 2, which: 'unfinished', product });
    expect(first.items.map(({ title, overdue }) => [title, overdue])).toEqual([
      ['late', true],
      ['later', false],
    ]);
    const next = await listActions(mira, {
      ...{ limit: 2, which: 'unfinished', product },
      cursor: first.nextCursor ?? undefined,
    });
    expect(next).toMatchObject({ items: [{ title: 'someday', dueOn: null }], nextCursor: null });
    expect((await listActions(mira, { ...all, which: 'overdue' })).items).toMatchObject([{ title: 'late' }]);
    expect((await listActions(mira, { ...all, which: 'ended' })).items).toMatchObject([{ title: 'over' }]);
    expect((await listActions(mira, { ...all, which: 'all', owner: 'ola' })).items).toMatchObject([
      { title: 'later', owner: { person: 'ola', name: 'Ola Berg' } },
    ]);
    await expect(listActions(mira, { ...all, which: 'all', cursor: 'x' })).rejects.toThrow('cursor');
  });

  it('are refused for people the catalog does not know and by those who may only look', async () => {
    const { id } = await declared(mira);
    const unknown = addAction(mira, { id, ...content, title: 'x', owner: 'nobody' });
    await expect(unknown).rejects.toThrow('owner: there is no Person called "nobody"');
    const viewer = as(env, 'vera', ['viewer']);
    await expect(addAction(viewer, { id, ...content, title: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(writeReview(viewer, { id, part: 'luck', text: 'x', basis: 0 })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(addFactor(viewer, { id, kind: 'trigger', text: 'x', entries: [] })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('of a drill are practice: on no list, told to nobody', async () => {
    const before = (await listActions(mira, { ...all, which: 'all' })).items.length;
    const { id } = await declared(mira, { drill: true });
    await addAction(mira, { id, ...content, title: 'practice', owner: 'ola', dueOn: inDays(-1) });
    expect((await listActions(mira, { ...all, which: 'all' })).items).toHaveLength(before);
    await remindOfActions(mira);
    expect((await mailsTo('ola')).filter((subject) => subject.includes(id))).toEqual([]);
  });

  it('are told to their new owner once, and again to the next', async () => {
    const { id } = await declared(mira);
    const task = { id, ...content, title: 'Rotate logs', dueOn: inDays(30) };
    await addAction(mira, { ...task, owner: 'ola' });
    await changeAction(mira, { ...task, action: 'A1', owner: 'ola', title: 'Rotate all logs' });
    await changeAction(mira, { ...task, action: 'A1', owner: 'mira' });
    const subject = `Action A1 of ${id} is yours, due ${task.dueOn}`;
    expect((await mailsTo('ola')).filter((one) => one === subject)).toHaveLength(1);
    expect((await mailsTo('mira')).filter((one) => one === subject)).toHaveLength(1);
  });

  it('remind their owner from two days before the day, every third day, until they are over', async () => {
    const { id } = await declared(mira);
    const dueOn = inDays(5);
    await addAction(mira, { id, ...content, title: 'Alert on disk', owner: 'ola', dueOn });
    const reminders = async () =>
      (await mailsTo('ola')).filter((one) => one.startsWith(`Action A1 of ${id} `));
    await remindOfActions(mira);
    expect(await reminders()).toHaveLength(1);
    await env.fastForward(4 * day);
    await remindOfActions(mira);
    await remindOfActions(mira);
    expect((await reminders()).slice(1)).toEqual([`Action A1 of ${id} is due ${dueOn}`]);
    await env.fastForward(3 * day + 1_000);
    await remindOfActions(mira);
    expect((await reminders()).slice(2)).toEqual([`Action A1 of ${id} was due ${dueOn}`]);
    await moveAction(mira, { id, action: 'A1', state: 'dropped', note: 'not worth it' });
    await env.fastForward(4 * day);
    await remindOfActions(mira);
    expect(await reminders()).toHaveLength(3);
  });
});
