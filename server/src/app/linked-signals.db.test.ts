import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { systemCtx } from '#platform';
import { inFreshTransaction, raiser } from '#signals';
import { as, testEnv } from '#testing';
import { apiRouter } from './domains.ts';

const env = await testEnv();
const context = { ctx: as(env, 'lead', ['admin']) };
const { incidents, signals } = apiRouter;

async function alertCalled(title: string): Promise<string> {
  const raise = await raiser(env);
  await inFreshTransaction(systemCtx(env, 'checks', 'web'), async (tx) =>
    raise(tx, [{ action: 'fire', key: title, title, labels: {}, annotations: {}, link: null }]),
  );
  const { items } = await call(signals.alerts, { q: title }, { context });
  return items[0]?.id ?? '';
}

test('an alert that somebody names is there, and the room calls it what it is called', async () => {
  const alert = await alertCalled('Tiles are late');
  const declared = await call(
    incidents.declare,
    { title: 'Maps', alerts: [{ alert, title: 'Everything is lost' }] },
    { context },
  );
  expect(declared.alerts).toEqual([{ alert, title: 'Tiles are late' }]);
  const other = await alertCalled('Rivers are dry');
  const linked = await call(
    incidents.linkAlert,
    { id: declared.id, alert: other, title: 'All is well' },
    { context },
  );
  expect(linked.alerts.at(-1)).toEqual({ alert: other, title: 'Rivers are dry' });
});

test('a change is told as it was recorded', async () => {
  const { id } = await call(incidents.declare, { title: 'Maps' }, { context });
  const change = await call(signals.recordChange, { summary: 'maps 5.1' }, { context });
  const linked = await call(
    incidents.linkChange,
    { id, change: change.id, title: 'maps 4.0', at: '2020-01-01T00:00:00Z' },
    { context },
  );
  expect(linked.changes).toMatchObject([{ change: change.id, title: 'maps 5.1', at: change.at }]);
});

test('one that is not there is refused by its field, and nothing is declared', async () => {
  const { id } = await call(incidents.declare, { title: 'Maps' }, { context });
  const declare = { title: 'Not declared', alerts: [{ alert: '999999', title: 'a' }] };
  const asked: [() => Promise<unknown>, string][] = [
    [async () => call(incidents.declare, declare, { context }), 'alerts[0].alert'],
    [async () => call(incidents.linkAlert, { id, alert: 'a1', title: 'a' }, { context }), 'alert'],
    [async () => call(incidents.linkChange, { id, change: '999999', title: 'a' }, { context }), 'change'],
  ];
  for (const [ask, path] of asked)
    await expect(ask()).rejects.toMatchObject({ code: 'invalid', faults: [{ path }] });
  const { items } = await call(incidents.list, { q: 'Not declared', limit: 50 }, { context });
  expect(items).toEqual([]);
});
