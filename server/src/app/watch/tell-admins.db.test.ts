import { expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { ensureAccount } from '#identity';
import { inTransaction, systemCtx } from '#platform';
import { as, testEnv } from '../../testing/index.ts';
import { tellBreakGlass } from './tell-admins.ts';

test('every administrator hears of a used emergency account, also who has an account only; each once', async () => {
  const env = await testEnv();
  const root = as(env, 'root', ['admin']);
  const text = `kind: Person\nmetadata: { name: ada }\nspec: { email: ada@relief.example, roles: [admin] }\n`;
  await applyObjects(root, {
    files: [{ path: 'a.yaml', text: `apiVersion: fieldmarshal/v1\n${text}` }],
    dryRun: false,
    prune: false,
  });
  await inTransaction(root, async (tx) => {
    for (const [person, role] of [
      ['boss', 'admin'],
      ['lena', 'lead'],
    ] as const) {
      const email = `${person}@relief.example`;
      await ensureAccount(tx, { person, email, displayName: person, roles: [role] });
    }
    await ensureAccount(tx, { person: 'rescue', email: null, displayName: 'Rescue', roles: ['admin'] });
  });
  const used = { factId: 7, person: 'rescue', displayName: 'Rescue', address: '192.0.2.1' };
  for (let time = 0; time < 2; time += 1) await tellBreakGlass(systemCtx(env, 'test', 'worker'), used);
  const { rows } = await env.databases.pools.web.query<{ destination: string; subject: string }>(
    `select destination, message ->> 'subject' as subject from delivery order by destination`,
  );
  const subject = 'The emergency account rescue was used';
  expect(rows).toEqual([
    { destination: 'ada@relief.example', subject },
    { destination: 'boss@relief.example', subject },
  ]);
});
