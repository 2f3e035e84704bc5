import { describe, expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { deliveryHandlers } from '#delivery';
import type { Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { oncallHandlers } from '../index.ts';
import { makeOverride } from '../overrides/make-override.ts';
import { listShifts } from '../roster/who-is-on-call.ts';
import { acceptCover, withdrawCover } from './answer-cover.ts';
import { askForCover } from './ask-for-cover.ts';
import { listCovers } from './list-covers.ts';
import { listCoverReturns } from './swap-with-pool.ts';

const hourMs = 3_600_000;
const person = (name: string): string => `---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ${name} }
spec: { displayName: ${name.toUpperCase()} Example, email: ${name}@example.org }
`;
const ladder = `apiVersion: fieldmarshal/v1
kind: TrainingLadder
metadata: { name: leads }
spec: { schedules: [rota], enforce: refuse, steps: [{ name: lead }] }`;

interface World {
  readonly env: TestEnv;
  readonly by: (name: string) => Ctx;
  /** So many hours after the first hand-off to come, as RFC 3339. */
  readonly hours: (n: number) => string;
  /** Who is on, by 24 hours from the first hand-off to come. */
  readonly days: (from: number, to: number) => Promise<string[]>;
  readonly told: (what: string) => Promise<string[]>;
  /** Ada's day at 24 h, for another within six days. */
  readonly offer: (more?: object) => ReturnType<typeof askForCover>;
}

/** Ada, Bo and Cy take turns by 24 hours: Bo's day begins in a minute, then come Cy's, Ada's, and so on. */
async function world(more = ''): Promise<World> {
  const env = await testEnv({ handlers: [...deliveryHandlers, ...oncallHandlers] });
  const first = env.clock.now().getTime() + 60_000;
  const hours = (n: number): string => new Date(first + n * hourMs).toISOString();
  const lead = as(env, 'leo', ['lead']);
  const text = `${['ada', 'bo', 'cy', 'dee'].map((name) => person(name)).join('')}---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: edge }
spec: { members: [cy, dee] }
---
apiVersion: fieldmarshal/v1
kind: Schedule
metadata: { name: rota }
spec: { timezone: Etc/UTC, owner: edge, layers: [{ name: all, start: '${hours(-24)}', handoff: { type: hourly, length: 24 }, participants: [cy, bo, ada] }] }
${more}`;
  await applyObjects(lead, { files: [{ path: 'a.yaml', text }], dryRun: false, prune: false });
  await env.drain();
  return {
    env,
    hours,
    by: (name) => as(env, name, ['responder']),
    days: async (from, to) =>
      (await listShifts(lead, { name: 'rota', from: hours(from), to: hours(to) })).shifts.flatMap(
        ({ people }) => people,
      ),
    told: async (what) =>
      (await env.databases.web.selectFrom('delivery').select('key').execute())
        .map(({ key }) => key.split('.').slice(1).join('.'))
        .filter((key) => key.startsWith(what))
        .sort(),
    offer: async (given = {}) =>
      askForCover(as(env, 'ada', ['responder']), {
        name: 'rota',
        start: hours(24),
        end: hours(48),
        reason: 'school play',
        swapWithin: { start: hours(48), end: hours(24 * 6) },
        ...given,
      }),
  };
}

async function qualify({ clock, databases }: TestEnv, name: string): Promise<void> {
  const row = { ladder: 'leads', person: name };
  await databases.web
    .insertInto('training_person')
    .values({ ...row, began_at: clock.now() })
    .execute();
  await databases.web.insertInto('training_qualified').values(row).execute();
}

describe('a swap with the pool', () => {
  test('is offered to those who have a time to give; who accepts gives it, is on instead, and all hear of it', async () => {
    const { by, hours, days, told, offer } = await world();
    const { cover } = await offer();
    expect(cover).toMatchObject({ state: 'open', swap: null, mayAccept: false, mayWithdraw: true });
    expect(cover.pool.map((each) => each.person)).toEqual(['bo', 'cy']);
    expect(await told('offer')).toEqual(['offer.bo', 'offer.cy']);
    expect((await listCovers(by('bo'), { state: 'open', limit: 9 })).items).toMatchObject([
      { swapWithin: { start: hours(48), end: hours(144) }, mayAccept: true },
    ]);
    const give = { start: hours(72), end: hours(96) };
    expect(await listCoverReturns(by('bo'), { id: cover.id })).toEqual({
      items: [{ ...give, whole: true, notice: null }],
    });
    const { cover: accepted } = await acceptCover(by('bo'), { id: cover.id, give });
    expect(accepted).toMatchObject({
      state: 'accepted',
      swap: { person: 'bo', displayName: 'BO Example', ...give },
    });
    expect(await days(0, 120)).toEqual(['bo', 'cy', 'ada']);
    expect(await told('accepted')).toEqual(['accepted.ada']);
    expect(await told('over')).toEqual(['over.cy']);
  });

  test('given a part of a longer time, swaps that part; a short rest is told to whom it meets', async () => {
    const { by, hours, days, offer } = await world();
    const { cover } = await offer({ start: hours(30), end: hours(34) });
    const { items } = await listCoverReturns(by('bo'), { id: cover.id });
    expect(items).toEqual([
      {
        start: hours(72),
        end: hours(96),
        whole: false,
        notice: expect.stringContaining('rest of 6 h') as unknown,
      },
    ]);
    const { notice } = await acceptCover(by('bo'), {
      id: cover.id,
      give: { start: hours(80), end: hours(84) },
    });
    expect(notice).toContain('rest of 6 h');
    expect(await days(24, 96)).toEqual(['ada', 'bo', 'ada', 'cy', 'bo', 'ada', 'bo']);
  });

  test('goes to a team; who is not in it, or has no time to give, is not asked and cannot accept', async () => {
    const { by, hours, offer } = await world();
    const { cover } = await offer({ team: 'edge' });
    expect(cover.pool.map((each) => each.person)).toEqual(['cy']);
    await expect(
      acceptCover(by('bo'), { id: cover.id, give: { start: hours(72), end: hours(96) } }),
    ).rejects.toThrow('offered to others');
    await expect(listCoverReturns(by('bo'), { id: cover.id })).rejects.toThrow('offered to others');
    await expect(offer({ swapWithin: { start: hours(48), end: hours(50) } })).rejects.toThrow(
      'swapWithin: nobody of those asked has a time in there',
    );
  });

  test('of two who accept at once one wins, and the other is told its name', async () => {
    const { by, hours, days, offer } = await world();
    const { cover } = await offer();
    const both = await Promise.allSettled([
      acceptCover(by('bo'), { id: cover.id, give: { start: hours(72), end: hours(96) } }),
      acceptCover(by('cy'), { id: cover.id, give: { start: hours(48), end: hours(72) } }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({
      message: expect.stringMatching(/accepted it already/) as unknown,
    });
    const on = await days(24, 96);
    expect(on.filter((name) => name === 'ada')).toHaveLength(1);
  });

  test('never gives one shift twice: of two who are given it at once, one is refused', async () => {
    const { by, hours, days, offer } = await world();
    const { cover: first } = await offer();
    const { cover: second } = await askForCover(by('cy'), {
      name: 'rota',
      start: hours(48),
      end: hours(72),
      reason: 'move',
      swapWithin: { start: hours(72), end: hours(96) },
    });
    const give = { start: hours(72), end: hours(96) };
    const both = await Promise.allSettled([
      acceptCover(by('bo'), { id: first.id, give }),
      acceptCover(by('bo'), { id: second.id, give }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({
      message: expect.stringMatching(/^give\.start: BO Example is not on call/) as unknown,
    });
    expect([
      ['bo', 'cy', 'ada'],
      ['bo', 'ada', 'bo', 'cy', 'ada'],
    ]).toContainEqual(await days(0, 120));
    const open = await listCovers(by('bo'), { state: 'open', limit: 9 });
    expect(open.items).toHaveLength(1);
  });

  test('refuses to give what is not asked, too short, elsewhere, of others, or gone meanwhile, and changes nothing', async () => {
    const { by, hours, days, offer } = await world();
    const { cover } = await offer();
    const before = await days(0, 144);
    const accept = async (give?: { start: string; end: string }) =>
      acceptCover(by('bo'), { id: cover.id, give });
    await expect(accept()).rejects.toThrow('give: say which time of yours');
    await expect(accept({ start: hours(72), end: hours(95) })).rejects.toThrow('which is 24 h');
    await expect(accept({ start: hours(0), end: hours(24) })).rejects.toThrow('give: must lie between');
    await expect(accept({ start: hours(48), end: hours(72) })).rejects.toThrow(
      /give\.start: BO Example is not on call .* CY Example is/,
    );
    expect(await days(0, 144)).toEqual(before);
    await makeOverride(by('bo'), {
      name: 'rota',
      kind: 'replace',
      user: 'dee',
      replaces: 'bo',
      start: hours(80),
      end: hours(81),
      why: 'dentist',
    });
    await expect(accept({ start: hours(72), end: hours(96) })).rejects.toThrow(
      /BO Example is not on call .* DEE Example is/,
    );
    expect(await listCoverReturns(by('bo'), { id: cover.id })).toEqual({ items: [] });
    const named = { person: 'bo', start: hours(72), end: hours(74) };
    const { cover: plain } = await offer({ swapWithin: undefined, swap: named });
    await expect(
      acceptCover(by('bo'), { id: plain.id, give: { start: hours(82), end: hours(84) } }),
    ).rejects.toThrow('here it is settled');
  });

  test('that is offered by somebody who is not on any more is refused, and says who is', async () => {
    const { by, hours, offer } = await world();
    const { cover } = await offer();
    const span = { start: hours(24), end: hours(26) };
    await makeOverride(by('ada'), {
      name: 'rota',
      kind: 'replace',
      user: 'dee',
      replaces: 'ada',
      ...span,
      why: 'x',
    });
    await expect(
      acceptCover(by('bo'), { id: cover.id, give: { start: hours(72), end: hours(96) } }),
    ).rejects.toThrow(/^start: ADA Example is not on call .* DEE Example is/);
    await expect(offer()).rejects.toThrow(/ADA Example is not on call/);
  });

  test('does not relieve anybody by who is on already, and gives nobody time in which they are on', async () => {
    const { by, hours, offer } = await world();
    const { cover } = await offer();
    const give = { start: hours(72), end: hours(96) };
    const more = { name: 'rota', kind: 'add', why: 'two of us' } as const;
    await makeOverride(by('ada'), { ...more, user: 'ada', start: hours(90), end: hours(91) });
    await expect(acceptCover(by('bo'), { id: cover.id, give })).rejects.toThrow(
      'ADA Example is on in part of that time already',
    );
    await makeOverride(by('bo'), { ...more, user: 'bo', start: hours(30), end: hours(31) });
    await expect(acceptCover(by('bo'), { id: cover.id, give })).rejects.toThrow('nobody would be relieved');
  });

  test('is over when it begins, its person and the owners are told, and a shift that has begun cannot be offered so', async () => {
    const { env, by, hours, days, told, offer } = await world();
    const { cover } = await offer();
    await env.fastForward(24 * hourMs + 60_000);
    const give = { start: hours(72), end: hours(96) };
    await expect(acceptCover(by('bo'), { id: cover.id, give })).rejects.toThrow('nobody accepted it in time');
    await env.drain();
    expect((await listCovers(by('bo'), { state: 'all', limit: 9 })).items).toMatchObject([
      { state: 'expired', mayAccept: false, mayWithdraw: false, swap: null },
    ]);
    expect(await told('begun')).toEqual(['begun.ada', 'begun.cy', 'begun.dee']);
    expect(await days(24, 48)).toEqual(['ada']);
    await env.fastForward(hourMs);
    await expect(offer()).rejects.toThrow(
      'start: has passed, and a swap with several is over when it begins',
    );
  });

  test('is taken back by whoever asked, or by those who own the schedule; both sides hear of it, and nobody can accept', async () => {
    const { by, hours, told, offer } = await world();
    const { cover } = await offer();
    await expect(withdrawCover(by('bo'), { id: cover.id })).rejects.toThrow('Only whoever asked');
    await withdrawCover(by('cy'), { id: cover.id });
    expect(await told('withdrawn')).toEqual(['withdrawn.ada']);
    expect(await told('over')).toEqual(['over.bo']);
    await expect(
      acceptCover(by('bo'), { id: cover.id, give: { start: hours(72), end: hours(96) } }),
    ).rejects.toThrow('It was taken back by');
    expect(await listCoverReturns(by('bo'), { id: cover.id })).toEqual({ items: [] });
  });

  test('is offered for others by leads and the owning team, and accepted by nobody without the ability', async () => {
    const { env, by, hours, offer } = await world();
    const input = { name: 'rota', person: 'ada', start: hours(24), end: hours(48), reason: 'ill' };
    const within = { swapWithin: { start: hours(48), end: hours(144) } };
    await expect(askForCover(by('bo'), { ...input, ...within })).rejects.toThrow(
      'for somebody else ask a lead',
    );
    await askForCover(by('dee'), { ...input, ...within });
    const { cover } = await offer();
    const give = { start: hours(72), end: hours(96) };
    await expect(acceptCover(as(env, 'bo', ['viewer']), { id: cover.id, give })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(listCoverReturns(as(env, 'bo', ['viewer']), { id: cover.id })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('asks and lets in nobody whom a ladder does not let lead alone', async () => {
    const { env, by, hours, offer } = await world();
    const { cover } = await offer();
    const files = [{ path: 'b.yaml', text: ladder }];
    await applyObjects(as(env, 'leo', ['lead']), { files, dryRun: false, prune: false });
    await env.drain();
    const give = { start: hours(72), end: hours(96) };
    await expect(acceptCover(by('bo'), { id: cover.id, give })).rejects.toThrow('would lead alone');
    await expect(listCoverReturns(by('bo'), { id: cover.id })).rejects.toThrow('would lead alone');
    await expect(offer()).rejects.toThrow('swapWithin: nobody of those asked');
    await qualify(env, 'bo');
    await expect(acceptCover(by('bo'), { id: cover.id, give })).rejects.toThrow('ADA Example is not');
    await expect(offer()).rejects.toThrow('ADA Example is not');
    await qualify(env, 'ada');
    await acceptCover(by('bo'), { id: cover.id, give });
  });
});

test('time of the fallback, which no override can replace, is not offered', async () => {
  const { env, hours } = await world();
  const lead = as(env, 'leo', ['lead']);
  const text = `apiVersion: fieldmarshal/v1
kind: Schedule
metadata: { name: empty }
spec: { timezone: Etc/UTC, layers: [], fallback: [ada] }`;
  await applyObjects(lead, { files: [{ path: 'b.yaml', text }], dryRun: false, prune: false });
  await env.drain();
  const input = { name: 'empty', person: 'ada', start: hours(1), end: hours(2), reason: 'x', team: 'edge' };
  await expect(askForCover(lead, input)).rejects.toThrow('nobody of the rota is');
});
