import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testEnv } from '#testing';
import { domainHandlers } from '../domains.ts';
import { reactions } from '../reactions/index.ts';
import { bearer, startWalk, type Walk } from '../permission-walk/rig.ts';

const bootstrapToken = 'fm_a-token-for-erasures-of-before';
const env = await testEnv({ config: { bootstrapToken }, reactions, handlers: domainHandlers });
let walk: Walk;

const ask = async (method: 'DELETE' | 'GET' | 'POST' | 'PUT', url: string, payload?: object) => {
  const answer = await walk.send(
    { method, url: `/api/v1${url}`, ...(payload ? { payload } : {}) },
    bearer(bootstrapToken),
  );
  expect(answer.statusCode, `${url} ${answer.body}`).toBeLessThan(300);
  return answer;
};

/** Tables in which one of the words stands, indices of texts included. */
async function mentions(): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`.execute(
    env.databases.worker,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } =
      await sql`select from ${sql.table(name)} t where t::text ~* 'quarrington|7700900555' limit 1`.execute(
        env.databases.worker,
      );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

beforeAll(async () => {
  walk = await startWalk(env);
});
afterAll(async () => walk.close());

test('of somebody who left the catalog first neither their number nor a word of their name stays, also in what is kept to find similar incidents', async () => {
  const contactMethods = [{ channel: 'sms', number: '+447700900555' }];
  const email = 'paula@quarrington.example';
  await ask('PUT', '/catalog/Person/paula', {
    spec: { email, displayName: 'Paula Quarrington', roles: ['responder'], contactMethods },
  });
  const { id } = (
    await ask('POST', '/incidents', {
      title: 'Search is slow, says Paula Quarrington',
      summary: 'Call +447700900555.',
      severity: 'SEV4',
    })
  ).json<{ id: string }>();
  await ask('POST', `/incidents/${id}/resolve`, {});
  await env.drain();
  expect(await mentions()).toContain('similar_document');
  await ask('DELETE', '/catalog/Person/paula');
  await ask('POST', '/people/paula/erasure', { confirm: 'paula' });
  await env.drain();
  expect(await mentions()).toEqual([]);
  const { rows } = await sql<{ title: string }>`select title from similar_document`.execute(
    env.databases.worker,
  );
  expect(rows).toEqual([{ title: expect.stringMatching(/^Search is slow, says Erased person/) as string }]);
});
