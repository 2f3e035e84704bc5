import { beforeAll, expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { declareIncident, resolveIncident } from '#incidents';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { endDrill } from '../../training/drills/control-drill.ts';
import { startDrill } from '../../training/drills/start-drill.ts';
import { domainHandlers } from '../domains.ts';
import { reactions } from '../reactions/index.ts';
import { readPicture } from './picture.ts';
import { readStrips } from './strips.ts';

const catalog = `
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: mira }
spec: { displayName: Mira Khan, email: mira@example.org, roles: [lead] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: files }
spec: { members: [mira] }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: uploads }
spec: { owner: files }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: maps }
spec: { owner: files }
---
apiVersion: fieldmarshal/v1
kind: Scenario
metadata: { name: all-down }
spec:
  title: Uploads are down
  severity: SEV1
  product: uploads
  minutes: 20
  entries: [{ at: 0, say: Nothing arrives here. }]
  solution: { severity: SEV1, explanation: Roll back. }
`;

let env: TestEnv;
let mira: ReturnType<typeof as>;

beforeAll(async () => {
  env = await testEnv({ reactions, handlers: domainHandlers });
  mira = as(env, 'mira', ['lead']);
  const files = [{ path: 'all.yaml', text: catalog }];
  await applyObjects(as(env, 'root', ['admin']), { files, dryRun: false, prune: false });
});

test('a drill of the worst severity stands behind what is real, counts nowhere, and is not what closed last', async () => {
  const { id, incidentId } = await startDrill(mira, {
    ...{ scenario: 'all-down', seat: 'trainee', trainee: 'mira', speed: 1 },
  });
  await env.drain();
  const alone = await readStrips(mira);
  expect(alone.fire).toMatchObject([{ id: incidentId, severity: 'SEV1', drill: true }]);
  expect([alone.fireCount, alone.lastClosed]).toEqual([0, null]);

  const small = await declareIncident(mira, { title: 'Maps are slow', severity: 'SEV4', product: 'maps' });
  const both = await readStrips(mira);
  expect(both.fire.map((item) => [item.id, item.drill])).toEqual([
    [small.id, false],
    [incidentId, true],
  ]);
  expect(both.fireCount).toBe(1);
  const home = await readPicture(mira);
  expect([home.openCount, home.incidents.map(({ id: each }) => each)]).toEqual([1, [small.id, incidentId]]);
  // Whose duty is shown follows from what burns, not from what is practised.
  expect(both.products.map(({ name }) => name)).toEqual(['maps']);

  await resolveIncident(mira, { id: small.id, summary: 'It was the cache.' });
  await endDrill(mira, { id });
  await env.drain();
  const after = await readStrips(mira);
  expect((await readPicture(mira)).lastClosed?.id).toBe(small.id);
  expect([after.fire, after.fireCount, after.lastClosed?.id]).toEqual([[], 0, small.id]);
});
