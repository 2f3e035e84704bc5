import { expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { deliveryHandlers } from '#delivery';
import { declareIncident } from '#incidents';
import { answerPage, oncallHandlers } from '#oncall';
import { acknowledgeIncident } from '../incidents/acknowledge.ts';
import { writeNote } from '../incidents/commands/work.ts';
import { listPages } from '../oncall/pages/read-pages.ts';
import { as, testEnv } from '../testing/index.ts';
import { reactions } from './reactions/index.ts';

const catalog = `apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ada }
spec: { email: ada@example.org, roles: [field-marshal] }
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: main }
spec: { default: true, steps: [{ targets: [{ person: ada }], minutes: 5 }], ackTimeoutMinutes: 30 }
`;
const minute = 60_000;

async function paged() {
  const env = await testEnv({ reactions, handlers: [...deliveryHandlers, ...oncallHandlers] });
  const lead = as(env, 'lead', ['admin']);
  await applyObjects(lead, { files: [{ path: 'a.yaml', text: catalog }], dryRun: false, prune: false });
  const { id } = await declareIncident(lead, { title: 'Checkout fails', severity: 'SEV1' });
  await env.drain();
  const ada = as(env, 'ada', ['field-marshal']);
  const pass = async (minutes: number) => {
    await env.fastForward(minutes * minute);
    await env.drain();
  };
  const page = async () => (await listPages(lead, { limit: 10, person: 'ada' })).items[0];
  return { ada, lead, id, pass, page };
}

type World = Awaited<ReturnType<typeof paged>>;

test.each([
  [
    'by its page',
    async ({ ada, page }: World) => {
      await answerPage(ada, { pageId: (await page())?.id ?? '', answer: 'acknowledge' });
    },
  ],
  [
    'in its room',
    async ({ ada, id }: World) => {
      await acknowledgeIncident(ada, { id });
    },
  ],
])('an incident acknowledged %s, on which nobody does anything, pages again', async (_how, acknowledge) => {
  const world = await paged();
  await acknowledge(world);
  await world.pass(0);
  await world.pass(29);
  expect((await world.page())?.state).not.toBe('open');
  await world.pass(1.1);
  expect((await world.page())?.state).toBe('open');
});

test('it waits as long again when somebody does something', async () => {
  const world = await paged();
  await acknowledgeIncident(world.ada, { id: world.id });
  await world.pass(0);
  await world.pass(29);
  await writeNote(world.ada, { id: world.id, text: 'looking', code: null, attachments: [], decision: false });
  await world.pass(0);
  await world.pass(29);
  expect((await world.page())?.state).not.toBe('open');
  await world.pass(1.1);
  expect((await world.page())?.state).toBe('open');
});
