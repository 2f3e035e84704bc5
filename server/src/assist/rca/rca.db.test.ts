import type { Severity } from '@fieldmarshal/contract';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { systemCtx } from '#platform';
import { domainHandlers } from '../../app/domains.ts';
import { reactions } from '../../app/reactions/index.ts';
import { applyObjects } from '../../catalog/apply.ts';
import { answerCause } from '../../localisation/answers/answer-cause.ts';
import { reopenIncident, resolveIncident, setSeverity } from '../../incidents/commands/course.ts';
import { declareIncident } from '../../incidents/declare.ts';
import { listEvents } from '../../incidents/read.ts';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { acceptRca, dismissRca, finishRca } from './decide.ts';
import { tendRca } from './jobs.ts';
import { listRcaFlags, readRcaFlag, readRcaModel, resetRcaModel } from './read/read-rca.ts';

let env: TestEnv;
let lead: ReturnType<typeof as>;
const day = 86_400_000;

beforeAll(async () => {
  env = await testEnv({ handlers: domainHandlers, reactions });
  lead = as(env, 'ada', ['lead']);
});

async function over(
  title: string,
  {
    severity = 'SEV3',
    minutes = 30,
    drill = false,
  }: { severity?: Severity; minutes?: number; drill?: boolean } = {},
) {
  const { id } = await declareIncident(lead, { title, severity, drill });
  await env.fastForward(minutes * 60_000);
  await resolveIncident(lead, { id, summary: 'It works again.' });
  await env.drain();
  return id;
}
const flagOf = async (id: string) => (await readRcaFlag(lead, { id })).flag;

test('an incident is judged when it is resolved, with reasons that stand in its log, and again a day later', async () => {
  const id = await over('Payments fail', { severity: 'SEV1' });
  const flag = await flagOf(id);
  expect(flag).toMatchObject({ decision: 'rule', look: 1, verdict: null, asked: false });
  expect(flag?.rules.map(({ text }) => text)).toEqual([
    'It had the worst severity.',
    'It was resolved while the cause was not known.',
  ]);
  expect(flag?.reasons.length).toBeGreaterThanOrEqual(2);
  expect(flag?.questions.length).toBeGreaterThanOrEqual(2);
  const { items } = await listEvents(lead, { id, order: 'oldest', limit: 100 });
  const entries = new Set(items.map(({ seq }) => seq));
  for (const { seq } of [...(flag?.rules ?? []), ...(flag?.reasons ?? [])])
    expect(entries.has(seq)).toBe(true);

  await answerCause(lead, { id, answer: 'corrected', cause: { kind: 'test', name: '' }, note: '' });
  await env.fastForward(day + 1_000);
  await env.drain();
  const later = await flagOf(id);
  expect(later?.look).toBe(2);
  expect(later?.rules.map(({ text }) => text)).toEqual(['It had the worst severity.']);
});

test('a drill, and an incident that was opened again before the second look, are left alone', async () => {
  expect(await flagOf(await over('Only a drill', { drill: true }))).toBeNull();
  const id = await over('Comes back');
  await reopenIncident(lead, { id, reason: 'It is back.' });
  await env.fastForward(day + 1_000);
  await env.drain();
  expect(await flagOf(id)).toMatchObject({ look: 1 });
  await resolveIncident(lead, { id, summary: 'Now it works.' });
  await env.drain();
  const again = await flagOf(id);
  expect(again?.reasons.map(({ text }) => text)).toContain('It came back after it was resolved');
});

test('an accepted one has a team, a day and questions; a dismissed one its reason; the last word counts', async () => {
  const id = await over('Search is slow');
  const accepted = await acceptRca(lead, { id, dueOn: '2031-01-15', note: 'Look at the index.' });
  expect(accepted).toMatchObject({
    verdict: { accepted: true, note: 'Look at the index.', by: 'ada' },
    assignment: { dueOn: '2031-01-15', doneAt: null },
  });
  expect(
    (await listRcaFlags(lead, { which: 'accepted' })).items.map(({ incidentId }) => incidentId),
  ).toContain(id);
  expect((await finishRca(lead, { id })).assignment?.doneAt).not.toBeNull();
  const dismissed = await dismissRca(lead, { id, dismissal: 'known-cause', note: '' });
  expect(dismissed).toMatchObject({
    verdict: { accepted: false, dismissal: 'known-cause' },
    assignment: null,
  });
  await expect(finishRca(lead, { id })).rejects.toMatchObject({ code: 'refused' });
});

test('what is unknown or not allowed is refused with words, and changes nothing', async () => {
  const id = await over('Mail is late');
  await expect(acceptRca(lead, { id, team: 'nobody', note: '' })).rejects.toMatchObject({
    code: 'invalid',
    faults: [{ path: 'team' }],
  });
  await expect(acceptRca(lead, { id: 'INC-9999', note: '' })).rejects.toMatchObject({ code: 'not-found' });
  const responder = as(env, 'rob', ['responder']);
  await expect(acceptRca(responder, { id, note: '' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(dismissRca(responder, { id, dismissal: 'other', note: '' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(resetRcaModel(as(env, 'fred', ['field-marshal']))).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect((await readRcaFlag(responder, { id })).flag?.verdict).toBeNull();
});

test('once a week people are asked about three that were not flagged, and never about more', async () => {
  for (const name of ['A', 'B', 'C', 'D', 'E']) await over(`Small thing ${name}`, { minutes: 5 });
  await sql`update rca_flag set decision = 'below' where title like 'Small thing%'`.execute(
    env.databases.web,
  );
  for (let time = 0; time < 3; time += 1) await tendRca(systemCtx(env, 'chores'));
  const asked = (await listRcaFlags(lead, { which: 'all' })).items.filter((flag) => flag.asked);
  expect(asked).toHaveLength(3);
  const { items } = await listRcaFlags(lead, { which: 'waiting' });
  const waiting = new Set(items.map(({ incidentId }) => incidentId));
  expect(asked.every(({ incidentId }) => waiting.has(incidentId))).toBe(true);
});

test('verdicts calibrate the flag from the tenth on, and a reset forgets them without losing the record', async () => {
  const before = await readRcaModel(lead);
  for (let count = 0; count < 10; count += 1)
    await dismissRca(lead, {
      id: await over(`Blip ${count}`, { minutes: 3 }),
      dismissal: 'too-small',
      note: '',
    });
  const card = await readRcaModel(lead);
  expect(card).toMatchObject({ calibrated: true, reweighed: false, recall: null });
  expect(card.shift).toBeLessThan(before.shift);
  expect(card.verdicts).toBeGreaterThanOrEqual(10);
  expect(card.calibration.reduce((total, { n }) => total + n, 0)).toBe(card.verdicts);
  const reset = await resetRcaModel(lead);
  expect(reset).toMatchObject({ verdicts: 0, slope: 1, shift: 0, calibrated: false });
  expect((await listRcaFlags(lead, { which: 'dismissed' })).items.length).toBeGreaterThanOrEqual(10);
});

test('a team is told what is due once in three days until it is done', async () => {
  const text = [
    'apiVersion: fieldmarshal/v1\nkind: Person\nmetadata: { name: otto }\nspec: { email: otto@example.com }',
    'apiVersion: fieldmarshal/v1\nkind: Team\nmetadata: { name: owls }\nspec: { members: [otto] }',
  ].join('\n---\n');
  await applyObjects(as(env, 'ann', ['admin']), {
    files: [{ path: 'owls.yaml', text }],
    dryRun: false,
    prune: false,
  });
  const id = await over('Reports are wrong');
  const today = env.clock.now().toISOString().slice(0, 10);
  await acceptRca(lead, { id, team: 'owls', owner: 'otto', dueOn: today, note: '' });
  const told = async () =>
    (
      await env.databases.web
        .selectFrom('delivery')
        .select('regarding')
        .where('regarding', 'like', `rca-%${id}-%`)
        .execute()
    ).map(({ regarding }) => regarding.replace(/-\d+$/, ''));
  for (let time = 0; time < 2; time += 1) await tendRca(systemCtx(env, 'chores'));
  expect((await told()).toSorted()).toEqual([`rca-${id}`, `rca-due-${id}`]);
  await finishRca(lead, { id });
  await env.fastForward(4 * day);
  await tendRca(systemCtx(env, 'chores'));
  expect(await told()).toHaveLength(2);
});

describe('an analysis that was wanted never goes to nobody', () => {
  const told = async (id: string, kind: 'rca' | 'rca-due') =>
    (
      await env.databases.web
        .selectFrom('delivery')
        .select(['key', 'message'])
        .where('regarding', 'like', `${kind}-${id}-%`)
        .orderBy('key')
        .execute()
    ).map(({ key, message }) => ({ who: key.split('.').at(-1), text: JSON.stringify(message) }));
  const file = (...objects: readonly string[]) =>
    applyObjects(as(env, 'ann', ['admin']), {
      files: [
        {
          path: 'routing.yaml',
          text: objects.map((each) => `apiVersion: fieldmarshal/v1\n${each}`).join('\n---\n'),
        },
      ],
      dryRun: false,
      prune: false,
    });
  beforeAll(async () => {
    await file(
      'kind: Person\nmetadata: { name: ada }\nspec: { email: ada@example.com, roles: [lead] }',
      'kind: Person\nmetadata: { name: lena }\nspec: { email: lena@example.com, roles: [lead] }',
      'kind: Person\nmetadata: { name: olaf }\nspec: { email: olaf@example.com }',
      'kind: Team\nmetadata: { name: empty }\nspec: {}',
      'kind: Team\nmetadata: { name: bears }\nspec: { members: [olaf] }',
      'kind: Product\nmetadata: { name: gateway }\nspec: { owner: bears }',
    );
  });

  test('it goes to the team of what people said broke', async () => {
    const id = await over('Gateway drops calls');
    await answerCause(lead, {
      ...{ id, answer: 'corrected', cause: { kind: 'product', name: 'gateway' }, note: '' },
    });
    const { assignment } = await acceptRca(lead, { id, note: '' });
    expect(assignment).toMatchObject({ team: 'bears', told: ['olaf'] });
    expect((await told(id, 'rca')).map(({ who }) => who)).toEqual(['olaf']);
  });

  test('where no team owns what broke, or nobody of it can be reached, those who lead hear that nobody has it', async () => {
    for (const team of [undefined, 'empty']) {
      const id = await over(`Something of ${team ?? 'nobody'} fails`);
      const { assignment } = await acceptRca(lead, { id, team, note: '' });
      expect(assignment).toMatchObject({ team: team ?? null, told: ['ada', 'lena'] });
      const sent = await told(id, 'rca');
      expect(sent.map(({ who }) => who)).toEqual(['ada', 'lena']);
      expect(sent[0]?.text).toContain(
        team === undefined ? 'so nobody has it yet' : 'Nobody of team empty can be reached',
      );
    }
  });

  test('a reminder goes the same way, and a week late to those who lead as well', async () => {
    const id = await over('Exports stop');
    const due = env.clock.now().toISOString().slice(0, 10);
    await acceptRca(lead, { id, team: 'bears', dueOn: due, note: '' });
    await tendRca(systemCtx(env, 'chores'));
    expect((await told(id, 'rca-due')).map(({ who }) => who)).toEqual(['olaf']);
    await env.fastForward(8 * day);
    await tendRca(systemCtx(env, 'chores'));
    const late = (await told(id, 'rca-due')).slice(-3);
    expect(new Set(late.map(({ who }) => who))).toEqual(new Set(['ada', 'lena', 'olaf']));
    expect(late.some(({ text }) => /was due \S+ \d days ago/.test(text))).toBe(true);
    expect((await flagOf(id))?.assignment?.told.toSorted()).toEqual(['ada', 'lena', 'olaf']);
  });
});

test('severity that was raised late counts as it was last', async () => {
  const { id } = await declareIncident(lead, { title: 'Grows', severity: 'SEV4' });
  await setSeverity(lead, { id, severity: 'SEV1', reason: 'More are hit.' });
  await resolveIncident(lead, { id, summary: 'Done.' });
  await env.drain();
  expect((await flagOf(id))?.rules.map(({ text }) => text)).toContain('It had the worst severity.');
});

test('that nothing similar is on record is known once enough is', async () => {
  for (let index = 0; index < 10; index += 1) await over(`Checkout refuses cards of issuer ${index}`);
  const known = await over('Checkout refuses cards again');
  const fresh = await over('Thermostats in the cold store drift');
  const { rows } = await sql<{ incident_id: string; isnew: number | null }>`
    select incident_id, (raw->>'new-kind')::int as isnew from rca_flag where incident_id in (${known}, ${fresh})`.execute(
    env.databases.web,
  );
  expect(new Map(rows.map(({ incident_id: id, isnew }) => [id, isnew]))).toEqual(
    new Map([
      [known, 0],
      [fresh, 1],
    ]),
  );
});
