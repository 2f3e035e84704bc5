import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Communication } from '@fieldmarshal/contract/comms';
import type { Role } from '@fieldmarshal/contract';
import { declareIncident, incidentDeclared } from '#incidents';
import { on, systemCtx, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { commsHandlers, wantDrafts } from '../../index.ts';
import { seedHouse } from '../../rig.ts';
import { approveLanguages, undoLanguages } from './approve-languages.ts';
import { editCommunication } from '../edit.ts';
import { getCommunication, listDrafts } from '../read.ts';

let env: TestEnv;
let data: string;
const windowMs = 10_500;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'fm-languages-'));
  env = await testEnv({
    handlers: commsHandlers,
    reactions: [
      on(incidentDeclared, 'draft-on-declaration', async (ctx, fact) => wantDrafts(ctx, fact.data)),
    ],
    config: { secondApprover: 'SEV1', data },
  });
  await seedHouse(env);
});
afterAll(async () => rm(data, { recursive: true, force: true }));

const mira = (roles: Role[] = ['field-marshal']): Ctx => as(env, 'mira', roles);
const ola = (): Ctx => as(env, 'ola', ['field-marshal']);

/** An incident, with its drafts to customers: English and German. */
async function drafted(severity: 'SEV1' | 'SEV2' = 'SEV2'): Promise<{ id: string; pair: Communication[] }> {
  const { id } = await declareIncident(mira(), {
    ...{ title: 'Opening a case fails', severity, product: 'objstore-7', environment: 'eu-prod' },
  });
  await env.drain();
  const { items } = await listDrafts(mira(), { id });
  const pair = items.filter(({ audience }) => audience === 'customers');
  expect(pair.map(({ language }) => language)).toEqual(['en', 'de']);
  return { id, pair };
}

const wordsOf = (pair: readonly Communication[]) => ({
  messages: pair.map(({ id, hash }) => ({ id, hash })),
});
const idsOf = (pair: readonly Communication[]) => ({ ids: pair.map(({ id }) => id) });

async function statesOf(pair: readonly Communication[]): Promise<string[]> {
  const now = await Promise.all(pair.map(async (each) => getCommunication(mira(), each)));
  return now.map(({ state }) => state);
}

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'not refused',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  );
}

test('all languages are approved with one word, leave at one moment, and are taken back with one', async () => {
  const { pair } = await drafted();
  const { items } = await approveLanguages(mira(), wordsOf(pair));
  expect(items.map(({ state, approvals }) => [state, approvals.map(({ name }) => name)])).toEqual([
    ['approved', ['mira']],
    ['approved', ['mira']],
  ]);
  expect(new Set(items.map(({ sendAt }) => sendAt)).size).toBe(1);
  await undoLanguages(ola(), idsOf(pair));
  await env.fastForward(windowMs);
  await env.drain();
  expect(await statesOf(pair)).toEqual(['draft', 'draft']);
  await approveLanguages(mira(), wordsOf(pair));
  await env.fastForward(windowMs);
  await env.drain();
  expect(await statesOf(pair)).toEqual(['sent', 'sent']);
  expect(await refusal(undoLanguages(mira(), idsOf(pair)))).toMatch(/COM-\d+, COM-\d+ has left/);
});

test('where one may not go none does, and its language is named', async () => {
  const { pair } = await drafted();
  const german = pair[1] ?? expect.fail('no German draft');
  const words = { id: german.id, hash: german.hash, title: german.title };
  await editCommunication(ola(), { ...words, text: `${german.text} Es liegt an objstore-7.` });
  expect(await refusal(approveLanguages(mira(), wordsOf(pair)))).toMatch(
    /^Nothing was approved. German: The words of COM-\d+ have changed/,
  );
  const now = await Promise.all(pair.map(async (each) => getCommunication(mira(), each)));
  expect(await refusal(approveLanguages(mira(), wordsOf(now)))).toMatch(
    /^Nothing was approved. German: It cannot go out yet. .*objstore-7/,
  );
  expect((await getCommunication(mira(), german)).approvals).toEqual([]);
  await env.fastForward(windowMs);
  await env.drain();
  expect(await statesOf(pair)).toEqual(['draft', 'draft']);
});

test('what changed since drafting is told of each language, and taken of who has seen it', async () => {
  const { id, pair } = await drafted();
  await sql`update incident set fold = jsonb_set(fold, '{severity}', '"SEV3"') where id = ${id}`.execute(
    env.databases.web,
  );
  expect(await refusal(approveLanguages(mira(), wordsOf(pair)))).toMatch(
    /English: Since it was drafted, .* SEV3\. German: Since it was drafted, .* SEV3\.$/,
  );
  const seen = await Promise.all(pair.map(async (each) => getCommunication(mira(), each)));
  const messages = seen.map((each) => ({ id: each.id, hash: each.hash, acceptBasis: each.basis }));
  const { items } = await approveLanguages(mira(), { messages });
  expect(items.map(({ state }) => state)).toEqual(['approved', 'approved']);
});

test('two approve where the severity asks for it, each all of them', async () => {
  const { pair } = await drafted('SEV1');
  const first = await approveLanguages(mira(), wordsOf(pair));
  expect(first.items.map(({ state }) => state)).toEqual(['draft', 'draft']);
  await approveLanguages(mira(), wordsOf(pair));
  expect(await statesOf(pair)).toEqual(['draft', 'draft']);
  const both = await approveLanguages(ola(), wordsOf(pair));
  expect(both.items.map(({ state }) => state)).toEqual(['approved', 'approved']);
});

test('two people who approve them at the same moment, in whatever order, approve them once', async () => {
  const { pair } = await drafted();
  await Promise.all([
    approveLanguages(mira(), wordsOf(pair)),
    approveLanguages(ola(), wordsOf(pair.toReversed())),
  ]);
  const now = await Promise.all(pair.map(async (each) => getCommunication(mira(), each)));
  expect(now.map(({ state, approvals }) => [state, approvals.length])).toEqual([
    ['approved', 1],
    ['approved', 1],
  ]);
});

test('one that has left already does not keep the others from being taken back', async () => {
  const { pair } = await drafted();
  const [english, german] = pair;
  if (english === undefined || german === undefined) expect.fail('not two drafts');
  await approveLanguages(mira(), wordsOf([english]));
  await env.fastForward(windowMs);
  await env.drain();
  await approveLanguages(mira(), wordsOf([german]));
  const { items } = await undoLanguages(mira(), idsOf(pair));
  expect(items.map(({ state }) => state)).toEqual(['sent', 'draft']);
});

test('is for one message in several languages, by a person who may approve', async () => {
  const [{ pair }, other] = [await drafted(), await drafted()];
  for (const wrong of [
    [...pair, ...pair],
    [...pair.slice(0, 1), ...other.pair.slice(1)],
  ])
    expect(await refusal(approveLanguages(mira(), wordsOf(wrong)))).toMatch(/to the same readers/);
  expect(await refusal(approveLanguages(mira(['responder']), wordsOf(pair)))).toMatch(/field-marshal/);
  expect(await refusal(approveLanguages(systemCtx(env, 'reactions'), wordsOf(pair)))).toMatch(
    /Only a person/,
  );
  expect(await refusal(undoLanguages(mira(['responder']), idsOf(pair)))).toMatch(/field-marshal/);
  const [one] = pair;
  const unknown = {
    messages: [
      { id: one?.id ?? '', hash: 'x' },
      { id: 'COM-987654', hash: 'x' },
    ],
  };
  expect(await refusal(approveLanguages(mira(), unknown))).toMatch(/COM-987654/);
});
