import { countedBehind } from '@fieldmarshal/contract/insights/hand-counted-behind';
import {
  countedBudgets,
  countedFractions,
  countedLoad,
  countedNoise,
  countedOverview,
  countedTold,
} from '@fieldmarshal/contract/insights/hand-counted';
import { beforeAll, describe, expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { inTransaction, systemCtx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { appendEvents } from '../../incidents/store.ts';
import { commsNumbers } from '../../comms/people/numbers.ts';
import { readBehind } from '../read/read-behind.ts';
import { readLoad, readNoise, readOverview } from '../read/read-insights.ts';
import { countDays, rollIncidents } from '../roll-up/roll-up.ts';
import { countRunHours, readSlos } from '../slo/read-slos.ts';
import { readAt } from './history.ts';
import { catalog, store } from './stored.ts';

let env: TestEnv;
const ada = () => as(env, 'ada', ['lead']);
const days = { from: '2026-11-16', to: '2026-11-29' };

beforeAll(async () => {
  env = await testEnv();
  await env.fastForward(Date.parse(readAt) - env.clock.now().getTime());
  const files = catalog.split('\n---\n').map((each, index) => ({
    path: `${index}.yaml`,
    text: `apiVersion: fieldmarshal/v1\n${each.trim()}\n`,
  }));
  await applyObjects(as(env, 'lead', ['admin']), { files, dryRun: false, prune: false });
  await inTransaction(systemCtx(env, 'test'), async ({ db }) => store(db, appendEvents));
  const system = systemCtx(env, 'test');
  await rollIncidents(system);
  await countDays(system);
  await countRunHours(system);
});

describe('a fortnight that was counted by hand', () => {
  test('has every number of the overview, and no other', async () => {
    expect(await readOverview(ada(), days)).toEqual(countedOverview);
  });

  test('has every number of the load on people', async () => {
    expect(await readLoad(ada(), days)).toEqual(countedLoad);
  });

  test('has every number of noise and checks', async () => {
    expect(await readNoise(ada(), days)).toEqual(countedNoise);
  });

  test('has every number of objectives', async () => {
    const { items } = await readSlos(ada());
    const [unknown, known] = items.map(({ allowed, left, spentInHours, burn, ...whole }) => ({
      ...{ whole, left, spentInHours, burn, allowed },
    }));
    expect([unknown?.whole, known?.whole]).toEqual(countedBudgets);
    expect(unknown).toMatchObject({ allowed: 0, left: null, spentInHours: null });
    expect(unknown?.burn).toEqual({
      ...{ hour: { rate: null, bad: 0, of: 0 }, sixHours: { rate: null, bad: 0, of: 0 } },
      threeDays: { rate: null, bad: 0, of: 0 },
    });
    const { allowed, left, spentInHours, burn } = countedFractions;
    expect(known?.allowed).toBeCloseTo(allowed, 9);
    expect(known?.left).toBeCloseTo(left, 6);
    expect(known?.spentInHours).toBeCloseTo(spentInHours, 9);
    for (const of of ['hour', 'sixHours', 'threeDays'] as const) {
      expect(known?.burn[of]).toMatchObject({ bad: burn[of].bad, of: burn[of].of });
      expect(known?.burn[of].rate).toBeCloseTo(burn[of].rate, 9);
    }
  });

  test('has every number of how people outside were told', async () => {
    expect(await commsNumbers(ada(), { days: 16 })).toMatchObject(countedTold);
  });

  test.each(Object.entries(countedBehind))('has behind %s what it counts', async (behind, expected) => {
    const { n, items } = await readBehind(ada(), { ...days, behind });
    const unit = expected.some((one) => typeof one !== 'string');
    expect(n).toBe(expected.length);
    expect(items.map(({ id, value }) => (unit ? [id, value] : id))).toEqual(expected);
  });
});
