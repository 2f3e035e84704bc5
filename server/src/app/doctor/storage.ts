import { counted } from '@fieldmarshal/contract/text/counted';
import { access, constants, stat, statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import { pagingHealth } from '#oncall';
import { lostSecrets, processName, readClockAheadS, readMigrations, type Config, type Env } from '#platform';
import { zoneDataOf } from '../watch/surroundings.ts';
import { readWorkState } from '../watch/work-state.ts';
import { failed, notChecked, ok, warning, type Finding } from './core/finding.ts';
import { judgeConnections } from './core/judge-connections.ts';
import {
  judgeClock,
  judgeDisk,
  judgeQueue,
  judgeSettings,
  judgeUnwritable,
  judgeVersion,
} from './core/judge.ts';

/** What the database itself says. Throws where it does not answer. */
export async function examineDatabase(env: Env): Promise<Finding[]> {
  const db = env.databases.worker;
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where name in ('server_version', 'server_version_num', 'server_encoding',
      'fsync', 'full_page_writes', 'synchronous_commit')`.execute(db);
  const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  const schema = await examineSchema(env);
  return [
    judgeVersion(Number(settings['server_version_num']), settings['server_version'] ?? ''),
    judgeSettings(settings),
    await examineConnections(env),
    schema,
    judgeClock(await readClockAheadS(db, env.clock)),
    ...(schema.state === 'failed' || schema.state === 'not-checked'
      ? [notChecked('zone data', 'The schema comes first.'), notChecked('queue', 'The schema comes first.')]
      : [await examineZones(env), await examineQueue(env)]),
  ];
}

async function examineConnections({ config, databases }: Env): Promise<Finding> {
  const { rows } = await sql<{ allowed: number }>`
    select least(
      (select sum(case name when 'max_connections' then setting::int else -setting::int end) from pg_settings
        where name in ('max_connections', 'superuser_reserved_connections', 'reserved_connections')),
      (select nullif(datconnlimit, -1) from pg_database where datname = current_database()),
      (select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user))::int as allowed`.execute(
    databases.worker,
  );
  const { rows: processes } = await sql<{ name: string; count: number }>`
    select application_name as name, count(*) from pg_stat_activity
    where datname = current_database() group by application_name`.execute(databases.worker);
  const running = (role: Config['role']): number =>
    processes.find(({ name }) => name === processName(role))?.count ?? 0;
  return judgeConnections({
    allowed: rows[0]?.allowed ?? 0,
    running: { all: running('all'), web: running('web'), worker: running('worker') },
    role: config.role,
    isEmbedded: config.databaseUrl === undefined,
  });
}

async function examineSchema({ databases }: Env): Promise<Finding> {
  const subject = 'schema';
  const known = new Set((await readMigrations()).map(({ name }) => name));
  const { rows: tables } = await sql<{
    found: string | null;
  }>`select to_regclass('migration')::text as found`.execute(databases.worker);
  if (!tables[0]?.found)
    return notChecked(subject, 'The database is empty; the first start of a server fills it.');
  const { rows } = await sql<{ name: string }>`select name from migration`.execute(databases.worker);
  const newer = rows.filter(({ name }) => !known.has(name));
  const missing = known.size - (rows.length - newer.length);
  if (newer.length > 0)
    return failed(
      subject,
      `A newer version of Fieldmarshal has migrated the database (${newer[0]?.name ?? ''}).`,
      'Use the program of that version.',
    );
  if (missing > 0)
    return warning(
      subject,
      `Not applied yet: ${counted(missing, 'migration')} of this version.`,
      'Start a server of this version: it does that at its start.',
    );
  return ok(subject, `All ${known.size} migrations are applied.`);
}

async function examineZones(env: Env): Promise<Finding> {
  const { runtime, databaseAtLeast, differing } = await zoneDataOf(env);
  const found = `Runtime ${runtime}, database ${databaseAtLeast === null ? 'older than 2022f' : `${databaseAtLeast} or later`}`;
  if (differing.length === 0)
    return ok('zone data', `${found}; the zones in use have the same rules in both.`);
  return warning(
    'zone data',
    `${found}; they differ for ${differing.slice(0, 8).join(', ')}.`,
    "Update the older one: Node, or PostgreSQL's time zone files (often the package tzdata). Schedules go by the runtime.",
  );
}

async function examineQueue(env: Env): Promise<Finding> {
  const [work, paging] = await Promise.all([readWorkState(env), pagingHealth(env)]);
  return judgeQueue({ ...work, overduePages: paging.overdue });
}

/** The room where this server writes, and whether it can. */
export async function examineDisk({ data }: Pick<Config, 'data'>): Promise<Finding> {
  const found = await stat(data).catch(() => null);
  if (found === null) return notChecked('disk', `${data} does not exist yet.`);
  if (!found.isDirectory()) return judgeUnwritable(data, 'ENOTDIR');
  try {
    await access(data, constants.W_OK | constants.X_OK);
  } catch (error) {
    return judgeUnwritable(data, error instanceof Error && 'code' in error ? String(error.code) : '?');
  }
  const { bavail, blocks, bsize, files, ffree } = await statfs(data);
  return judgeDisk(data, { free: bavail * bsize, size: blocks * bsize, files, filesFree: ffree });
}

const lostShown = 5;

/** Whether the keys that are here open what is sealed in the database: after a restore, or a move, the other half may be missing. */
export async function examineSecrets(env: Env): Promise<Finding> {
  // All domains: loaded where there is something to look at.
  const { sealedColumns } = await import('../domains.ts');
  const lost = await lostSecrets(env, sealedColumns);
  if (lost.length === 0) return ok('secrets', 'The keys of this installation open all that is sealed.');
  const rest = lost.length > lostShown ? ` and ${lost.length - lostShown} more` : '';
  return failed(
    'secrets',
    `No key that is here opens ${lost.length === 1 ? 'this secret' : `these ${lost.length} secrets`}: ${lost.slice(0, lostShown).join(', ')}${rest}.`,
    'Put the key they were sealed with, or the content of its keys/sealing.key, into FIELDMARSHAL_SECRET_KEYS_BEFORE; else enter them anew.',
  );
}
