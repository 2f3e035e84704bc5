import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Communication } from '@fieldmarshal/contract/comms';
import type { Role } from '@fieldmarshal/contract';
import { declareIncident, incidentDeclared } from '#incidents';
import { on, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { commsHandlers, communicationSent, wantDrafts } from '../../index.ts';
import { seedHouse } from '../../rig.ts';
import { correctCommunication, discardCommunication, editCommunication } from '../edit.ts';
import { getCommunication, listCommunications, listDrafts } from '../read.ts';
import { approveLanguages, undoLanguages } from './approve-languages.ts';
import { correctLanguages } from './correct-languages.ts';

let env: TestEnv;
let data: string;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'fm-correct-languages-'));
  env = await testEnv({
    handlers: commsHandlers,
    reactions: [
      on(incidentDeclared, 'draft-on-declaration', async (ctx, fact) => wantDrafts(ctx, fact.data)),
      on(communicationSent, 'draft-what-is-next', async (ctx, { data: { incidentId } }) =>
        incidentId === null ? undefined : wantDrafts(ctx, { incidentId }),
      ),
    ],
    config: { data },
  });
  await seedHouse(env);
});
afterAll(async () => rm(data, { recursive: true, force: true }));

const mira = (roles: Role[] = ['field-marshal']): Ctx => as(env, 'mira', roles);

async function toCustomers(id: string): Promise<Communication[]> {
  const { items } = await listDrafts(mira(), { id });
  return items.filter(({ audience }) => audience === 'customers');
}

async function now(messages: readonly Communication[]): Promise<Communication[]> {
  return Promise.all(messages.map(async (each) => getCommunication(mira(), each)));
}

async function approve(messages: readonly Communication[]): Promise<void> {
  const named = messages.map(({ id, hash, basis }) => ({ id, hash, acceptBasis: basis }));
  await approveLanguages(mira(), { messages: named });
}

async function leave(messages: readonly Communication[]): Promise<void> {
  await env.fastForward(10_500);
  await env.drain();
  expect((await now(messages)).map(({ state }) => state)).toEqual(messages.map(() => 'sent'));
}

/** An incident of which customers were told in English and German. */
async function told(): Promise<{ id: string; sent: Communication[] }> {
  const { id } = await declareIncident(mira(), {
    ...{ title: 'Opening a case fails', severity: 'SEV2', product: 'objstore-7', environment: 'eu-prod' },
  });
  await env.drain();
  const drafts = await toCustomers(id);
  await approve(drafts);
  await leave(drafts);
  return { id, sent: await now(drafts) };
}

const texts: Readonly<Record<string, string>> = {
  en: 'Hearthway: only new cases are affected; existing ones open. We are investigating.',
  de: 'Hearthway: Nur neue Fälle sind betroffen; vorhandene öffnen sich. Wir untersuchen das Problem.',
};
const words = (sent: readonly Communication[]) => ({
  messages: sent.map(({ id, title, language }) => ({ id, title, text: texts[language] ?? '' })),
});
const idsOf = (messages: readonly Communication[]): string[] => messages.map(({ id }) => id);
const languagesOf = ({ inLanguages }: Communication): string[] => inLanguages.map(({ id }) => id);

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'not refused',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  );
}

test('what went out in two languages is corrected in both with one word, taken back with one, and leaves at one moment', async () => {
  const { id, sent } = await told();
  expect(sent.map((each) => languagesOf(each))).toEqual([idsOf(sent), idsOf(sent)]);
  const { items } = await correctLanguages(mira(), words(sent));
  expect(items.map(({ corrects, language, text }) => [corrects, language, text])).toEqual(
    sent.map(({ id: first, language }) => [first, language, texts[language]]),
  );
  // The drafts of the next message wait beside them, and are another one.
  expect(items.map((each) => languagesOf(each))).toEqual([idsOf(items), idsOf(items)]);
  expect((await toCustomers(id)).length).toBe(4);
  await approve(items);
  const approved = await now(items);
  expect(new Set(approved.map(({ sendAt, state }) => `${state} ${sendAt}`)).size).toBe(1);
  await undoLanguages(mira(), { ids: idsOf(items) });
  expect((await now(items)).map(({ state }) => state)).toEqual(['draft', 'draft']);
  await approve(items);
  await leave(items);
  // A correction that was wrong, too, is corrected in the same way.
  const again = await now(items);
  expect(again.map((each) => languagesOf(each))).toEqual([idsOf(items), idsOf(items)]);
  const next = await correctLanguages(mira(), words(again));
  expect(next.items.map(({ corrects }) => corrects)).toEqual(idsOf(items));
});

test('where one of them may not be approved none is, and each is bound by its hash', async () => {
  const { sent } = await told();
  const { items } = await correctLanguages(mira(), words(sent));
  const [, german] = items;
  if (german === undefined) expect.fail('no German correction');
  const { id, hash, title, text } = german;
  await editCommunication(mira(), { id, hash, title, text: `${text} Es liegt an objstore-7.` });
  expect(await refusal(approve(items))).toMatch(/^Nothing was approved. German: The words of COM-\d+ have/);
  expect(await refusal(approve(await now(items)))).toMatch(/^Nothing was approved. German: It cannot go out/);
  expect((await now(items)).flatMap(({ approvals }) => approvals)).toEqual([]);
});

test('where one of them cannot be corrected nothing is drafted', async () => {
  const [{ id, sent }, other] = [await told(), await told()];
  const before = await toCustomers(id);
  const [english, german] = sent;
  const waiting = before.find(({ language }) => language === 'de');
  if (english === undefined || german === undefined || waiting === undefined) expect.fail('not told');
  for (const [wrong, why] of [
    [[english, waiting], /was not sent/],
    [[english, english], /each in another language/],
    [[english, ...other.sent.slice(1)], /to the same readers/],
    [[english, { ...german, id: 'COM-987654' }], /COM-987654/],
  ] as const)
    expect(await refusal(correctLanguages(mira(), words(wrong)))).toMatch(why);
  expect(await refusal(correctLanguages(mira(['viewer']), words(sent)))).toMatch(/communication|role/i);
  const twice = words(sent);
  const [first] = twice.messages;
  const renamed = { ...first, id: english.id, title: 'x', text: 'x', publicTitle: 'Hearthway: new cases' };
  const { items } = await correctLanguages(mira(), { messages: [renamed, ...twice.messages.slice(1)] });
  expect(items.map(({ publicTitle }) => publicTitle)).toEqual(['Hearthway: new cases', null]);
  expect((await toCustomers(id)).length).toBe(before.length + 2);
});

test('a correction is approved together with corrections only, and one that was thrown away is of none', async () => {
  const { id, sent } = await told();
  const { items } = await correctLanguages(mira(), words(sent));
  const draft = (await toCustomers(id)).find(
    ({ language, corrects }) => language === 'de' && corrects === null,
  );
  const [english, german] = items;
  if (draft === undefined || english === undefined || german === undefined) expect.fail('no drafts');
  expect(await refusal(approve([english, draft]))).toMatch(/all of them corrections or none/);
  await discardCommunication(mira(), german);
  expect((await now([english])).map((each) => languagesOf(each))).toEqual([[english.id]]);
  const [first] = sent.slice(1);
  const anew = await correctCommunication(mira(), {
    id: first?.id ?? '',
    title: 'x',
    text: texts['de'] ?? '',
  });
  expect(languagesOf(anew)).toEqual([english.id, anew.id]);
  const listed = await listCommunications(mira(), { limit: 100, incident: id });
  const ofDiscarded = listed.items.find((each) => each.id === german.id);
  expect(ofDiscarded?.inLanguages).toEqual([{ id: german.id, language: 'de' }]);
});

test('a correction keeps what it does not correct, also until when the next word was promised, and so does a correction of it', async () => {
  const { sent } = await told();
  const longer = (of: readonly Communication[]) => ({
    messages: of.map(({ id, title, text, language }) => ({
      ...{ id, title },
      text: `${text}\n${language === 'de' ? 'Vorhandene Fälle öffnen sich.' : 'Existing cases open.'}`,
    })),
  });
  const rules = (of: readonly Communication[]) =>
    of.flatMap(({ findings }) => findings.map(({ rule }) => rule));
  expect(sent[0]?.text).toMatch(/Next update by \d\d:\d\d/);
  const { items } = await correctLanguages(mira(), longer(sent));
  expect(rules(items)).toEqual([]);
  await approve(items);
  await leave(items);
  const again = await correctLanguages(mira(), longer(await now(items)));
  expect(rules(again.items)).toEqual([]);
});
