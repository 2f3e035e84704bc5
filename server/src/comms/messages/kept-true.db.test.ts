import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Communication } from '@fieldmarshal/contract/comms';
import type { Role } from '@fieldmarshal/contract';
import { expireCatalog } from '#catalog';
import { decideImpact, declareIncident, incidentDeclared, setWorkaround } from '#incidents';
import { on, systemCtx, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { commsHandlers, communicationHeld, communicationSent, wantDrafts } from '../index.ts';
import { seedHouse } from '../rig.ts';
import { boardOf, rebuildStatus } from '../status/board.ts';
import { approveCommunication, undoApproval } from './approve.ts';
import { correctCommunication, editCommunication } from './edit.ts';
import { getCommunication, listDrafts, previewAudience } from './read.ts';

let env: TestEnv;
let data: string;
const windowMs = 10_500;
/** When the next word was owed after each message, and what was held back. */
const owed: (string | null)[] = [];
const held: [string, string[], string][] = [];

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'fm-comms-'));
  env = await testEnv({
    handlers: commsHandlers,
    reactions: [
      on(incidentDeclared, 'draft-on-declaration', async (ctx, fact) => wantDrafts(ctx, fact.data)),
      on(communicationSent, 'draft-the-next', async (ctx, { data: { incidentId } }) =>
        incidentId === null ? undefined : wantDrafts(ctx, { incidentId }),
      ),
      on(communicationSent, 'owed', async (_ctx, fact) => void owed.push(fact.data.nextUpdateAt)),
      on(
        communicationHeld,
        'held',
        async (_ctx, { data: { communicationId, people, why } }) =>
          void held.push([communicationId, people, why]),
      ),
    ],
    config: { secondApprover: 'SEV1', data },
  });
  await seedHouse(env);
});
afterAll(async () => rm(data, { recursive: true, force: true }));

const mira = (roles: Role[] = ['field-marshal']): Ctx => as(env, 'mira', roles);
const ola = (roles: Role[] = ['field-marshal']): Ctx => as(env, 'ola', roles);

/** An incident with its drafts; `pick` is the one to customers in English. */
async function drafted(severity: 'SEV1' | 'SEV2' = 'SEV2'): Promise<{ id: string; pick: Communication }> {
  const { id } = await declareIncident(mira(), {
    title: 'Opening a case fails',
    severity,
    product: 'objstore-7',
    environment: 'eu-prod',
  });
  await env.drain();
  return { id, pick: await draftOf(id) };
}

async function draftOf(id: string, wanted = 'en'): Promise<Communication> {
  const { items } = await listDrafts(mira(), { id });
  return (
    items.find(({ audience, language }) => audience === 'customers' && language === wanted) ??
    expect.fail('no draft')
  );
}

async function approved({ id }: Communication, ctx = mira()): Promise<Communication> {
  const { hash, basis } = await getCommunication(mira(), { id });
  return approveCommunication(ctx, { id, hash, acceptBasis: basis });
}

async function leaves({ id }: Communication): Promise<void> {
  await env.fastForward(windowMs);
  await env.drain();
  expect((await getCommunication(mira(), { id })).state).toBe('sent');
}

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'not refused',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  );
}

async function follow(incidentId: string, again = false): Promise<void> {
  await wantDrafts(systemCtx(env, 'reactions'), { incidentId, again });
  await env.drain();
}

/** As the incident is by its log. */
async function becomes(id: string, change: object): Promise<void> {
  await sql`update incident set fold = fold || ${JSON.stringify(change)}::jsonb where id = ${id}`.execute(
    env.databases.web,
  );
}

const blockingIn = ({ findings }: Communication): string[] =>
  findings.flatMap(({ level, rule, message }) => (level === 'blocking' ? `${rule}: ${message}` : []));

test('a correction of what others have followed opens nothing on the page again, and leaves the promise of the next word', async () => {
  const { id, pick } = await drafted();
  await leaves(await approved(pick));
  await becomes(id, { state: 'identified' });
  await follow(id);
  const next = await draftOf(id);
  await leaves(await approved(next));
  expect(owed.at(-1)).toBe(next.nextUpdateAt);
  const text = 'Hearthway: only new cases are affected; existing ones open. We are investigating.';
  const correction = await correctCommunication(mira(), { id: pick.id, title: pick.title, text });
  await leaves(await approved(correction));
  expect(owed.at(-1)).toBe(next.nextUpdateAt);
  await rebuildStatus(env);
  const updates = z.array(z.looseObject({ body: z.string() }));
  const { incidents } = z
    .object({ incidents: z.array(z.looseObject({ status: z.string(), incident_updates: updates })) })
    .parse(JSON.parse(boardOf(env).files.get('api/v2/incidents.json')?.plain.toString() ?? ''));
  const own = incidents.find(({ incident_updates }) => incident_updates.some(({ body }) => body === text));
  expect(own?.status).toBe('identified');
  expect((await draftOf(id)).stage).toBe('still-working');
});

test('of an incident that goes on again, its end is not corrected but followed by an update', async () => {
  const { id } = await drafted();
  await becomes(id, { state: 'resolved', resolvedAt: env.clock.now().toISOString() });
  await follow(id);
  const over = await draftOf(id);
  expect(over.stage).toBe('resolved');
  await leaves(await approved(over));
  await becomes(id, { state: 'investigating', resolvedAt: null });
  await follow(id);
  const correction = await correctCommunication(mira(), { id: over.id, title: over.title, text: over.text });
  expect(correction.findings.filter(({ rule }) => rule === 'wrong-state')).toMatchObject([
    {
      level: 'blocking',
      advice: 'Discard it, and send the update that is drafted: it says that it goes on.',
    },
  ]);
  expect((await draftOf(id)).stage).not.toBe('resolved');
});

test('a correction renames the incident on the status page, by what its approver has read and the rules allow', async () => {
  const { id, pick } = await drafted();
  const { items } = await listDrafts(mira(), { id });
  const inside = items.find(({ audience }) => audience === 'support') ?? expect.fail('no draft for support');
  const wrong = 'Heartway cases: a problem';
  const words = { id: pick.id, hash: pick.hash, text: pick.text };
  const renames = editCommunication(mira(), { ...words, title: wrong, publicTitle: 'Hearthway: a problem' });
  expect(await refusal(renames)).toMatch(/publicTitle: is of corrections/);
  await leaves(await approved(await editCommunication(mira(), { ...words, title: wrong })));
  await leaves(await approved(inside));
  const correct = async (of: string, publicTitle: string) =>
    correctCommunication(mira(), {
      ...{ id: of, title: 'Hearthway', publicTitle },
      text: 'Opening a case in Hearthway may fail. We are investigating.',
    });
  expect(await refusal(correct(inside.id, 'Hearthway: a problem'))).toMatch(/on the status page only/);
  const leak = await correct(pick.id, 'Hearthway: objstore-7');
  expect(blockingIn(leak).join()).toMatch(/In the name on the status page: "objstore-7"/);
  const { hash, title, text } = leak;
  const right = await editCommunication(mira(), {
    ...{ id: leak.id, hash, title, text },
    publicTitle: 'Hearthway: opening cases',
  });
  expect([right.publicTitle, right.hash === hash]).toEqual(['Hearthway: opening cases', false]);
  await leaves(await approved(right));
  await rebuildStatus(env);
  const page = boardOf(env).files.get('')?.plain.toString() ?? '';
  expect(page).toMatch(/>Hearthway: opening cases<\/a>.*it was called “Heartway cases: a problem”/);
});

test('what a person wrote is quoted without the words around it, what was corrected no more, and a correction never', async () => {
  const { id, pick } = await drafted();
  const words = { id: pick.id, hash: pick.hash, title: pick.title };
  const noticed = 'What you may notice: Uploading pictures fails with errors.';
  const text = pick.text.replace(/^What you may notice: .*$/mu, noticed);
  await leaves(await approved(await editCommunication(mira(), { ...words, text })));
  const next = (await draftOf(id)).text;
  expect(next).toContain('Uploading pictures');
  expect(next.match(/What you may notice/g)).toHaveLength(1);
  const right = 'We are investigating a problem with Hearthway. We said that signing in is slow.';
  await leaves(
    await approved(await correctCommunication(mira(), { id: pick.id, title: pick.title, text: right })),
  );
  const after = (await draftOf(id)).text;
  expect(after).toContain('What you may notice: Opening a case fails.');
  expect(after).not.toMatch(/Uploading pictures|signing in/i);
});

test('a public name that is another one since, or none any more, speaks against the drafts that are there', async () => {
  const { pick } = await drafted();
  const rename = async (spec: string) => {
    await sql`update catalog_object set spec = ${spec}::jsonb || (spec - 'publicName') where name = 'hearth'`.execute(
      env.databases.web,
    );
    await sql`update catalog_version set version = version + 1`.execute(env.databases.web);
    expireCatalog(env.databases);
    return blockingIn(await getCommunication(mira(), pick)).join();
  };
  expect(blockingIn(pick)).toEqual([]);
  expect(await rename('{"publicName": "Hearth 2"}')).toMatch(/no-app-named/);
  expect(await rename('{}')).toMatch(/app-without-public-name/);
  expect(await rename('{"publicName": "Hearthway"}')).toBe('');
});

describe('an approval that waits for a second person', () => {
  test('keeps the words as long as they may leave, with the moment the first one asked for', async () => {
    const { id, pick } = await drafted('SEV1');
    const sendAt = new Date(env.clock.now().getTime() + 600_000).toISOString();
    const first = await approveCommunication(mira(), { id: pick.id, hash: pick.hash, sendAt });
    expect([first.state, first.sendAt]).toEqual(['draft', sendAt]);
    await setWorkaround(mira(['responder']), { id, language: 'en', text: 'Please use the desktop app.' });
    await follow(id, true);
    const waiting = await draftOf(id);
    expect([waiting.hash, waiting.approvals.map(({ name }) => name)]).toEqual([pick.hash, ['mira']]);
    expect(waiting.changes).toEqual(['New: what users can do is Please use the desktop app.']);
    const second = await approved(pick, ola());
    expect([second.state, second.sendAt]).toEqual(['approved', sendAt]);
    await undoApproval(ola(), pick);
    expect((await getCommunication(mira(), pick)).sendAt).toBeNull();
  });

  test('is over once the message is of another state, and whoever gave it is told', async () => {
    const { id, pick } = await drafted('SEV1');
    await approved(pick);
    await becomes(id, { state: 'identified' });
    await follow(id);
    const anew = await draftOf(id);
    expect([anew.stage, anew.approvals]).toEqual(['identified', []]);
    expect(held.at(-1)).toEqual([pick.id, ['mira'], expect.stringMatching(/No second person .* identified/)]);
  });
});

test('an edited message follows the state, and words that no longer fit it cannot leave', async () => {
  const { id, pick } = await drafted();
  const text = 'Opening a case in Hearthway may fail. We are investigating.';
  const edited = await editCommunication(mira(), { id: pick.id, hash: pick.hash, title: pick.title, text });
  await becomes(id, { state: 'resolved', resolvedAt: env.clock.now().toISOString() });
  // Before the drafts have followed.
  expect(await refusal(approved(edited))).toMatch(/resolved, and these words are of before/);
  await follow(id);
  const followed = await draftOf(id);
  expect([followed.stage, followed.text, followed.nextUpdateAt]).toEqual(['resolved', text, null]);
  expect(blockingIn(followed).join()).toContain('wrong-state');
});

test('chats get the short form that was approved with the text, and the whole where only that was changed', async () => {
  const { pick } = await drafted();
  expect(pick.brief).toContain('We are investigating a problem with Hearthway.');
  expect(pick.brief).not.toContain('Started');
  expect(pick.text).toContain('Started');
  const words = { id: pick.id, hash: pick.hash, title: pick.title };
  const brief = `${pick.brief ?? ''} It is objstore-7.`;
  const leak = await editCommunication(mira(), { ...words, text: pick.text, brief });
  expect(leak.hash).not.toBe(pick.hash);
  expect(blockingIn(leak).join()).toContain('In the form for chats: "objstore-7"');
  expect(await refusal(approved(leak))).toMatch(/form for chats/);
  const text = `${pick.text} Thank you.`;
  expect((await editCommunication(mira(), { ...words, hash: leak.hash, text })).brief).toBeNull();
});

test('also a customer whom somebody added is told, not one who was rejected, and on whoever was told before', async () => {
  const { id, pick } = await drafted();
  const say = async (name: string, decision: 'added' | 'rejected') =>
    decideImpact(mira(['responder']), {
      id,
      reason: '',
      rows: [{ kind: 'customer', name, title: name, state: null, decision }],
    });
  await sql`update catalog_object set spec = jsonb_set(spec, '{uses,0,environments}', '["us-prod"]') where name = 'berg'`.execute(
    env.databases.web,
  );
  await sql`update catalog_version set version = version + 1`.execute(env.databases.web);
  expireCatalog(env.databases);
  const german = await draftOf(id, 'de');
  expect((await previewAudience(mira(), german)).recipients).toBe(0);
  await say('berg', 'added');
  expect((await previewAudience(mira(), german)).recipients).toBe(1);
  await say('acme', 'rejected');
  expect(await previewAudience(mira(), pick)).toMatchObject({ spared: ['Acme'], recipients: 0 });
  await say('acme', 'added');
  await leaves(await approved(pick));
  await say('acme', 'rejected');
  expect(await previewAudience(mira(), await draftOf(id))).toMatchObject({ spared: [], recipients: 1 });
});
