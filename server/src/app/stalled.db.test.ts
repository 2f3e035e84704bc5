import { describe, expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { acceptDelegation, declareIncident, returnDelegation } from '#incidents';
import { answerPage } from '#oncall';
import { delegate } from '../assist/delegation/delegate.ts';
import { acknowledgeIncident } from '../incidents/acknowledge.ts';
import { listEvents } from '../incidents/read.ts';
import { reopenIncident, resolveIncident } from '../incidents/commands/course.ts';
import { writeNote } from '../incidents/commands/work.ts';
import { readAsking } from '../oncall/pages/read-asking.ts';
import { listPages } from '../oncall/pages/read-pages.ts';
import { as, testEnv } from '../testing/index.ts';
import { domainHandlers } from './domains.ts';
import { reactions } from './reactions/index.ts';

/** Nobody listens where they are paged: it is tried again and again, and each step has its time. */
const person = (name: string, role: string) => `---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ${name} }
spec:
  email: ${name}@example.org
  roles: [${role}]
  contactMethods: [{ channel: webhook, url: 'http://127.0.0.1:9/' }]
  notificationRules: [{ ring: [{ channel: webhook }] }]
`;
const policy = (name: string, who: string, isDefault: boolean) => `---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: ${name} }
spec: { default: ${isDefault}, steps: [{ targets: [{ person: ${who} }], minutes: 5 }], ackTimeoutMinutes: 30 }
`;
const catalog = `${person('ada', 'field-marshal')}${person('bo', 'responder')}${person('cy', 'responder')}---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: edge }
spec: { members: [bo], escalationPolicy: edge }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: core }
spec: { members: [cy], escalationPolicy: core }
${policy('main', 'ada', true)}${policy('edge', 'bo', false)}${policy('core', 'cy', false)}`;
const minute = 60_000;

async function paged() {
  const env = await testEnv({ reactions, handlers: domainHandlers });
  const lead = as(env, 'lead', ['admin']);
  await applyObjects(lead, { files: [{ path: 'a.yaml', text: catalog }], dryRun: false, prune: false });
  const { id } = await declareIncident(lead, { title: 'Checkout fails', severity: 'SEV1' });
  await env.drain();
  const ada = as(env, 'ada', ['field-marshal']);
  const pass = async (minutes: number) => {
    await env.fastForward(minutes * minute);
    await env.drain();
  };
  const pages = async (person: string) => (await listPages(lead, { limit: 10, person })).items;
  const page = async () => (await pages('ada'))[0];
  const asking = async () => (await readAsking(lead, { id })).items.map(({ state }) => state);
  return { env, ada, lead, id, pass, page, pages, asking };
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

test('where it pages again, whoever says in the room that they are on it ends that, also once nobody is left to ask', async () => {
  const { ada, id, pass, page, asking } = await paged();
  await acknowledgeIncident(ada, { id });
  await pass(0);
  await pass(30.1);
  expect(await asking()).toEqual(['paging']);
  await acknowledgeIncident(ada, { id });
  await pass(0);
  expect([await asking(), (await page())?.state]).toEqual([[], 'closed']);
  const said = async () =>
    (await listEvents(ada, { id, type: 'acknowledged', order: 'oldest', limit: 9 })).items;
  expect(await said()).toHaveLength(2);
  expect((await acknowledgeIncident(ada, { id })).seq).toBe((await acknowledgeIncident(ada, { id })).seq);
  expect(await said()).toHaveLength(2);

  for (let walked = 0; walked < 6; walked += 1) await pass(30);
  expect(await asking()).toEqual(['exhausted']);
  await acknowledgeIncident(ada, { id });
  await pass(0);
  expect([await asking(), (await page())?.state]).toEqual([[], 'closed']);
});

test('who has led it from the start, or from its reopening, can say so in the room too while people are paged', async () => {
  const { ada, pass } = await paged();
  const { id } = await declareIncident(ada, { title: 'Search fails', severity: 'SEV1', takeLead: true });
  const asking = async () => (await readAsking(ada, { id })).items.map(({ state }) => state);
  await pass(0);
  expect(await asking()).toEqual(['paging']);
  await acknowledgeIncident(ada, { id });
  await pass(0);
  expect(await asking()).toEqual([]);
  await resolveIncident(ada, { id, summary: '' });
  await pass(0);
  await reopenIncident(ada, { id, reason: '' });
  await pass(0);
  expect(await asking()).toEqual(['paging']);
  await acknowledgeIncident(ada, { id });
  await pass(0);
  expect(await asking()).toEqual([]);
});

describe('an incident that a team has taken over', () => {
  /** By its button, not by a page: nobody else has said that they are on it. */
  async function takenOver() {
    const world = await paged();
    const { env, ada, id, pages } = world;
    const bo = as(env, 'bo', ['responder']);
    await delegate(ada, { id, team: 'edge', minutes: 15, reason: '' });
    await world.pass(0);
    await acceptDelegation(bo, { id, note: '' });
    await world.pass(0);
    const openOf = async (person: string) =>
      (await pages(person)).filter(({ state }) => state === 'open').length;
    return { ...world, bo, openOf };
  }
  const note = { text: 'looking', code: null, attachments: [], decision: false };

  test('pages the team again where nobody does anything on it, and whoever is on it in the room ends that', async () => {
    const { bo, id, pass, openOf } = await takenOver();
    expect(await openOf('bo')).toBe(0);
    await pass(29);
    await writeNote(bo, { id, ...note });
    await pass(0);
    await pass(29);
    expect(await openOf('bo')).toBe(0);
    await pass(1.1);
    expect(await openOf('bo')).toBe(1);
    await acknowledgeIncident(bo, { id });
    await pass(0);
    expect(await openOf('bo')).toBe(0);
  });

  test('does not page the team any more that has given it back, also where another one has it by then', async () => {
    const { bo, ada, id, pass, pages, openOf } = await takenOver();
    await returnDelegation(bo, { id, how: 'bounced', reason: 'Not ours' });
    await delegate(ada, { id, team: 'core', minutes: 60, reason: '' });
    await pass(0);
    const before = (await pages('bo')).length;
    await pass(31);
    await pass(31);
    expect([(await pages('bo')).length, await openOf('bo')]).toEqual([before, 0]);
    expect((await pages('cy')).length).toBeGreaterThan(0);
  });

  test('pages nobody once it is resolved', async () => {
    const { ada, id, pass, pages } = await takenOver();
    await resolveIncident(ada, { id, summary: '' });
    await pass(0);
    const before = (await pages('bo')).length;
    await pass(61);
    expect((await pages('bo')).length).toBe(before);
  });

  test('goes on paging the team where only its shadow has said so', async () => {
    const world = await paged();
    const { env, ada, lead, id, pass, pages } = world;
    const shadow = `${person('tea', 'responder')}---
apiVersion: fieldmarshal/v1
kind: Shadow
metadata: { name: tea-with-bo }
spec: { trainee: tea, person: bo }
`;
    await applyObjects(lead, { files: [{ path: 'b.yaml', text: shadow }], dryRun: false, prune: false });
    await delegate(ada, { id, team: 'edge', minutes: 15, reason: '' });
    await pass(0);
    await acceptDelegation(as(env, 'tea', ['responder']), { id, note: '' });
    await pass(0);
    expect((await pages('bo'))[0]?.state).toBe('open');
  });
});
