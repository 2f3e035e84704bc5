import type { Incident } from '@fieldmarshal/contract/incidents';
import { expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { deliveryHandlers } from '#delivery';
import { declareIncident } from '#incidents';
import { getIncident } from '../incidents/read.ts';
import { answerPage, oncallHandlers } from '#oncall';
import { as, testEnv, type TestEnv } from '../testing/index.ts';
import { reactions } from './reactions/index.ts';

const person = (name: string, role: string) => `---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ${name} }
spec: { displayName: ${name}, email: ${name}@example.org, roles: [${role}] }
`;
const catalogOf = (leads: boolean) => `${person('ada', 'field-marshal')}${person('tea', 'responder')}---
apiVersion: fieldmarshal/v1
kind: Shadow
metadata: { name: tea-with-ada }
spec: { trainee: tea, person: ada, leads: ${leads} }
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: main }
spec: { default: true, steps: [{ targets: [{ person: ada }] }] }
`;

interface Story {
  readonly env: TestEnv;
  /** Answers of these people, in this order. */
  readonly answer: (...people: readonly string[]) => Promise<Incident>;
}

/** An incident is declared; ada is paged, and tea beside her. */
async function story(leads: boolean): Promise<Story> {
  const env = await testEnv({ reactions, handlers: [...deliveryHandlers, ...oncallHandlers] });
  const lead = as(env, 'lead', ['admin']);
  await applyObjects(lead, {
    files: [{ path: 'a.yaml', text: catalogOf(leads) }],
    dryRun: false,
    prune: false,
  });
  const { id } = await declareIncident(lead, { title: 'Checkout fails', severity: 'SEV1' });
  await env.drain();
  return {
    env,
    answer: async (...people) => {
      for (const each of people) {
        await answerPage(as(env, each, ['responder']), {
          pageId: await pageOf(env, each),
          answer: 'acknowledge',
        });
        await env.drain();
      }
      return getIncident(lead, { id });
    },
  };
}

async function pageOf({ databases }: TestEnv, person: string): Promise<string> {
  const row = await databases.web
    .selectFrom('page')
    .select('id')
    .where('person', '=', person)
    .executeTakeFirstOrThrow();
  return row.id;
}

function rolesOf({ roles }: Incident): string[] {
  return roles.map(({ role, person: holder }) => `${role} ${holder}`).sort();
}

test('a shadow who follows is on the incident as one, and it stays unacknowledged', async () => {
  const { answer } = await story(false);
  const followed = await answer('tea');
  expect(rolesOf(followed)).toEqual(['shadow tea']);
  expect([followed.state, followed.acknowledgedAt]).toEqual(['triage', null]);
  expect(followed.pages.find((page) => page.person === 'tea')?.status).toBe('following');
  expect(rolesOf(await answer('ada'))).toEqual(['field-marshal ada', 'shadow tea']);
});

test('in reverse the trainee leads once both have answered, whoever was first, and the other stays beside', async () => {
  const first = await story(true);
  expect(rolesOf(await first.answer('tea'))).toEqual(['shadow tea']);
  expect(rolesOf(await first.answer('ada'))).toEqual(['field-marshal tea', 'shadow ada']);
  const second = await story(true);
  expect(rolesOf(await second.answer('ada'))).toEqual(['field-marshal ada']);
  expect(rolesOf(await second.answer('tea'))).toEqual(['field-marshal tea', 'shadow ada']);
});

test('the log keeps when somebody answered, not when that was written into it', async () => {
  const { env, answer } = await story(false);
  const { acknowledgedAt, pages } = await answer('ada');
  const { ended_at: endedAt } = await env.databases.web
    .selectFrom('page')
    .select('ended_at')
    .where('person', '=', 'ada')
    .executeTakeFirstOrThrow();
  expect(acknowledgedAt).toBe(endedAt?.toISOString());
  expect(pages.find(({ person }) => person === 'ada')?.answeredAt).toBe(acknowledgedAt);
});
