import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction, systemCtx } from '#platform';
import { testEnv, type TestEnv } from '#testing';
import { findDocuments, removeDocument, storeDocument, type SimilarDocument } from './store.ts';

let env: TestEnv;
beforeAll(async () => {
  env = await testEnv();
});

const keep = async (over: Partial<SimilarDocument> = {}): Promise<string> => {
  const incidentId = `INC-${randomUUID()}`;
  const document = {
    incidentId,
    title: 'Uploads fail',
    products: ['uploads'],
    startedAt: '2026-01-01T09:00:00Z',
    resolvedAt: '2026-01-01T10:00:00Z',
    text: 'The quorum of the gatekeeper was lost.',
    fixed: 'Restarted the gatekeeper.',
    cause: '',
    ...over,
  };
  await inTransaction(systemCtx(env, 'test'), async ({ db }) => storeDocument(db, document));
  return incidentId;
};
const ask = async (over: Partial<Parameters<typeof findDocuments>[1]> = {}) =>
  findDocuments(env.databases.web, {
    text: 'Gatekeeper without quorum',
    products: [],
    before: '2026-02-01T00:00:00Z',
    exclude: '',
    ...over,
  });

describe('the archive', () => {
  it('finds by rare words, by product, and says which words', async () => {
    const id = await keep();
    const found = (await ask()).find((one) => one.id === id);
    expect(found).toMatchObject({ fixed: 'Restarted the gatekeeper.', products: ['uploads'] });
    expect(found?.words).toEqual(expect.arrayContaining(['quorum', 'gatekeep']));
    const byProduct = await ask({ text: 'nothing in common', products: ['uploads'] });
    expect(byProduct.find((one) => one.id === id)?.textRank).toBe(0);
  });

  it('finds nothing of the future, nothing that is not over any more, and not the incident itself', async () => {
    const id = await keep();
    const ids = async (over?: Parameters<typeof ask>[0]) => (await ask(over)).map((one) => one.id);
    expect(await ids()).toContain(id);
    expect(await ids({ before: '2026-01-01T09:30:00Z' })).not.toContain(id);
    expect(await ids({ exclude: id })).not.toContain(id);
    await inTransaction(systemCtx(env, 'test'), async ({ db }) => removeDocument(db, id));
    expect(await ids()).not.toContain(id);
  });

  it('counts a word once for each document, also one that was kept anew or taken out', async () => {
    const word = `w${randomUUID().replaceAll('-', '')}`;
    const count = async () =>
      (
        await env.databases.web
          .selectFrom('similar_lexeme')
          .select('documents')
          .where('lexeme', '=', word)
          .executeTakeFirst()
      )?.documents;
    const incidentId = await keep({ text: word });
    await keep({ text: `${word} ${word}` });
    expect(await count()).toBe(2);
    await keep({ incidentId, text: word });
    expect(await count()).toBe(2);
    await keep({ incidentId, text: 'other' });
    expect(await count()).toBe(1);
  });

  it('knows how many documents it has, also after one was kept anew or taken out', async () => {
    const counted = async () => {
      const { rows } = await env.databases.pools.web.query<{ kept: number; really: number }>(
        `select (select documents from similar_lexeme where lexeme = '') as kept, (select count(*)::int from similar_document) as really`,
      );
      return rows[0];
    };
    const first = await keep();
    await keep({ incidentId: first, text: 'Something else.' });
    await keep();
    await inTransaction(systemCtx(env, 'test'), async ({ db }) => removeDocument(db, first));
    const now = await counted();
    expect(now?.kept).toBe(now?.really);
    expect(now?.kept).toBeGreaterThan(0);
  });

  it('finds by a word that most have, once a rarer one or the product has brought it up', async () => {
    const common = `c${randomUUID().replaceAll('-', '')}`;
    const id = await keep({ text: `${common} gatekeeper`, products: ['rarely'] });
    await env.databases.pools.web.query(`update similar_lexeme set documents = 5000 where lexeme = $1`, [
      common,
    ]);
    const found = (await ask({ text: common, products: ['rarely'] })).find((one) => one.id === id);
    expect(found?.words).toEqual([common]);
    expect((await ask({ text: common })).map((one) => one.id)).not.toContain(id);
  });

  it('counts a word of the title twice', async () => {
    const word = `t${randomUUID().replaceAll('-', '')}`;
    const [inTitle, inText] = [await keep({ title: word }), await keep({ text: word })];
    const found = await ask({ text: word });
    const rank = (id: string) => found.find((one) => one.id === id)?.textRank ?? 0;
    expect(rank(inTitle)).toBeCloseTo(2 * rank(inText));
  });

  it.each(["'", '\\', "a' | 'b", '<->:*', '!', '\uFFFF', "it's & co:A", ''])(
    'is asked with %j',
    async (text) => {
      await expect(ask({ text: `${text} quorum` })).resolves.toBeDefined();
      await expect(keep({ text, title: `x${text}` })).resolves.toBeDefined();
    },
  );
});
