import { describe, expect, it } from 'vitest';
import { assessHouse, check, facts, graphOf, house, noon, rowOf, suspicion } from '../testing-house.ts';
import { totalsOf } from '../record/totals.ts';
import { assess } from './assess.ts';

const minute = 60_000;
const searchFails = { suspicions: [suspicion('search', 'eu')] };

describe('what a broken product hits', () => {
  it('is every workflow that needs it, its application and who uses that there', () => {
    const { rows, usersPerHour } = assessHouse(searchFails);
    expect(rowOf(rows, 'workflow', 'find')).toMatchObject({
      state: 'down',
      standing: 'likely',
      environments: ['eu'],
      environmentsOf: 4,
      criticality: 1,
      application: 'hearth',
    });
    expect(rowOf(rows, 'application', 'hearth')).toMatchObject({ state: 'down', standing: 'likely' });
    expect(rowOf(rows, 'environment', 'eu')).toMatchObject({ state: 'down', confidence: 0.91 });
    expect(rowOf(rows, 'customer', 'acme')).toMatchObject({ standing: 'likely', usersPerHour: 100 });
    expect(usersPerHour).toBe(100);
  });

  it('is as sure as all suspects together where it needs each of them, as only one of them is the cause', () => {
    const suspects = (isAlternative: boolean) => [
      suspicion('objects', 'eu', { probability: 0.5, isAlternative }),
      suspicion('files', 'eu', { probability: 0.4, isAlternative }),
    ];
    const monitor = { environment: 'eu', products: ['files'], verdict: 'failing', blame: 0.3 } as const;
    const checks = [check('files-answer', monitor)];
    const { rows } = assessHouse({ suspicions: suspects(true), checks });
    expect(rowOf(rows, 'workflow', 'upload')).toMatchObject({ standing: 'likely', confidence: 0.83 });
    // It needs one of them only.
    expect(rowOf(rows, 'workflow', 'find')).toMatchObject({ standing: 'possible', confidence: 0.45 });
    const elsewhere = [
      check('files-answer', { ...monitor, environment: 'us' }),
      check('upload', { ...monitor, workflow: 'find' }),
    ];
    // As long as only tests fail, it may be the test.
    for (const apart of [
      { suspicions: suspects(false), checks },
      { suspicions: suspects(true), checks: elsewhere },
    ])
      expect(rowOf(assessHouse(apart).rows, 'workflow', 'upload')).toMatchObject({
        standing: 'possible',
        confidence: 0.45,
      });
  });

  it('is weakly hit, and no number counts it, where what its check sees is hardly real', () => {
    const failing = { environment: 'eu', workflow: 'find', verdict: 'failing' } as const;
    const found = (...real: readonly number[]) =>
      assessHouse({ checks: real.map((each, at) => check(`find-${at}`, { ...failing, real: each })) });
    expect(rowOf(found(0.3).rows, 'workflow', 'find')).toMatchObject({
      standing: 'possible',
      confidence: 0.28,
    });
    expect(found(0.3).counts.workflow).toEqual({ hit: 0, possible: 1 });
    expect(found(0.3).counts.customer.hit).toBe(0);
    expect(rowOf(found(0.3, 1).rows, 'workflow', 'find')).toMatchObject({ standing: 'likely' });
    expect(rowOf(found(0).rows, 'workflow', 'find')).toBeUndefined();
  });

  it('is counted in totals, whatever of it is kept as rows', () => {
    const graph = graphOf(house);
    const known = facts({ suspicions: [suspicion('objects', 'eu'), suspicion('audit', 'eu')] });
    const now = new Date(noon).toISOString();
    const totals = (limit: number) => {
      const { rows, beyond } = assess(known, graph, { now: noon, limit });
      const { userMinutesLost: _, ...all } = totalsOf(rows, graph, { now, beyond });
      return all;
    };
    const whole = totals(99);
    expect(whole.customers.hit).toBeGreaterThan(1);
    expect(whole.usersPerHour).toBeGreaterThan(0);
    for (const limit of [0, 1, 4, 7]) {
      const { workflows, applications, environments, customers, usersPerHour } = totals(limit);
      const counted = [workflows, applications, environments, customers].map(({ hit, possible }) => [
        hit,
        possible,
      ]);
      expect(counted).toEqual(
        [whole.workflows, whole.applications, whole.environments, whole.customers].map(
          ({ hit, possible }) => [hit, possible],
        ),
      );
      expect(usersPerHour).toBe(whole.usersPerHour);
    }
  });

  it('counts each product once that it reaches in any environment', () => {
    const specs = {
      Product: {
        base: { owner: 't' },
        left: { owner: 't', dependsOn: [{ product: 'base', strength: 'hard' }] },
        right: { owner: 't', dependsOn: [{ product: 'base', strength: 'hard' }] },
        apart: { owner: 't' },
      },
      Environment: {
        eu: { products: deployed('base', 'left', 'apart') },
        us: { products: deployed('base', 'right', 'apart') },
      },
    };
    const suspicions = [suspicion('base', 'eu'), suspicion('base', 'us')];
    const { products } = assess(facts({ suspicions }), graphOf(specs), { now: noon, limit: 99 });
    expect(products).toBe(3);
  });

  it('says by which way', () => {
    const { rows } = assessHouse({ suspicions: [suspicion('objects', 'eu')] });
    expect(rowOf(rows, 'customer', 'acme')?.path.map(({ name, via }) => `${via} ${name}`)).toEqual([
      'seen objects',
      'needs gateway',
      'step find',
      'part hearth',
      'used by acme',
    ]);
  });

  it('is weak behind a soft dependency: it degrades, and is not likely', () => {
    const { rows } = assessHouse(searchFails);
    expect(rowOf(rows, 'workflow', 'upload')).toMatchObject({ state: 'degraded', standing: 'possible' });
    expect(rowOf(rows, 'workflow', 'upload')?.confidence).toBeLessThan(0.4);
  });

  it('is not who uses something else', () => {
    const { rows } = assessHouse(searchFails);
    expect(rowOf(rows, 'customer', 'dock')).toBeUndefined();
    expect(rowOf(rows, 'application', 'ledger')).toBeUndefined();
  });

  it('is an application through its products where no workflow tells of them', () => {
    const { rows } = assessHouse({ suspicions: [suspicion('audit', 'eu')] });
    expect(rowOf(rows, 'application', 'ledger')).toMatchObject({ state: 'degraded', standing: 'likely' });
    expect(rowOf(rows, 'customer', 'dock')?.environments).toEqual(['eu']);
  });
});

describe('another environment', () => {
  it('is possible, more so with the same version', () => {
    const { rows } = assessHouse(searchFails);
    const us = rowOf(rows, 'environment', 'us');
    const ap = rowOf(rows, 'environment', 'ap');
    expect(us).toMatchObject({ standing: 'possible', path: [{ via: 'elsewhere' }, { via: 'runs in' }] });
    expect(us?.confidence).toBeGreaterThan(ap?.confidence ?? 1);
  });

  it('is unknown where it is cut off, with its version, never fine', () => {
    const { rows } = assessHouse(
      {
        ...searchFails,
        checks: [check('find', { environment: 'ship', workflow: 'find', verdict: 'passing' })],
      },
      { heard: new Map([['ship', noon - 14 * minute]]) },
    );
    const ship = rowOf(rows, 'environment', 'ship');
    expect(ship).toMatchObject({ state: 'unknown', standing: 'possible', confidence: null });
    expect(ship?.evidence[0]).toMatchObject({ at: '2026-11-26T11:46:00.000Z' });
    expect(ship?.evidence[0]?.says).toContain('4.1');
    expect(rowOf(rows, 'customer', 'crew')).toMatchObject({ state: 'unknown', confidence: null });
  });

  it('that is cut off is hit where something is seen of it', () => {
    const { rows } = assessHouse({ suspicions: [suspicion('search', 'ship')] });
    expect(rowOf(rows, 'customer', 'crew')).toMatchObject({ state: 'down', standing: 'likely' });
  });

  it('that is cut off is shown well by no pass, also where something is seen of it', () => {
    const fails = check('send', { environment: 'ship', workflow: 'upload', verdict: 'failing' });
    const passes = check('search', { environment: 'ship', products: ['search'], verdict: 'passing' });
    for (const real of [0, 1]) {
      const checks = [{ ...fails, real }, passes];
      expect(assessHouse({ ...searchFails, checks }).passing.checks).toBe(0);
    }
  });

  it('named in a report without a product is hit itself, and nothing in it is guessed', () => {
    const evidence = { kind: 'report', id: 'INC-1', says: 'eu is odd', at: null } as const;
    const places = [{ environment: 'eu', probability: 0.6, state: 'degraded', evidence }] as const;
    const { rows } = assessHouse({ places });
    expect(rows).toMatchObject([{ kind: 'environment', name: 'eu', confidence: 0.6, evidence: [evidence] }]);
  });
});

describe('a check', () => {
  const failing = check('find', {
    environment: 'eu',
    workflow: 'find',
    products: ['search'],
    verdict: 'failing',
  });
  const passing = (more: object = {}) =>
    check('find', { environment: 'eu', workflow: 'find', verdict: 'passing', ...more });

  it('that fails is the surest there is, and blames its first product less surely', () => {
    const { rows } = assessHouse({ checks: [failing] });
    expect(rowOf(rows, 'workflow', 'find')).toMatchObject({
      observed: true,
      confidence: 0.94,
      state: 'down',
    });
    expect(rowOf(rows, 'workflow', 'find')?.evidence[0]).toMatchObject({ kind: 'check' });
    expect(rowOf(rows, 'workflow', 'upload')?.standing).toBe('possible');
  });

  it('that passes since then says that a workflow is not hit', () => {
    const { rows, passing: passed, changesAt } = assessHouse({ ...searchFails, checks: [passing()] });
    expect(rowOf(rows, 'workflow', 'find')).toMatchObject({
      standing: 'possible',
      environments: ['ap', 'us'],
    });
    expect(passed).toEqual({ checks: 1, oldestAt: noon - minute });
    expect(changesAt).toBe(noon + 2 * minute);
  });

  it('says so of a workflow as a whole only where nothing else of it is in doubt', () => {
    const everywhere = ['eu', 'us', 'ap'].map((environment) => passing({ environment }));
    const cutOff = assessHouse({ ...searchFails, checks: everywhere });
    expect(rowOf(cutOff.rows, 'workflow', 'find')).toMatchObject({
      state: 'unknown',
      environments: ['ship'],
    });
    const { ship: _, ...connected } = house.Environment ?? {};
    const graph = graphOf({ ...house, Environment: connected });
    const { rows } = assess(facts({ ...searchFails, checks: everywhere }), graph, { now: noon, limit: 99 });
    expect(rowOf(rows, 'workflow', 'find')).toMatchObject({
      standing: 'not-hit',
      environments: ['ap', 'eu', 'us'],
    });
  });

  it.each([
    ['is older than the evidence', { passedAt: noon - 6 * minute, everyMs: 10 * minute }],
    ['is older than three intervals', { passedAt: noon - 2 * minute, everyMs: minute / 2 }],
    ['never passed', { passedAt: null }],
  ])('whose pass %s says nothing', (_, more) => {
    const { rows } = assessHouse({ ...searchFails, checks: [passing(more)] });
    expect(rowOf(rows, 'workflow', 'find')).toMatchObject({ standing: 'likely', environments: ['eu'] });
  });

  it('that fails beside one that passes means a part of it', () => {
    const { rows } = assessHouse({ checks: [failing, { ...passing(), check: 'find-2' }] });
    expect(rowOf(rows, 'workflow', 'find')).toMatchObject({ state: 'degraded', observed: true });
  });

  it('of a product alone clears the guess about another environment', () => {
    const monitor = check('http', { environment: 'us', products: ['search'], verdict: 'passing' });
    const { rows } = assessHouse({ ...searchFails, checks: [monitor] });
    expect(rowOf(rows, 'environment', 'us')).toMatchObject({ standing: 'not-hit', state: 'ok' });
    expect(rowOf(rows, 'environment', 'us')?.freshUntil).toBe('2026-11-26T12:02:00.000Z');
  });
});

function deployed(...names: string[]): object[] {
  return names.map((product) => ({ product, version: '1' }));
}
