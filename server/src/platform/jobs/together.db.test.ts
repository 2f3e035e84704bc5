import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  defineFact,
  defineTask,
  handle,
  inTransaction,
  on,
  onTogether,
  systemCtx,
  type Ctx,
  type Tx,
} from '#platform';
import { testEnv, type TestEnv } from '#testing';

const number = z.object({ n: z.number() });
const begun = defineFact('test.begun', number);
const followed = defineFact('test.followed', number);
const cause = defineTask('test.cause', { lane: 'react', payload: number });

interface Seen {
  readonly what: string;
  readonly transactionId: string;
}

/** A job emits a fact, to which one reaction goes together; to that one's fact another goes apart. `isBroken`: whether the first fails. */
function story(isBroken: (ctx: Ctx) => boolean) {
  const seen: Seen[] = [];
  const see = async (tx: Tx, what: string): Promise<void> => {
    const { rows } = await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(tx.db);
    const transactionId = rows[0]?.id ?? '';
    tx.afterCommit(() => seen.push({ what, transactionId }));
  };
  const begin = async (ctx: Ctx): Promise<void> =>
    inTransaction(ctx, async (tx) => {
      await see(tx, 'cause');
      tx.emit(begun, 'a', { n: 1 });
    });
  const reactions = [
    onTogether(begun, 'follow', async (ctx, { data }) =>
      inTransaction(ctx, async (tx) => {
        await see(tx, 'reaction');
        if (isBroken(ctx)) throw new Error('cannot follow');
        tx.emit(followed, 'a', data);
      }),
    ),
    on(followed, 'end', async (ctx) => inTransaction(ctx, async (tx) => see(tx, 'end'))),
  ];
  return { seen, begin, options: { handlers: [handle(cause, begin)], reactions } };
}

async function start(env: TestEnv): Promise<void> {
  await inTransaction(systemCtx(env, 'test'), async (tx) =>
    tx.setTimer(cause, { key: 'cause', payload: { n: 1 } }),
  );
  await env.drain();
}

test('what goes together with a job is stored in its commit, and what follows from it runs once', async () => {
  const { seen, options } = story(() => false);
  await start(await testEnv(options));
  expect(seen.map(({ what }) => what)).toEqual(['cause', 'reaction', 'end']);
  const [first, second, third] = seen.map(({ transactionId }) => transactionId);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('what cannot go together with its cause does not stop it, and is tried again apart', async () => {
  const { seen, options } = story((ctx) => ctx.within !== undefined);
  const env = await testEnv(options);
  await start(env);
  expect(seen).toEqual([]);
  await env.fastForward(1_000);
  await env.drain();
  expect(seen.map(({ what }) => what)).toEqual(['cause', 'reaction', 'end']);
  expect(new Set(seen.map(({ transactionId }) => transactionId)).size).toBe(3);
});

test('what a person does waits for no reaction', async () => {
  const { seen, begin, options } = story(() => false);
  const env = await testEnv(options);
  await begin(systemCtx(env, 'test'));
  expect(seen.map(({ what }) => what)).toEqual(['cause']);
  await env.drain();
  expect(seen.map(({ what }) => what)).toEqual(['cause', 'reaction', 'end']);
});
