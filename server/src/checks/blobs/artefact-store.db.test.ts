import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testEnv } from '#testing';
import { artefactsOf, removeArtefacts } from './artefact-store.ts';

const run = '0198c000-0000-7000-8000-000000000000';
const now = new Date('2026-11-26T12:00:00Z');
const ago = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

test('artefacts go when they are too old, and the oldest of the others where all together are too many bytes', async () => {
  const { databases } = await testEnv();
  const db = databases.worker;
  await sql`
    insert into check_run (id, check_name, environment, place, type, state, due_at)
    values (${run}, 'buy', 'eu', '', 'e2e', 'ended', ${ago(50)})`.execute(db);
  for (const [name, hours] of [
    ['ancient', 49],
    ['older', 3],
    ['old', 2],
    ['new', 1],
  ] as const)
    await sql`
      insert into check_artefact (run_id, name, kind, content_type, bytes, sha256, state, stored_at)
      values (${run}, ${name}, 'trace', 'application/zip', 100, 'ab', 'stored', ${ago(hours)})`.execute(db);
  const stored = async (): Promise<string[]> =>
    (await artefactsOf(db, run)).flatMap(({ name, state }) => (state === 'stored' ? name : []));
  expect(await removeArtefacts(db, { before: ago(48), bytesMax: 1_000 })).toBe(1);
  expect(await stored()).toEqual(['new', 'old', 'older']);
  expect(await removeArtefacts(db, { before: ago(48), bytesMax: 250 })).toBe(1);
  expect(await stored()).toEqual(['new', 'old']);
  expect(await removeArtefacts(db, { before: ago(48), bytesMax: 250 })).toBe(0);
});
