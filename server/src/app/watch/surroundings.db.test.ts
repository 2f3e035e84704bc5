import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { applyObjects } from '#catalog';
import { readClockAheadS, readConfig, readZoneData, redacted, seal } from '#platform';
import { as, testEnv } from '../../testing/index.ts';
import { sealedColumns } from '../domains.ts';
import { auditOnce } from './audit-once.ts';
import { listNotices } from './notices.ts';
import { startSurroundings, surroundingsNotice, zoneDataOf } from './surroundings.ts';

const env = await testEnv();
const now = new Date('2026-11-26T00:00:00Z');

test('runtime and database are compared for the zones of the catalog, and a zone only one of them knows differs', async () => {
  const text =
    'apiVersion: fieldmarshal/v1\nkind: Schedule\nmetadata: { name: night }\nspec: { timezone: Asia/Kathmandu }\n';
  const files = [{ path: 'test.yaml', text }];
  await applyObjects(as(env, 'root', ['admin']), { files, dryRun: false, prune: false });
  const found = await zoneDataOf(env);
  expect(found).toMatchObject({ runtime: process.versions['tz'], differing: [] });
  expect(found.databaseAtLeast).toMatch(/^20\d\d[a-z]$/);
  const odd = await readZoneData(env.databases.worker, { zones: ['Factory', 'Mars/Base'], now });
  expect(odd.differing).toEqual(['Factory']);
});

test('a clock that is off is measured, and told on Now by the name of its machine until it is right', async () => {
  const wrong = { now: () => new Date(Date.now() + 7_200_000) };
  const clockAheadS = await readClockAheadS(env.databases.worker, wrong);
  expect(clockAheadS).toBeGreaterThan(7_190);
  expect(clockAheadS).toBeLessThan(7_210);
  const zoneData = { runtime: '2026c', databaseAtLeast: '2025b', differing: ['America/Asuncion'] };
  const rest = { lost: [], stop: async (): Promise<void> => undefined };
  const about = surroundingsNotice({ zoneData, clockAheadS, ...rest }, 'web-1');
  expect(about).toMatch(/clock of web-1 is 7200 s ahead of .* differ for America\/Asuncion/);
  const open = async (): Promise<string[]> =>
    (await listNotices(as(env, 'rae'))).items
      .filter(({ endedAt }) => endedAt === null)
      .map(({ text }) => text);
  await auditOnce(env, { standsIn: false, about });
  expect(await open()).toContain(about);
  // Another process of the same machine, which is well.
  const beside = { ...env, config: { ...env.config, port: env.config.port + 1 } };
  await auditOnce(beside, { standsIn: false, about: null });
  expect(await open()).toContain(about);
  await auditOnce(env, { standsIn: false, about: null });
  expect(await open()).not.toContain(about);
  expect(surroundingsNotice({ zoneData: null, clockAheadS: 0.3, ...rest }, 'web-1')).toBeNull();
});

test('secrets that no key of this process opens are told in the log and on Now, until a key does', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
  const key = { FIELDMARSHAL_SECRET_KEY: 'the-key-of-another-process' };
  const sealed = await seal({ config: readConfig(key) }, 'hunter2', 'check secret TOKEN ');
  await sql`insert into check_secret (name, environment, sealed, updated_at, updated_by)
    values ('TOKEN', '', ${sealed}, now(), 'test')`.execute(env.databases.worker);
  const errors: Record<string, unknown>[] = [];
  const log = Object.assign(Object.create(env.log) as typeof env.log, {
    error: (fields: Record<string, unknown>) => errors.push(redacted(fields)),
  });
  const here = { ...env, log, config: readConfig({ FIELDMARSHAL_SECRET_KEY: 'the-key-of-this-process' }) };
  const surroundings = startSurroundings(here, sealedColumns);
  try {
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    await expect.poll(() => surroundings.lost).toEqual(['check_secret TOKEN ']);
    expect(errors).toEqual([{ notOpened: ['check_secret TOKEN '] }]);
    expect(surroundingsNotice(surroundings, 'web-1')).toMatch(
      /No key on web-1 opens 1 secret .*check_secret TOKEN.* the same FIELDMARSHAL_SECRET_KEY/,
    );
  } finally {
    vi.useRealTimers();
    await surroundings.stop();
  }
});
