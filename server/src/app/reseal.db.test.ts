import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { lostSecrets, readConfig, resealJob, seal, unseal, type Env } from '#platform';
import { testEnv } from '#testing';
import { examineSecrets } from './doctor/storage.ts';
import { sealedColumns } from './domains.ts';

const present = 'the-key-of-this-year-x';
const before = 'the-key-of-last-year-x';
const { secretKey, secretKeysBefore } = readConfig({
  FIELDMARSHAL_SECRET_KEY: present,
  FIELDMARSHAL_SECRET_KEYS_BEFORE: before,
});
const env = await testEnv({
  config: {
    ...(secretKey === undefined ? {} : { secretKey }),
    ...(secretKeysBefore === undefined ? {} : { secretKeysBefore }),
  },
  handlers: [resealJob(sealedColumns)],
});
const under = (key: string): Pick<Env, 'config'> => ({
  config: readConfig({ FIELDMARSHAL_SECRET_KEY: key }),
});

/** Columns of tables that hold what was sealed, however they are called. */
const sealedByName = /^(sealed|sealed_key|secrets?|id_token|invitation)$/;

test('every column of a sealed secret is known to the job', async () => {
  const { rows } = await sql<{ at: string }>`
    select table_name || '.' || column_name as at from information_schema.columns
    where table_schema = 'public' and data_type = 'text'`.execute(env.databases.worker);
  const found = rows.map(({ at }) => at).filter((at) => sealedByName.test(at.split('.')[1] ?? ''));
  expect(sealedColumns.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(found.toSorted());
});

test('after a change of keys every secret is sealed with the present one, and what nothing opens stays as it is', async () => {
  await sql`insert into account (person, display_name, roles, created_at) values ('mira', 'Mira', '{viewer}', now())`.execute(
    env.databases.worker,
  );
  const purpose = 'check secret TOKEN eu-prod';
  const old = await seal(under(before), 'hunter2', purpose);
  const lost = await seal(under('a-key-that-nobody-has-any'), 'gone', 'check secret LOST ');
  const totp = await seal(under(before), 'otp', 'authenticator of mira');
  await sql`insert into check_secret (name, environment, sealed, updated_at, updated_by) values
    ('TOKEN', 'eu-prod', ${old}, now(), 'test'), ('LOST', '', ${lost}, now(), 'test')`.execute(
    env.databases.worker,
  );
  await sql`insert into totp (person, secret, created_at) values ('mira', ${totp}, now())`.execute(
    env.databases.worker,
  );
  const job = resealJob(sealedColumns);
  expect(await lostSecrets(env, sealedColumns)).toEqual(['check_secret LOST ']);
  expect(await examineSecrets(env)).toMatchObject({
    state: 'failed',
    found: expect.stringContaining('opens this secret: check_secret LOST') as string,
  });
  await job.run({ env, actor: { kind: 'system', name: 'test' }, requestId: 'test', pool: 'worker' }, {});

  const rows = await env.databases.worker.selectFrom('check_secret').select(['name', 'sealed']).execute();
  const sealedOf = (name: string): string => rows.find((row) => row.name === name)?.sealed ?? '';
  expect(await unseal(under(present), sealedOf('TOKEN'), purpose)).toBe('hunter2');
  expect(sealedOf('LOST')).toBe(lost);
  const { secret } = await env.databases.worker.selectFrom('totp').select('secret').executeTakeFirstOrThrow();
  expect(await unseal(under(present), secret, 'authenticator of mira')).toBe('otp');
});

test('who moves from the key file to a key of the configuration loses nothing: the job seals anew what the file sealed', async () => {
  const data = await mkdtemp(join(tmpdir(), 'fm-reseal-'));
  try {
    const sealed = await seal(
      { config: readConfig({ FIELDMARSHAL_DATA: data }) },
      'hunter4',
      'check secret MOVED ',
    );
    await sql`insert into check_secret (name, environment, sealed, updated_at, updated_by) values
      ('MOVED', '', ${sealed}, now(), 'test')`.execute(env.databases.worker);
    const { secretKeysBefore: _none, ...config } = env.config;
    const moved = { ...env, config: { ...config, data } };
    const system = { kind: 'system', name: 'test' } as const;
    await resealJob(sealedColumns).run({ env: moved, actor: system, requestId: 'test', pool: 'worker' }, {});
    const { sealed: after } = await env.databases.worker
      .selectFrom('check_secret')
      .select('sealed')
      .where('name', '=', 'MOVED')
      .executeTakeFirstOrThrow();
    expect(await unseal(under(present), after, 'check secret MOVED ')).toBe('hunter4');
  } finally {
    await rm(data, { recursive: true });
  }
});
