import { SMTPServer } from 'smtp-server';
import { sql } from 'kysely';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Communication } from '@fieldmarshal/contract/comms';
import type { Role } from '@fieldmarshal/contract';
import { deliveryAttempted, deliveryHandlers, deliverySettled } from '#delivery';
import {
  declareIncident,
  incidentDeclared,
  incidentResolved,
  incidentStateChanged,
  getIncident,
  setWorkaround,
} from '#incidents';
import { on, systemCtx, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { commsHandlers, communicationSent, takeDelivery, wantDrafts } from '../index.ts';
import { seedHouse } from '../rig.ts';
import { boardOf, rebuildStatus } from '../status/board.ts';
import { addSubscriber, listSubscribers } from '../subscribers/manage.ts';
import { unsubscribe } from '../subscribers/subscribe.ts';
import { approveCommunication, undoApproval } from './approve.ts';
import { announceMaintenance, correctCommunication, editCommunication } from './edit.ts';
import { getCommunication, listDrafts, listRecipients, previewAudience } from './read.ts';
import { sendApproved } from './send.ts';

/** What the mail server took, oldest first; it refuses every address of `refused.example`. */
const mails: { to: string; raw: string }[] = [];
let smtp: SMTPServer;
let env: TestEnv;
let data: string;
const windowMs = 10_500;

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) =>
      done(
        address.endsWith('refused.example')
          ? Object.assign(new Error('no such user'), { responseCode: 550 })
          : null,
      ),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  await new Promise<void>((ready) => smtp.listen(0, '127.0.0.1', ready));
  const address = smtp.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  data = await mkdtemp(join(tmpdir(), 'fm-comms-'));
  env = await testEnv({
    handlers: [...deliveryHandlers, ...commsHandlers],
    reactions: [
      on(incidentDeclared, 'draft-on-declaration', async (ctx, fact) => wantDrafts(ctx, fact.data)),
      on(incidentStateChanged, 'draft-on-state', async (ctx, fact) => wantDrafts(ctx, fact.data)),
      on(incidentResolved, 'draft-on-resolution', async (ctx, fact) => wantDrafts(ctx, fact.data)),
      on(communicationSent, 'draft-the-next', async (ctx, { data: { incidentId } }) =>
        incidentId === null ? undefined : wantDrafts(ctx, { incidentId }),
      ),
      on(deliveryAttempted, 'take', async (ctx, fact) => takeDelivery(ctx, fact.data)),
      on(deliverySettled, 'settle', async (ctx, fact) => takeDelivery(ctx, fact.data)),
    ],
    config: { smtpUrl: `smtp://127.0.0.1:${port}`, secondApprover: 'SEV1', data },
  });
  await seedHouse(env);
});
afterAll(async () => {
  await new Promise<void>((done) => smtp.close(() => done()));
  await rm(data, { recursive: true, force: true });
});

const mira = (roles: Role[] = ['field-marshal']): Ctx => as(env, 'mira', roles);
const ola = (roles: Role[] = ['field-marshal']): Ctx => as(env, 'ola', roles);

/** An incident with its drafts; `pick` is the one to customers in English. */
async function drafted(
  severity: 'SEV1' | 'SEV2' = 'SEV2',
): Promise<{ id: string; pick: Communication; all: Communication[] }> {
  const { id } = await declareIncident(mira(), {
    title: 'Opening a case fails',
    severity,
    product: 'objstore-7',
    environment: 'eu-prod',
  });
  await env.drain();
  const { items } = await listDrafts(mira(), { id });
  return { id, pick: english(items), all: items };
}

function english(items: readonly Communication[]): Communication {
  return (
    items.find(({ audience, language }) => audience === 'customers' && language === 'en') ??
    expect.fail('no draft')
  );
}

async function approved(pick: Communication, ctx = mira()): Promise<Communication> {
  return approveCommunication(ctx, { id: pick.id, hash: pick.hash });
}

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'not refused',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  );
}

describe('a draft', () => {
  test('is there for every audience and language once an incident is, in public names, with nothing against it', async () => {
    const { pick, all } = await drafted();
    expect(all.map(({ audience, language }) => `${audience} ${language}`).toSorted()).toEqual([
      'customers de',
      'customers en',
      'executives en',
      'partners en',
      'support en',
    ]);
    expect(pick.text).toContain('Hearthway');
    expect(`${pick.title} ${pick.text}`).not.toMatch(/objstore-7|eu-prod|hearth \(|Mira|INC-/);
    expect(pick.findings.filter(({ level }) => level === 'blocking')).toEqual([]);
    expect(pick.facts.length).toBeGreaterThan(0);
    expect(pick.state).toBe('draft');
  });

  test('follows the state while nobody touched it, and keeps the words of who did', async () => {
    const { id, pick, all } = await drafted();
    const german = all.find(({ language }) => language === 'de') ?? expect.fail('no German draft');
    const text = 'Opening a case in Hearthway may fail. We are investigating. Next update within 30 minutes.';
    const edited = await editCommunication(mira(['responder']), {
      id: pick.id,
      hash: pick.hash,
      title: pick.title,
      text,
    });
    expect(edited.editedBy).toBe('mira');
    await move(id, 'identified');
    const { items } = await listDrafts(mira(), { id });
    expect(items.find(({ language }) => language === 'de')?.stage).toBe('identified');
    expect(items.find(({ language }) => language === 'de')?.hash).not.toBe(german.hash);
    expect(english(items).text).toBe(text);
    expect(english(items).changes).toEqual(['The state was triage, is identified.']);
  });

  test('says where it is hit and what users can do, in the language in which that was said', async () => {
    const { id, pick, all } = await drafted();
    expect(pick.text).toContain('Where: Europe.');
    expect(pick.components).toEqual([
      { kind: 'application', name: 'hearth', state: 'degraded', publicName: 'Hearthway' },
    ]);
    const said = { id, language: 'de', text: 'Bitte nutzen Sie die Desktop-App.' };
    await setWorkaround(mira(['responder']), said);
    const german = all.find(({ language }) => language === 'de') ?? expect.fail('no German draft');
    expect((await getCommunication(mira(), german)).changes).toEqual([
      'New: what users can do is Bitte nutzen Sie die Desktop-App.',
    ]);
    await wantDrafts(systemCtx(env, 'reactions'), { incidentId: id });
    await env.drain();
    const { items } = await listDrafts(mira(), { id });
    const told = items.filter(({ text }) =>
      text.includes('Das können Sie tun: Bitte nutzen Sie die Desktop-App.'),
    );
    expect(told.map(({ audience, language }) => `${audience} ${language}`)).toEqual(['customers de']);
    expect(told[0]?.facts).toContainEqual({
      id: 'workaround',
      text: 'Bitte nutzen Sie die Desktop-App',
      evidence: `${id}#workaround`,
    });
  });

  test('is not overwritten by who has not seen its words', async () => {
    const { pick } = await drafted();
    const words = { id: pick.id, hash: pick.hash, title: pick.title, text: 'Hearthway: one.' };
    await editCommunication(mira(), words);
    expect(await refusal(editCommunication(ola(), { ...words, text: 'Hearthway: two.' }))).toMatch(
      /changed this text/,
    );
  });

  test('is not sent by anything but a person who approves: no viewer, no program, no system, no timer, not by hand in the database', async () => {
    const { pick } = await drafted();
    expect(await refusal(approved(pick, mira(['responder'])))).toMatch(/field-marshal/);
    const token: Ctx = {
      ...mira(),
      actor: { kind: 'token', tokenId: 't', name: 'ci', roles: ['admin'], person: 'mira' },
    };
    expect(await refusal(approved(pick, token))).toMatch(/Only a person/);
    expect(await refusal(approved(pick, systemCtx(env, 'reactions')))).toMatch(/Only a person/);
    await sendApproved(systemCtx(env, 'timer'), { id: pick.id });
    await env.fastForward(60 * 60_000);
    await env.drain();
    expect((await getCommunication(mira(), pick)).state).toBe('draft');
    const number = Number(pick.id.slice(4));
    const byHand = sql`update communication set state = 'sent', sent_at = now() where id = ${number}`;
    expect(await refusal(byHand.execute(env.databases.web))).toMatch(/nobody approved/);
    expect(mails.filter(({ raw }) => raw.includes('Hearthway'))).toEqual([]);
  });
});

describe('an approval', () => {
  test('sends after ten seconds to everybody in their language, once, with a way out of it, and onto the page', async () => {
    const { id, pick, all } = await drafted();
    await addSubscriber(mira(['lead']), {
      channel: 'email',
      destination: 'half@refused.example',
      audience: 'customers',
      applications: [],
      language: 'en',
    });
    mails.length = 0;
    const preview = await previewAudience(mira(), pick);
    expect(preview).toMatchObject({ recipients: 2, customers: 3, unreachable: ['Mute Ltd'], onPage: true });
    await Promise.all([approved(pick), approved(pick, ola())]);
    await env.drain();
    expect(mails).toEqual([]);
    await env.fastForward(windowMs);
    await env.drain();
    const sent = await getCommunication(mira(), pick);
    expect([sent.state, sent.approvals.length]).toEqual(['sent', 1]);
    expect(mails.map(({ to }) => to)).toEqual(['desk@acme.example']);
    expect(mails[0]?.raw).toMatch(
      /List-Unsubscribe:\s+<http:\/\/127\.0\.0\.1:4600\/status\/unsubscribe\/\d+\.[\w-]{43}>/,
    );
    expect(mails[0]?.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    const { items } = await listRecipients(mira(['responder']), pick);
    expect(items.map(({ destination, state }) => `${destination} ${state}`).toSorted()).toEqual([
      'desk@acme.example sent',
      'half@refused.example failed',
    ]);
    await rebuildStatus(env);
    expect(boardOf(env).files.get('')?.plain.toString()).toContain('Hearthway');
    // Sent again by a doubled timer: nothing.
    await sendApproved(systemCtx(env, 'timer'), { id: pick.id });
    await env.drain();
    expect(mails).toHaveLength(1);
    // The next one is ready, and says that it goes on.
    expect(english((await listDrafts(mira(), { id })).items).stage).toBe('still-working');
    const german = all.find(({ language }) => language === 'de') ?? expect.fail('no German draft');
    await approved(german);
    await env.fastForward(windowMs);
    await env.drain();
    expect(mails.map(({ to }) => to)).toEqual(['desk@acme.example', 'tisch@berg.example']);
  });

  test('is taken back within its window, and then nobody has approved anything', async () => {
    const { pick } = await drafted();
    mails.length = 0;
    expect((await approved(pick)).state).toBe('approved');
    const back = await undoApproval(ola(), pick);
    expect([back.state, back.approvals]).toEqual(['draft', []]);
    await env.fastForward(windowMs);
    await env.drain();
    expect(mails).toEqual([]);
    expect((await getCommunication(mira(), pick)).state).toBe('draft');
  });

  test('of words that were changed meanwhile is refused', async () => {
    const { pick } = await drafted();
    const text = `${pick.text} Thank you.`;
    await editCommunication(ola(), { id: pick.id, hash: pick.hash, title: pick.title, text });
    expect(await refusal(approved(pick))).toMatch(/words of COM-\d+ have changed/);
  });

  test('says what changed since drafting, and takes the word of who has seen it', async () => {
    const { id, pick } = await drafted();
    const text = `${pick.text} Thank you.`;
    const edited = await editCommunication(mira(), { id: pick.id, hash: pick.hash, title: pick.title, text });
    await sql`update incident set fold = jsonb_set(fold, '{severity}', '"SEV3"') where id = ${id}`.execute(
      env.databases.web,
    );
    expect(await refusal(approved(edited))).toMatch(/severity was SEV2, is SEV3/);
    const now = await getCommunication(mira(), edited);
    const done = await approveCommunication(mira(), {
      id: edited.id,
      hash: edited.hash,
      acceptBasis: now.basis,
    });
    expect(done.state).toBe('approved');
    // What readers would feel, between the approval and its moment, holds it back.
    await sql`update incident set fold = jsonb_set(fold, '{state}', '"identified"') where id = ${id}`.execute(
      env.databases.web,
    );
    await env.fastForward(windowMs);
    await env.drain();
    expect((await getCommunication(mira(), edited)).state).toBe('draft');
  });

  test('needs a second person where the severity asks for it, and the same one twice is one', async () => {
    const { pick } = await drafted('SEV1');
    const first = await approved(pick);
    expect([first.state, first.approvalsNeeded]).toEqual(['draft', 2]);
    await env.fastForward(1_000);
    const again = await approved(pick);
    expect([again.state, again.approvals.map(({ name }) => name)]).toEqual(['draft', ['mira']]);
    const both = await approved(pick, ola());
    expect([both.state, both.approvals.map(({ name }) => name)]).toEqual(['approved', ['mira', 'ola']]);
  });

  test('by two people at the same moment is one, and leaves once', async () => {
    const { pick } = await drafted();
    // What was approved before this leaves first.
    await env.fastForward(windowMs);
    await env.drain();
    mails.length = 0;
    const both = await Promise.all([approved(pick), approved(pick, ola())]);
    expect(both.map(({ state }) => state)).toEqual(['approved', 'approved']);
    const { approvals } = await getCommunication(mira(), pick);
    expect(approvals).toHaveLength(1);
    await env.fastForward(windowMs);
    await env.drain();
    const told = mails
      .filter(({ raw }) => raw.includes('We are investigating a problem'))
      .map(({ to }) => to);
    expect(told.filter((to) => to === 'desk@acme.example')).toHaveLength(1);
    expect(new Set(told).size).toBe(told.length);
  });

  test('is refused for what the rules block, and for a drill', async () => {
    const { pick } = await drafted();
    const text =
      'Hearthway is down because objstore-7 in eu-prod broke. We are investigating. Next update at 10:30 UTC.';
    const bad = await editCommunication(mira(), { id: pick.id, hash: pick.hash, title: pick.title, text });
    expect(bad.findings.some(({ rule }) => rule === 'internal-name')).toBe(true);
    expect(await refusal(approved(bad))).toMatch(/cannot go out yet/);
    const { id } = await declareIncident(mira(), {
      title: 'Practice',
      product: 'objstore-7',
      severity: 'SEV2',
      drill: true,
    });
    await env.drain();
    expect(await refusal(approved(english((await listDrafts(mira(), { id })).items)))).toMatch(/drill/);
  });
});

test('a correction goes to the same readers, says what it corrects, and the first words stay', async () => {
  const { pick } = await drafted();
  await approved(pick);
  await env.fastForward(windowMs);
  await env.drain();
  expect(
    await refusal(editCommunication(mira(), { id: pick.id, hash: pick.hash, title: 'x', text: 'y' })),
  ).toMatch(/never changes/);
  const text = 'Hearthway: only new cases are affected; existing ones open. We are investigating.';
  const correction = await correctCommunication(mira(), { id: pick.id, title: pick.title, text });
  expect(correction.corrects).toBe(pick.id);
  mails.length = 0;
  await approved(correction);
  await env.fastForward(windowMs);
  await env.drain();
  expect(mails.map(({ to, raw }) => [to, /^Subject: (.*)$/m.exec(raw)?.[1]])).toEqual([
    ['desk@acme.example', expect.stringMatching(/^Correction: /)],
  ]);
  await rebuildStatus(env);
  const page = boardOf(env).files.get('')?.plain.toString() ?? '';
  expect(page).toContain('a correction');
  expect(page).toContain('only new cases');
});

test('who unsubscribed hears nothing more, although the catalog names them', async () => {
  const { items } = await listSubscribers(mira(['responder']), { limit: 50 });
  const desk =
    items.find(({ destination }) => destination === 'desk@acme.example') ?? expect.fail('no subscriber');
  await unsubscribe(env, desk.id);
  const { pick } = await drafted();
  expect((await previewAudience(mira(), pick)).unreachable).toEqual(['Acme', 'Mute Ltd']);
  mails.length = 0;
  await approved(pick);
  await env.fastForward(windowMs);
  await env.drain();
  expect(mails).toEqual([]);
});

test('maintenance is announced for what has a public name only', async () => {
  const words = {
    title: 'Database work',
    text: 'Hearthway may be slow on 1 January 2027 from 00:00 UTC.',
    startsAt: '2027-01-01T00:00:00.000Z',
    endsAt: '2027-01-01T02:00:00.000Z',
    components: [],
  };
  expect(await refusal(announceMaintenance(mira(), { ...words, application: 'shadowtool' }))).toMatch(
    /no public name/,
  );
  const leak = await announceMaintenance(mira(), {
    ...words,
    application: 'hearth',
    title: 'Work on objstore-7',
    text: 'Hearthway is away from 01:00 to 03:00. Mira Khan watches over it.',
  });
  expect(leak.findings.map(({ rule, level }) => `${level} ${rule}`)).toEqual([
    'blocking internal-host',
    'blocking internal-name',
    'blocking person',
  ]);
  expect(await refusal(approved(leak))).toMatch(/cannot go out yet/);
  const vague = { ...words, application: 'hearth', text: 'Hearthway will be unavailable for planned work.' };
  const dated = await announceMaintenance(mira(), vague);
  expect([dated.text, dated.findings]).toEqual([
    `${vague.text}\n\nWhen: 00:00 UTC (01 January 2027) to 02:00 UTC (01 January 2027)`,
    [],
  ]);
  const undated = await editCommunication(mira(), {
    id: dated.id,
    hash: dated.hash,
    title: dated.title,
    text: vague.text,
  });
  expect(await refusal(approved(undated))).toMatch(/does not say when it begins/);
  const made = await announceMaintenance(mira(), { ...words, application: 'hearth' });
  await approved(made);
  await env.fastForward(windowMs);
  await env.drain();
  await rebuildStatus(env);
  const board = boardOf(env);
  expect(board.files.get('api/v2/scheduled-maintenances/upcoming.json')?.plain.toString()).toContain(
    'Database work',
  );
  expect(board.files.get('')?.plain.toString()).not.toContain('Shadow tool');
  const { title, text } = words;
  const correct = (times: object) => correctCommunication(mira(), { id: made.id, title, text, ...times });
  expect(await refusal(correct({ endsAt: '2026-12-31T00:00:00.000Z' }))).toMatch(/not be before startsAt/);
  const off = await correct({ endsAt: words.startsAt });
  await approved(off);
  await env.fastForward(windowMs);
  await env.drain();
  await rebuildStatus(env);
  expect(boardOf(env).files.get('')?.plain.toString()).toContain('Called off');
  expect(
    boardOf(env).files.get('api/v2/scheduled-maintenances/upcoming.json')?.plain.toString(),
  ).not.toContain('Database work');
  const { pick } = await drafted();
  await leaves(await approved(pick));
  const wrong = correctCommunication(mira(), { id: pick.id, title, text, endsAt: words.endsAt });
  expect(await refusal(wrong)).toMatch(/of maintenance only/);
});

async function leaves({ id }: Communication): Promise<void> {
  await env.fastForward(windowMs);
  await env.drain();
  expect((await getCommunication(mira(), { id })).state).toBe('sent');
}

async function move(id: string, state: 'identified'): Promise<void> {
  const before = await getIncident(mira(), { id });
  await sql`update incident set fold = jsonb_set(fold, '{state}', ${JSON.stringify(state)}::jsonb) where id = ${id}`.execute(
    env.databases.web,
  );
  expect(before.state).not.toBe(state);
  await wantDrafts(systemCtx(env, 'reactions'), { incidentId: id });
  await env.drain();
}
