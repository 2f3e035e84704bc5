import { expect, test } from 'vitest';
import { recordReceipt } from './escalations/record-receipt.ts';
import { pagingWorld, type PagingWorld } from './testing/paging-world.ts';

/** What a provider said long after the first page had been sent. */
async function receipt(world: PagingWorld, outcome: 'delivered' | 'failed'): Promise<void> {
  const row = await world.env.databases.worker.selectFrom('delivery').selectAll().executeTakeFirstOrThrow();
  await recordReceipt(world.system(), {
    deliveryId: String(row.id),
    key: row.key,
    regarding: row.regarding,
    incidentId: row.incident_id,
    channel: 'webhook',
    destination: row.destination,
    outcome,
    permanent: outcome === 'failed',
    settled: true,
    attempt: 1_000_000,
    detail: 'phone: undelivered',
  });
  await world.env.drain();
}

async function told(world: PagingWorld): Promise<unknown[]> {
  const rows = await world.env.databases.web
    .selectFrom('fact')
    .select('data')
    .where('type', '=', 'page.progressed')
    .orderBy('id')
    .execute();
  return rows.map(({ data }) => data);
}

test('a receipt that says "not delivered" moves a page that was sent to the next contact method at once, and is told once', async () => {
  const world = await pagingWorld();
  await world.start();
  await world.env.drain();
  expect(world.people()).toEqual(['ada']);
  await receipt(world, 'failed');
  await receipt(world, 'failed');
  expect(world.people()).toEqual(['ada', 'ada-second']);
  expect(await told(world)).toMatchObject([{ outcome: 'sent' }, { outcome: 'failed' }, { outcome: 'sent' }]);
});

test('a receipt that says "delivered" is told and pages nobody', async () => {
  const world = await pagingWorld();
  await world.start();
  await world.env.drain();
  await receipt(world, 'delivered');
  expect(world.people()).toEqual(['ada']);
  expect(await told(world)).toMatchObject([{ outcome: 'sent' }, { outcome: 'delivered' }]);
});
