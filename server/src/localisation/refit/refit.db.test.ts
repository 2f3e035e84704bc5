import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { domainHandlers } from '../../app/domains.ts';
import { emptyCase, type Case } from '../core/case.ts';
import { currentWeights } from '../judge/weights.ts';
import { fittedWeights } from '../core/weights.ts';
import { applyWeights, fitWeights, readWeights } from './manage-weights.ts';

/** Its words do not matter here. */
const verdict = {
  ...{
    clear: false,
    nothing: 0,
    suspects: [],
    pair: null,
    wouldDecide: [],
    changes: [],
    noChange: 1,
    silent: [],
  },
  basis: {
    ...{ failingRuns: 0, passingRuns: 0, spans: 0, usualSpans: 0, alerts: 0, changes: 0, series: 0 },
    ...{ droppedSpans: 0, gaps: [] },
  },
  weights: '',
};

let env: TestEnv;
beforeAll(async () => {
  env = await testEnv({ handlers: domainHandlers });
});
const lead = () => as(env, 'lea', ['lead']);

const products = ['product:a', 'product:b', 'product:c', 'product:d'];

/** Here alerts speak of a bystander, and what was confirmed before of the cause. */
function misled(number: number): { input: Case; cause: string } {
  const cause = products[number % 4] ?? '';
  const bystander = products[(number + 1) % 4] ?? '';
  const candidates = products.map((id) => ({ id, kind: 'product' as const }));
  return {
    cause: cause.replace('product:', ''),
    input: {
      ...emptyCase(candidates, [], 1_000_000),
      alerts: [{ product: bystander, name: 'Disk', startedAt: 999_000 }],
      pastCauses: { [cause]: 12 },
    },
  };
}

async function answered(count: number, from: number): Promise<void> {
  const { web } = env.databases;
  for (let number = from; number < from + count; number += 1) {
    const { input, cause } = misled(number);
    const gathered = { case: input, sources: {}, gaps: [], names: {}, changes: {} };
    const answer = { answer: 'corrected', cause: { kind: 'product', name: cause } };
    const { id } = await web
      .insertInto('cause_case')
      .values({
        ...{ kind: 'incident', incident_id: `INC-${number + 1}`, environment: 'eu', since: new Date() },
        ...{ version: 1, runs: '{"runs":[],"elsewhere":[]}', answer: JSON.stringify(answer) },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await web
      .insertInto('cause_verdict')
      .values({
        ...{ case_id: id, version: 1, at: new Date(), verdict: JSON.stringify(verdict) },
        evidence: gzipSync(JSON.stringify({ gathered, weights: fittedWeights })),
      })
      .execute();
  }
}

test('weights are fitted on what people said only once there is enough of it, and only by who may', async () => {
  await answered(29, 0);
  await expect(fitWeights(lead())).rejects.toThrow('It takes 30 failures');
  await expect(fitWeights(as(env, 'rae', ['responder']))).rejects.toMatchObject({ code: 'forbidden' });
  expect(await readWeights(lead())).toMatchObject({ answers: 29, needed: 30, inUse: null, last: null });
});

test('what here misleads is believed less, what is better on answers left out can be used, and taken back', async () => {
  await answered(11, 29);
  expect((await fitWeights(lead())).last).toMatchObject({ state: 'waiting', by: 'lea', report: null });
  await expect(fitWeights(lead())).rejects.toThrow('They are being fitted already.');
  await env.drain();
  const { last } = await readWeights(lead());
  expect(last).toMatchObject({ state: 'fitted', why: null, report: { cases: 40, isBetter: true } });
  expect(last?.report?.own.loss).toBeLessThan(last?.report?.shipped.loss ?? 0);
  const alerts = last?.report?.witnesses.find(({ witness }) => witness === 'alerts');
  expect(alerts?.own).toBeLessThan(alerts?.shipped ?? 0);
  expect((await currentWeights(lead())).weights).toEqual(fittedWeights);

  const id = last?.id ?? 0;
  await expect(applyWeights(as(env, 'rae', ['field-marshal']), { id })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect((await applyWeights(lead(), { id })).inUse).toMatchObject({ id });
  const used = await currentWeights(lead());
  expect(used.weights.witness['alerts']).toBe(alerts?.own);
  expect(used.story).toContain('then on 40 causes that people named here');
  expect((await applyWeights(lead(), { id: null })).inUse).toBeNull();
  expect((await currentWeights(lead())).weights).toEqual(fittedWeights);
});

test('weights that are no better than as shipped are refused, and so are those that are not there', async () => {
  await env.databases.pools.web.query(
    `insert into cause_weights (asked_at, by_id, by_name, state, weights, report) values (now(), 'x', 'x', 'fitted', $1, $2)`,
    [
      JSON.stringify(fittedWeights),
      JSON.stringify({ cases: 40, shipped: { top1: 0.8, loss: 0.4 }, own: { top1: 0.7, loss: 0.3 } }),
    ],
  );
  const { last } = await readWeights(lead());
  expect(last?.report?.isBetter).toBe(false);
  await expect(applyWeights(lead(), { id: last?.id ?? 0 })).rejects.toThrow('no better than as shipped');
  await expect(applyWeights(lead(), { id: 9_999 })).rejects.toMatchObject({ code: 'not-found' });
});
