import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Communication } from '@fieldmarshal/contract/comms';
import { expireCatalog } from '#catalog';
import { decideImpact, declareIncident, executeCommand, setWorkaround } from '#incidents';
import { on, systemCtx, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { commsHandlers, communicationHeld, communicationSent, wantDrafts } from '../index.ts';
import { seedHouse } from '../rig.ts';
import { approveCommunication } from './approve.ts';
import { editCommunication } from './edit.ts';
import { getCommunication, listDrafts } from './read.ts';

let env: TestEnv;
let data: string;
const windowMs = 10_500;
/** Why each was held back, and what was told of each that left. */
const held = new Map<string, string>();
const told = new Map<string, readonly string[]>();

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'fm-held-'));
  env = await testEnv({
    handlers: commsHandlers,
    reactions: [
      on(communicationHeld, 'held', async (_ctx, { data: { communicationId, why } }) => {
        held.set(communicationId, why);
      }),
      on(communicationSent, 'told', async (_ctx, { data: { communicationId, changes } }) => {
        told.set(communicationId, changes);
      }),
    ],
    config: { secondApprover: 'none', data },
  });
  await seedHouse(env);
  await sql`
    insert into catalog_object (kind, name, labels, spec, origin, generation, updated_at)
    select kind, 'sync', labels, spec - 'publicName', origin, generation, updated_at
    from catalog_object where kind = 'Workflow'`.execute(env.databases.web);
});
afterAll(async () => rm(data, { recursive: true, force: true }));

const mira = (): Ctx => as(env, 'mira', ['field-marshal']);

interface Row {
  kind: 'application' | 'workflow';
  name: string;
  publicName: string;
  state: string;
  standing: string;
  environments?: string[];
  environmentsOf?: number;
}

const app: Row = {
  ...{ kind: 'application', name: 'hearth', publicName: 'Hearthway', state: 'degraded', standing: 'likely' },
  environments: ['eu-prod'],
  environmentsOf: 2,
};
const flow: Row = { ...app, kind: 'workflow', name: 'open-case', publicName: 'Open a case' };
/** Has no name outside. */
const inner: Row = { ...flow, name: 'sync', publicName: '' };

/** As the last look at everything has found it. */
async function looks(id: string, rows: readonly Row[]): Promise<void> {
  const at = env.clock.now().toISOString();
  const stored = rows.map((row) => ({
    ...row,
    publicName: row.publicName === '' ? null : row.publicName,
    title: row.name,
    application: row.kind === 'workflow' ? 'hearth' : null,
    ...{ confidence: 0.8, observed: true, evidence: [], path: [], criticality: null, usersPerHour: null },
    ...{ userMinutesLost: 0, asOf: at, since: at, until: null, freshUntil: null, decision: null },
  }));
  await sql`
    insert into impact (incident_id, assessment, assessed_at, started_at, decide_by, rows)
    select id, 1, now(), declared_at, declared_at, ${JSON.stringify(stored)}::jsonb from incident where id = ${id}
    on conflict (incident_id) do update set rows = excluded.rows, assessment = impact.assessment + 1`.execute(
    env.databases.web,
  );
}

async function becomes(id: string, change: object): Promise<void> {
  await sql`update incident set fold = fold || ${JSON.stringify(change)}::jsonb where id = ${id}`.execute(
    env.databases.web,
  );
}

async function drafted(rows: readonly Row[], workaround = ''): Promise<{ id: string; pick: Communication }> {
  const { id } = await declareIncident(mira(), {
    title: 'Something is odd',
    severity: 'SEV2',
    product: 'objstore-7',
    environment: 'eu-prod',
  });
  await looks(id, rows);
  if (workaround !== '') await setWorkaround(mira(), { id, language: 'en', text: workaround });
  await wantDrafts(systemCtx(env, 'reactions'), { incidentId: id });
  await env.drain();
  const { items } = await listDrafts(mira(), { id });
  const pick = items.find(({ audience, language }) => audience === 'customers' && language === 'en');
  return { id, pick: pick ?? expect.fail('no draft') };
}

async function approved({ id, hash, basis }: Communication): Promise<Communication> {
  return approveCommunication(mira(), { id, hash, acceptBasis: basis });
}

async function stateAfter({ id }: Communication): Promise<string> {
  await env.fastForward(windowMs);
  await env.drain();
  return (await getCommunication(mira(), { id })).state;
}

const slow: Row = { ...inner, name: 'search', state: 'slow' };
const usual = [app, flow, inner];

type Case = [what: string, change: (id: string) => Promise<void>, told: string, rows?: readonly Row[]];

describe('what no reader would feel leaves all the same, and the log is told:', () => {
  test.each<Case>([
    ['another severity', async (id) => becomes(id, { severity: 'SEV1' }), 'The severity was SEV2, is SEV1.'],
    [
      'a state that is the same one for readers',
      async (id) => becomes(id, { state: 'investigating' }),
      'The state was triage, is investigating.',
    ],
    [
      'what was possible is likely',
      async (id) => looks(id, [{ ...app, state: 'unknown' }]),
      'Application hearth was unknown, possible, is unknown, likely.',
      [{ ...app, state: 'unknown', standing: 'possible' }],
    ],
    [
      'something without a name outside recovers, and another one fails as it did',
      async (id) => looks(id, [app, flow, { ...inner, name: 'index' }]),
      'New: workflow index is degraded, likely.',
    ],
    ['another order of urgency', async (id) => looks(id, [inner, flow, app]), ''],
  ])('%s', async (_what, change, sentence, rows = usual) => {
    const { id, pick } = await drafted(rows);
    await approved(pick);
    await change(id);
    expect([await stateAfter(pick), held.get(pick.id)]).toEqual(['sent', undefined]);
    expect(told.get(pick.id)?.join(' ')).toContain(sentence);
    if (sentence === '') expect(told.get(pick.id)).toEqual([]);
  });
});

const decide = async (
  id: string,
  kind: 'workflow' | 'customer',
  name: string,
  decision: 'confirmed' | 'rejected',
) => decideImpact(mira(), { id, reason: '', rows: [{ kind, name, title: name, state: null, decision }] });

describe('what makes it untrue, or goes to others, holds it back, and says why:', () => {
  test.each<Case>([
    ['the problem is found', async (id) => becomes(id, { state: 'identified' }), 'The state was triage'],
    [
      'it is over',
      async (id) => becomes(id, { state: 'resolved', resolvedAt: env.clock.now().toISOString() }),
      'these words are of before that',
    ],
    ['it is a drill', async (id) => becomes(id, { drill: true }), 'This is a drill'],
    [
      'it was merged',
      async (id) => becomes(id, { mergedInto: 'INC-1' }),
      'New: this incident is merged into INC-1',
    ],
    [
      'what it names is worse',
      async (id) => looks(id, [{ ...app, state: 'down' }, flow, inner]),
      'Application hearth was degraded, likely, is down, likely.',
    ],
    [
      'what it names is no longer hit',
      async (id) => looks(id, [app, inner]),
      'Workflow open-case is no longer among what is known',
    ],
    [
      'something else is noticed',
      async (id) => looks(id, [app, flow, inner, slow]),
      'would now say: What you',
    ],
    [
      'it is hit in another place',
      async (id) =>
        looks(
          id,
          usual.map((row) => ({ ...row, environments: ['us-prod'] })),
        ),
      'Environment eu-prod is no longer among what is known; it was hit.',
    ],
    [
      'people decide about it',
      async (id) => void (await decide(id, 'workflow', 'sync', 'confirmed')),
      'confirmed',
    ],
    ['people reject it', async (id) => void (await decide(id, 'workflow', 'sync', 'rejected')), 'rejected'],
    [
      'a reader is left out',
      async (id) => void (await decide(id, 'customer', 'acme', 'rejected')),
      'Who is told was Acme, Bergwerk, Mute Ltd, is Bergwerk, Mute Ltd.',
    ],
  ])('%s', async (_what, change, sentence, rows = usual) => {
    const { id, pick } = await drafted(rows);
    await approved(pick);
    await change(id);
    expect(await stateAfter(pick)).toBe('draft');
    expect(held.get(pick.id)).toContain(sentence);
    expect(told.get(pick.id)).toBeUndefined();
  });

  test('what users can do is taken back', async () => {
    const { id, pick } = await drafted(usual, 'Please use the desktop app.');
    await approved(pick);
    await setWorkaround(mira(), { id, language: 'en', text: '' });
    expect(await stateAfter(pick)).toBe('draft');
    expect(held.get(pick.id)).toContain('What users can do is no longer among what is known');
  });

  test('of words that a person wrote, what they name, although no draft would', async () => {
    const { id, pick } = await drafted([app]);
    const text = 'We are investigating a problem with Hearthway. Open a case works.';
    const edit = { id: pick.id, hash: pick.hash, title: pick.title, text };
    await approved(await editCommunication(mira(), edit));
    await looks(id, [app, { ...flow, state: 'unknown' }]);
    expect(await stateAfter(pick)).toBe('draft');
    expect(held.get(pick.id)).toContain('New: workflow open-case is unknown, likely.');
  });

  test('a public name that is another one since', async () => {
    const { pick } = await drafted(usual);
    await approved(pick);
    await rename('hearth', 'Hearth 2');
    expect(await stateAfter(pick)).toBe('draft');
    expect(held.get(pick.id)).toContain('The text does not say what is affected.');
    await rename('hearth', 'Hearthway');
  });
});

test('a note that holds the message itself keeps nothing back', async () => {
  const { id, pick } = await drafted(usual);
  await approved(pick);
  const text = `We told customers: ${pick.text}`;
  await executeCommand(mira(), id, { type: 'note', text, code: null, attachments: [], decision: false });
  expect(await stateAfter(pick)).toBe('sent');
});

test('no moment may be later than the next update that the words promise', async () => {
  const { pick } = await drafted(usual);
  const next = Date.parse(pick.nextUpdateAt ?? '');
  const later = async (at: number) =>
    approveCommunication(mira(), { id: pick.id, hash: pick.hash, sendAt: new Date(at).toISOString() });
  await expect(later(next)).rejects.toThrow(/before the next update that it promises/);
  expect((await later(next - 1_000)).state).toBe('approved');
});

async function rename(name: string, publicName: string): Promise<void> {
  await sql`update catalog_object set spec = spec || ${JSON.stringify({ publicName })}::jsonb where kind = 'Application' and name = ${name}`.execute(
    env.databases.web,
  );
  await sql`update catalog_version set version = version + 1`.execute(env.databases.web);
  expireCatalog(env.databases);
}
