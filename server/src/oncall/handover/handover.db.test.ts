import { describe, expect, test } from 'vitest';
import { readContacts } from '#delivery';
import { withSight } from '#platform';
import { as } from '#testing';
import { readRoster } from '../index.ts';
import { makeOverride } from '../overrides/make-override.ts';
import { withdrawOverride } from '../overrides/withdraw-override.ts';
import { worldOf } from '../roster/roster.ts';
import { onCallNow } from '../roster/who-is-on-call.ts';
import { pagingWorld, type PagingWorld } from '../testing/paging-world.ts';
import { composeBrief } from './core/brief.ts';
import { overdueHandovers } from './health.ts';
import { listHandovers, readHandover } from './read-handovers.ts';
import { acceptHandover, noteHandover, signHandover } from './sign-handover.ts';
import { tellHandover } from './tell-handover.ts';
import { tendHandovers } from './tend-handovers.ts';

const hourMs = 3_600_000;

/** Ada is on, and hands over to Bo in this many minutes; the limit is 15 minutes, and it is prepared half an hour before. */
async function watch(minutesToChange: number, extra = '') {
  const world = await pagingWorld();
  const start =
    Math.ceil(world.env.clock.now().getTime() / 60_000) * 60_000 + minutesToChange * 60_000 - 12 * hourMs;
  const rota = (handover: string, people = 'ada, bo', first = start): string => `---
apiVersion: fieldmarshal/v1
kind: Schedule
metadata: { name: rota }
spec: { ${handover} timezone: Etc/UTC, layers: [{ name: all, start: '${new Date(first).toISOString()}', handoff: { type: hourly, length: 12 }, participants: [${people}] }] }
`;
  await world.apply(rota('handover: { limitMinutes: 15, prepareMinutes: 30 },') + extra);
  await tendHandovers(world.system());
  return { world, start, rota, ...looks(world) };
}

function looks(world: PagingWorld) {
  const brief = () =>
    composeBrief({
      at: world.env.clock.now(),
      incidents: [],
      holes: [],
      unreachable: [],
      disconnected: [{ name: 'site', title: 'Site' }],
      changes: [],
      silences: [],
    });
  return {
    brief,
    all: async () => (await listHandovers(world.as('zed'), { state: 'all', limit: 50 })).items,
    only: async () => {
      const { items } = await listHandovers(world.as('zed'), { state: 'all', limit: 50 });
      expect(items).toHaveLength(1);
      return items[0] ?? expect.fail('no handover');
    },
    reached: async () => {
      const roster = await readRoster(world.env);
      const directory = { catalog: roster, contacts: await readContacts(world.env) };
      const { reach } = worldOf(directory, world.env.clock.now());
      return reach({ schedule: 'rota' }, { severity: null, isLast: false }).map(({ person }) => person);
    },
  };
}

describe('a handover over a change', () => {
  test('is prepared before it, pages both until it is accepted, and then only who comes', async () => {
    const { world, only, reached, brief } = await watch(40);
    await world.pass(5);
    expect(await listHandovers(world.as('zed'), { state: 'all', limit: 5 })).toEqual({ items: [] });
    await world.pass(6);
    expect(await only()).toMatchObject({ status: 'prepared', late: false, limitAt: null });
    expect(await reached()).toEqual(['ada']);
    await world.pass(30);
    const { id } = await only();
    expect(await only()).toMatchObject({ status: 'offered', outgoing: [{ person: 'ada' }] });
    expect(await reached()).toEqual(['bo', 'ada']);
    await world.start();
    await world.env.drain();
    expect(world.people()).toEqual(['ada', 'bo']);
    const shown = (await onCallNow(world.as('zed'), {})).schedules.find(
      ({ schedule }) => schedule === 'rota',
    );
    expect(shown).toMatchObject({ people: [{ person: 'bo' }], beside: [{ person: 'ada' }] });
    await signHandover(world.as('ada'), { id, brief: brief() });
    await acceptHandover(world.as('bo'), { id, brief: brief() });
    expect(await reached()).toEqual(['bo']);
    await world.pass(60);
    expect(await only()).toMatchObject({ status: 'accepted', escalatedTo: [] });
  });

  test('escalates once after its limit to the next people of the default policy, and says so until it is accepted', async () => {
    const { world, only, reached, brief } = await watch(10);
    await world.pass(11);
    world.rang.length = 0;
    await world.pass(16);
    await world.pass(30);
    expect(await only()).toMatchObject({ status: 'escalated', escalatedTo: ['CY'] });
    expect(world.people()).toEqual(['cy']);
    expect(await overdueHandovers(world.env)).toEqual([
      'BO has not accepted the handover of rota from ADA: both are paged.',
    ]);
    expect(await reached()).toEqual(['bo', 'ada']);
    const { id } = await only();
    await acceptHandover(world.as('cy'), { id, brief: brief() });
    expect(await overdueHandovers(world.env)).toEqual([]);
    expect(await reached()).toEqual(['bo']);
  });

  test('signatures twice, late and at once are one', async () => {
    const { world, only, brief } = await watch(10);
    const { id } = await only();
    const [ada, bo, leo] = [world.as('ada'), world.as('bo'), as(world.env, 'leo', ['lead'])];
    await expect(acceptHandover(bo, { id, brief: brief() })).rejects.toThrow('ADA has not signed yet');
    const signed = await Promise.all(
      [ada, ada, leo].map(async (ctx) => signHandover(ctx, { id, brief: brief() })),
    );
    expect(new Set(signed.map((each) => each.signed?.by)).size).toBe(1);
    const accepted = await Promise.all(
      [bo, leo, bo].map(async (ctx) => acceptHandover(ctx, { id, brief: brief() })),
    );
    expect(new Set(accepted.map((each) => `${each.accepted?.by} ${each.accepted?.at}`)).size).toBe(1);
    const again = await acceptHandover(bo, { id, brief: brief() });
    expect(again.accepted).toEqual(accepted[0]?.accepted);
    const { rows } = await world.env.databases.pools.web.query(
      `select count(*)::int as n from audit where action in ('handover.signed', 'handover.accepted')`,
    );
    expect(rows).toEqual([{ n: 2 }]);
  });

  test('what is signed stays: the note and the facts', async () => {
    const { world, only, brief } = await watch(10);
    const { id } = await only();
    const ada = world.as('ada');
    await noteHandover(ada, { id, note: 'Watch the queue', brief: brief() });
    const signed = await signHandover(ada, { id, brief: brief() });
    expect(signed).toMatchObject({ frozen: true, status: 'signed' });
    expect(signed.text).toContain('Watch the queue');
    expect(signed.text).toContain('Site is disconnected');
    await expect(noteHandover(ada, { id, note: 'other', brief: brief() })).rejects.toThrow('It is signed');
    await world.pass(5);
    const later = await readHandover(world.as('bo'), id, async () => expect.fail('must not ask'));
    expect(later.brief).toEqual(signed.brief);
  });

  test('is for who leaves, who comes and leads', async () => {
    const { world, only, brief } = await watch(10);
    const { id } = await only();
    const given = { id, brief: brief() };
    await expect(signHandover(world.as('bo'), given)).rejects.toThrow('Only ADA or a lead');
    await expect(noteHandover(world.as('cy'), { ...given, note: 'x' })).rejects.toThrow('Only ADA or a lead');
    await expect(acceptHandover(world.as('ada'), given)).rejects.toThrow('Only BO or a lead');
    for (const verb of [signHandover, acceptHandover])
      await expect(verb(as(world.env, 'ada', ['viewer']), given)).rejects.toThrow('handover.sign');
    const nobody = as(world.env, 'eve', []);
    await expect(listHandovers(nobody, { state: 'all', limit: 5 })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(readHandover(nobody, id, async () => brief())).rejects.toMatchObject({ code: 'not-found' });
    await expect(signHandover(world.as('ada'), { ...given, id: 'HO-none' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('its brief goes to who leaves, then to who comes, each once', async () => {
    const { world, only, brief } = await watch(10);
    const { id } = await only();
    world.rang.length = 0;
    for (const to of ['prepared', 'prepared', 'signed'] as const)
      await tellHandover(world.system(), {
        ...{ id, to },
        briefFor: async () => ({ brief: brief(), isWhole: true }),
      });
    await world.env.drain();
    expect(world.people()).toEqual(['ada', 'bo']);
    expect(JSON.stringify(world.rang)).toContain('Site is disconnected');
  });

  test('what was signed goes to nobody who sees less than who signed it, by message or in an answer', async () => {
    const { world, only, brief } = await watch(10);
    const { id } = await only();
    await signHandover(world.as('ada'), { id, brief: brief() });
    const less = { ...brief(), sections: [] };
    world.rang.length = 0;
    await tellHandover(world.system(), {
      ...{ id, to: 'signed' },
      briefFor: async () => ({ brief: less, isWhole: false }),
    });
    await world.env.drain();
    expect(world.people()).toEqual(['bo']);
    expect(JSON.stringify(world.rang)).not.toContain('Site is disconnected');
    const bo = world.as('bo');
    const sight = { person: 'bo', hiddenEnvironments: ['site'], scope: null };
    await withSight(bo.actor, sight, async () => {
      const read = await readHandover(bo, id, async () => less);
      const accepted = await acceptHandover(bo, { id, brief: less });
      for (const { text, frozen } of [read, accepted]) {
        expect(text).not.toContain('Site is disconnected');
        expect(frozen).toBe(false);
      }
    });
    const whole = await readHandover(world.as('ada'), id, async () => less);
    expect(whole).toMatchObject({
      frozen: true,
      text: expect.stringContaining('Site is disconnected') as unknown,
    });
  });
});

describe('a change that comes otherwise', () => {
  test('while nothing ran is handed over late, once, with its whole limit', async () => {
    const { world, all } = await watch(60);
    await world.env.fastForward(5 * hourMs);
    await Promise.all([tendHandovers(world.system()), tendHandovers(world.system())]);
    await tendHandovers(world.system());
    expect(await all()).toMatchObject([{ status: 'offered', late: true, outgoing: [{ person: 'ada' }] }]);
    expect(Date.parse((await all())[0]?.limitAt ?? '')).toBeGreaterThan(world.env.clock.now().getTime());
  });

  test('by an edit: what was prepared is void and its note goes on; at once, it is late', async () => {
    const { world, all, rota, start, brief } = await watch(20);
    const first = (await all())[0];
    await noteHandover(world.as('ada'), { id: first?.id ?? '', note: 'Careful', brief: brief() });
    await world.apply(rota('handover: {},', 'ada, cy', start + 5 * 60_000));
    await tendHandovers(world.system());
    expect(await all()).toMatchObject([
      { status: 'prepared', incoming: [{ person: 'cy' }] },
      { status: 'void', voidWhy: 'The schedule was changed: this change does not come.' },
    ]);
    const moved = await readHandover(world.as('cy'), (await all())[0]?.id ?? '', async () => brief());
    expect(moved.note).toBe('Careful');
    // Ada is taken out of the schedule while she is on.
    await world.apply(rota('handover: {},', 'zed, cy', start));
    await tendHandovers(world.system());
    expect((await all()).filter(({ status }) => status !== 'void')).toMatchObject([
      { status: 'prepared', outgoing: [{ person: 'zed' }] },
      { status: 'offered', late: true, outgoing: [{ person: 'ada' }], incoming: [{ person: 'zed' }] },
    ]);
  });

  test('by an override is seen at once; taken back soon, the same person goes on', async () => {
    const { world, all, reached } = await watch(600);
    const lead = as(world.env, 'leo', ['lead']);
    const span = (hours: number) => new Date(world.env.clock.now().getTime() + hours * hourMs).toISOString();
    const { override } = await makeOverride(lead, {
      name: 'rota',
      kind: 'take',
      user: 'zed',
      start: span(0),
      end: span(5),
      why: 'x',
    });
    await world.env.drain();
    expect(await all()).toMatchObject([{ status: 'offered', late: true, incoming: [{ person: 'zed' }] }]);
    expect(await reached()).toEqual(['zed', 'ada']);
    await world.pass(2);
    await withdrawOverride(lead, { id: override.id ?? '' });
    await world.env.drain();
    expect(await all()).toMatchObject([{ status: 'void' }]);
    expect(await reached()).toEqual(['ada']);
  });

  test('in a schedule that asks no more has nothing to hand over', async () => {
    const { world, rota, only } = await watch(10);
    await world.apply(rota(''));
    await tendHandovers(world.system());
    expect(await only()).toMatchObject({ status: 'void' });
  });
});
