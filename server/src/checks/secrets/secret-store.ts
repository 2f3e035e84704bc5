import { lock, type Locked } from '@fieldmarshal/runner/sealed';
import { sql, type Kysely } from 'kysely';
import { seal, unseal, type DB, type Env, type SealedColumn, type Tx } from '#platform';

export interface SecretRow {
  readonly name: string;
  /** Empty: for every environment without a value of its own. */
  readonly environment: string;
  /** The value, sealed by the server, of one from before values were locked; else empty. */
  readonly sealed: string;
  /** The key that the value is locked with, sealed by the server. */
  readonly sealedKey: string | null;
  readonly locked: string | null;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export async function loadSecrets(db: Kysely<DB>, names?: readonly string[]): Promise<SecretRow[]> {
  const query = db.selectFrom('check_secret').selectAll().orderBy('name').orderBy('environment');
  const rows = await (names === undefined ? query : query.where('name', 'in', [...names, ''])).execute();
  return rows.map(({ updated_at: updatedAt, updated_by: updatedBy, sealed_key: sealedKey, ...row }) => ({
    ...row,
    sealedKey,
    updatedAt,
    updatedBy,
  }));
}

/** Its purpose is part of the seal: a value cannot be moved to another name or environment in the database. */
export async function storeSecret(
  tx: Tx,
  { name, environment, value, by }: { name: string; environment: string; value: string; by: string },
): Promise<void> {
  const made = lock(value);
  const key = await sealKey(tx.ctx.env, { name, environment }, made);
  await sql`
    insert into check_secret (name, environment, sealed, sealed_key, locked, updated_at, updated_by)
    values (${name}, ${environment}, '', ${key}, ${made.locked}, now(), ${by})
    on conflict (name, environment) do update set sealed = '', sealed_key = excluded.sealed_key, locked = excluded.locked, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by`.execute(tx.db);
}

export async function removeSecret(tx: Tx, name: string, environment: string): Promise<boolean> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('check_secret')
    .where('name', '=', name)
    .where('environment', '=', environment)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

async function sealKey(
  env: Pick<Env, 'config'>,
  { name, environment }: Pick<SecretRow, 'name' | 'environment'>,
  { key }: Locked,
): Promise<string> {
  return seal(env, Buffer.from(key).toString('base64'), keyPurposeOf(name, environment));
}

/** Secrets by environment with the keys that they are locked with; no value is opened. */
export async function lockedSecrets(
  env: Pick<Env, 'config' | 'log' | 'databases'>,
  rows: readonly SecretRow[],
): Promise<(name: string, environment: string) => Locked | null> {
  const found = new Map<string, Locked>();
  for (const row of rows) {
    const { name, environment } = row;
    const made = await lockedOf(env, row);
    if (made === null) env.log.error({ secret: name, environment }, 'secret sealed with another key');
    else found.set(`${name}\n${environment}`, made);
  }
  return (name, environment) => found.get(`${name}\n${environment}`) ?? found.get(`${name}\n`) ?? null;
}

async function lockedOf(env: Pick<Env, 'config' | 'databases'>, row: SecretRow): Promise<Locked | null> {
  const { name, environment, sealed, sealedKey, locked } = row;
  if (sealedKey !== null && locked !== null) {
    const key = await unseal(env, sealedKey, keyPurposeOf(name, environment));
    return key === null ? null : { key: Buffer.from(key, 'base64'), locked };
  }
  const value = await unseal(env, sealed, purposeOf(name, environment));
  return value === null ? null : lockNow(env, row, value);
}

/** One from before values were locked: the last time that it is opened here. */
async function lockNow(
  env: Pick<Env, 'config' | 'databases'>,
  row: SecretRow,
  value: string,
): Promise<Locked> {
  const made = lock(value);
  await env.databases.worker
    .updateTable('check_secret')
    .set({ sealed: '', sealed_key: await sealKey(env, row, made), locked: made.locked })
    .where('name', '=', row.name)
    .where('environment', '=', row.environment)
    .where('sealed', '=', row.sealed)
    .execute();
  return made;
}

const ofSecret = { table: 'check_secret', key: ['name', 'environment'] } as const;

export const sealedCheckSecrets: readonly SealedColumn[] = [
  {
    ...ofSecret,
    column: 'sealed',
    purposeOf: ({ name = '', environment = '' }) => purposeOf(name, environment),
  },
  {
    ...ofSecret,
    column: 'sealed_key',
    purposeOf: ({ name = '', environment = '' }) => keyPurposeOf(name, environment),
  },
];

function purposeOf(name: string, environment: string): string {
  return `check secret ${name} ${environment}`;
}

function keyPurposeOf(name: string, environment: string): string {
  return `key of check secret ${name} ${environment}`;
}
