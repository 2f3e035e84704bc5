import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { putObject } from '#catalog';
import { declareIncident, recordOnIncident } from '#incidents';
import { systemCtx } from '#platform';
import { resolveIncident } from '../../incidents/commands/course.ts';
import { as, testEnv, type TestEnv } from '#testing';
import { commsHandlers } from '../index.ts';
import { seedHouse } from '../rig.ts';
import { customerHistory } from './customer-history.ts';
import { followIncident, listFollowers, unfollowIncident } from './follow.ts';
import { commsNumbers } from './numbers.ts';
import { owedNotice, settlePromises, takePromise } from './promises.ts';

let env: TestEnv;
const minuteMs = 60_000;
const mira = () => as(env, 'mira', ['field-marshal']);
const system = () => systemCtx(env, 'reactions');

beforeAll(async () => {
  env = await testEnv({ handlers: commsHandlers });
  await seedHouse(env);
});

async function declared(): Promise<string> {
  const input = {
    title: 'Opening a case fails',
    severity: 'SEV2',
    product: 'objstore-7',
    takeLead: true,
  } as const;
  return (await declareIncident(mira(), input)).id;
}

async function toldOf(id: string): Promise<string[]> {
  const { rows } = await sql<{ subject: string }>`
    select message->>'subject' as subject from delivery where message->>'subject' like ${`%${id}%`} order by id`.execute(
    env.databases.web,
  );
  return rows.map(({ subject }) => subject);
}

/** Promises the next update of an incident in so many minutes, as a sent message does. */
async function promise(id: string, minutes: number): Promise<string> {
  const due = new Date(env.clock.now().getTime() + minutes * minuteMs).toISOString();
  await recordOnIncident(system(), {
    incidentId: id,
    command: {
      type: 'record-communication',
      communication: 'COM-1',
      audience: 'customers',
      application: 'Hearthway',
      language: 'en',
      stage: 'investigating',
      title: 'Hearthway',
      approvedBy: ['Mira'],
      recipients: 1,
      corrects: null,
      nextUpdateAt: due,
    },
  });
  await takePromise(system(), { incidentId: id, due });
  return due;
}

describe('a promised update', () => {
  test('is reminded of five minutes before, and again when it is late; the Field Marshal hears it once each', async () => {
    const id = await declared();
    await promise(id, 30);
    await env.fastForward(24 * minuteMs);
    await env.drain();
    expect(await toldOf(id)).toEqual([]);
    await env.fastForward(1.1 * minuteMs);
    await env.drain();
    expect(await toldOf(id)).toEqual([expect.stringMatching(/next update is due at \d\d:\d\d UTC/)]);
    await env.fastForward(5 * minuteMs);
    await env.drain();
    await env.drain();
    expect(await toldOf(id)).toEqual([expect.anything(), expect.stringMatching(/is late/)]);
    expect(await commsNumbers(mira(), { days: 30 })).toMatchObject({ promises: 1, late: 1 });
  });

  test('that is renewed in time is kept, and reminds by the new time only', async () => {
    const id = await declared();
    await promise(id, 30);
    await env.fastForward(10 * minuteMs);
    await promise(id, 60);
    await env.fastForward(21 * minuteMs);
    await env.drain();
    expect(await toldOf(id)).toEqual([]);
    await resolveIncident(mira(), { id, summary: 'Put back.' });
    await settlePromises(system(), { incidentId: id });
    await env.fastForward(60 * minuteMs);
    await env.drain();
    expect(await toldOf(id)).toEqual([]);
    expect(await commsNumbers(mira(), { days: 30 })).toMatchObject({ promises: 3, late: 1 });
  });
});

describe('who follows an incident', () => {
  test('gets a digest every so often while something is new, and none while nothing is', async () => {
    const id = await declared();
    await followIncident(as(env, 'ola', ['viewer']), { id, everyMinutes: 30 });
    expect((await listFollowers(mira(), { id })).items.map(({ name }) => name)).toEqual(['Ola Berg']);
    await env.fastForward(31 * minuteMs);
    await env.drain();
    expect(await toldOf(id)).toEqual([]);
    await promise(id, 600);
    await env.fastForward(30 * minuteMs);
    await env.drain();
    expect(await toldOf(id)).toEqual([`${id} is investigating: Opening a case fails`]);
    await unfollowIncident(as(env, 'ola', ['viewer']), { id });
    await promise(id, 700);
    await env.fastForward(60 * minuteMs);
    await env.drain();
    expect((await toldOf(id)).filter((subject) => subject.startsWith(`${id} is`))).toHaveLength(1);
  });
});

test('a customer without messages has a history that says so, and an unknown one none', async () => {
  expect(await customerHistory(mira(), { name: 'mute' })).toMatchObject({
    contacts: 0,
    applications: ['hearth'],
    incidents: [],
  });
  await expect(customerHistory(mira(), { name: 'nobody' })).rejects.toThrow(/does not exist/);
});

test('a customer’s history leaves out what was said of places where they use nothing', async () => {
  await putObject(as(env, 'lena', ['lead']), { kind: 'Environment', name: 'us-prod', spec: {} });
  const [europe, america] = await Promise.all(
    ['eu-prod', 'us-prod'].map(
      async (environment) =>
        (await declareIncident(mira(), { title: `Fails in ${environment}`, severity: 'SEV2', environment }))
          .id,
    ),
  );
  for (const id of [europe, america]) await sayTo(id ?? '');
  const seen = async (name: string): Promise<string[]> =>
    (await customerHistory(mira(), { name })).incidents.map(({ id }) => id).sort();
  expect(await seen('acme')).toEqual([europe]);
  const toldOfEurope = async (name: string) =>
    (await customerHistory(mira(), { name })).incidents
      .find(({ id }) => id === europe)
      ?.messages.map(({ toThem }) => toThem);
  // Nobody has taken up who the messages go to: so far they only stand on the page.
  expect(await toldOfEurope('acme')).toEqual([false]);
  await sql`
    with reader as (
      insert into subscriber (channel, destination, destination_key, audience, applications, customer, language, source, state, asked_at)
      values ('email', 'ada@acme.example', 'ada@acme.example', 'customers', '{hearth}', 'acme', 'en', 'catalog', 'active', now()) returning id)
    insert into communication_recipient (communication_id, key, customer, channel, destination, state, subscriber_id, changed_at)
    select c.id, 'acme', 'acme', 'email', 'ada@acme.example', 'sent', reader.id, now() from communication c, reader
    where incident_id = ${europe}`.execute(env.databases.web);
  // Sent to others, and on no page: nobody of them read it.
  await sayTo(europe ?? '', 'monitoring', false);
  expect([await toldOfEurope('acme'), await toldOfEurope('berg')]).toEqual([[true], [false]]);
  expect(new Set(await seen('berg'))).toEqual(new Set([europe, america]));
});

test('a customer’s history has what hit them, also where nobody told them anything', async () => {
  const hit = (state: string, standing: string, until: string | null) => ({
    ...impactRowOf('customer', 'mute'),
    state,
    standing,
    until,
  });
  const [down, guess, drill] = await Promise.all(
    [false, false, true].map(
      async (isDrill) =>
        (await declareIncident(mira(), { title: 'Hits the mute', severity: 'SEV2', drill: isDrill })).id,
    ),
  );
  const rows = [
    [down, hit('down', 'likely', null)],
    [guess, hit('down', 'possible', null)],
    [drill, hit('down', 'confirmed', null)],
  ] as const;
  for (const [id, row] of rows)
    await sql`insert into impact (incident_id, started_at, decide_by, assessed_at, rows)
      values (${id}, now(), now(), now(), ${JSON.stringify([row])}::jsonb)
      on conflict (incident_id) do update set rows = excluded.rows, assessed_at = now()`.execute(
      env.databases.web,
    );
  const { incidents } = await customerHistory(mira(), { name: 'mute' });
  const own = incidents.filter(({ id }) => [down, guess, drill].includes(id));
  expect(own.map(({ id, hit: how, messages }) => [id, how?.state, messages.length])).toEqual([
    [down, 'down', 0],
  ]);
});

function impactRowOf(kind: string, name: string): object {
  const at = '2026-11-26T10:00:00.000Z';
  return {
    kind,
    name,
    title: name,
    publicName: null,
    confidence: 0.9,
    observed: false,
    evidence: [],
    path: [],
    environments: [],
    environmentsOf: 1,
    criticality: null,
    application: null,
    usersPerHour: 60,
    userMinutesLost: 0,
    asOf: at,
    since: at,
    freshUntil: null,
    decision: null,
  };
}

describe('a word that was promised to customers', () => {
  test('is owed also when the incident is over, until the closing one is sent', async () => {
    const id = await declared();
    await sayTo(id, 'investigating');
    const due = await promise(id, 30);
    await resolveIncident(mira(), { id, summary: 'Put back.' });
    await settlePromises(system(), { incidentId: id });
    expect(await owedNotice(env)).toBeNull();
    await env.fastForward(31 * minuteMs);
    await env.drain();
    await env.drain();
    expect(await toldOf(id)).toEqual([
      expect.stringMatching(/next update is due/),
      expect.stringMatching(/promised for \d\d:\d\d UTC is late/),
    ]);
    expect(await owedNotice(env)).toBe(
      `Customers still wait for the update about an incident that is over that was promised for ${due.slice(11, 16)} UTC. The closing message is ready under Messages.`,
    );
    const { late } = await commsNumbers(mira(), { days: 30 });
    await sayTo(id, 'monitoring');
    await settlePromises(system(), { incidentId: id });
    expect(await owedNotice(env)).not.toBeNull();
    await sayTo(id, 'resolved');
    await settlePromises(system(), { incidentId: id });
    expect(await owedNotice(env)).toBeNull();
    // It came, and late.
    expect((await commsNumbers(mira(), { days: 30 })).late).toBe(late);
  });

  test('reminds of nothing any more once the closing one was sent in time', async () => {
    const id = await declared();
    await sayTo(id, 'investigating');
    await promise(id, 30);
    await resolveIncident(mira(), { id, summary: 'Put back.' });
    await settlePromises(system(), { incidentId: id });
    await sayTo(id, 'resolved');
    await settlePromises(system(), { incidentId: id });
    await env.fastForward(31 * minuteMs);
    await env.drain();
    expect([await toldOf(id), await owedNotice(env)]).toEqual([[], null]);
  });
});

/** A message to the customers of hearth, approved and sent: as the database keeps it. */
async function sayTo(incident: string, stage = 'investigating', isOnPage = true): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    insert into communication (incident_id, audience, application, language, stage, state, title, body, starts_at, content_hash,
      drafted_at, changed_at, on_page)
    values (${incident}, 'customers', 'hearth', 'en', ${stage}, 'draft', 't', 'b', now(), 'x', now(), now(), ${isOnPage})
    returning id`.execute(env.databases.web);
  const id = rows[0]?.id;
  await sql`
    insert into communication_approval (communication_id, person, person_name, content_hash, at)
    values (${id}, 'mira', 'Mira Khan', 'x', now())`.execute(env.databases.web);
  await sql`update communication set state = 'sent', sent_at = now() where id = ${id}`.execute(
    env.databases.web,
  );
}
