import { sql, type Kysely } from 'kysely';
import { seal, unseal, type DB, type Env, type SealedColumn, type Tx } from '#platform';

export interface SecretRow {
  readonly name: string;
  /** Empty: for every environment without a value of its own. */
  readonly environment: string;
  readonly sealed: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export async function loadSecrets(db: Kysely<DB>, names?: readonly string[]): Promise<SecretRow[]> {
  const query = db.selectFrom('check_secret').selectAll().orderBy('name').orderBy('environment');
  const rows = await (names === undefined ? query : query.where('name', 'in', [...names, ''])).execute();
  return rows.map(({ updated_at: updatedAt, updated_by: updatedBy, ...row }) => ({
    ...row,
    updatedAt,
    updatedBy,
  }));
}

/** Its purpose is part of the seal: a value cannot be moved to another name or environment in the database. */
export async function storeSecret(
  tx: Tx,
  { name, environment, value, by }: { name: string; environment: string; value: string; by: string },
): Promise<void> {
  const sealed = await seal(tx.ctx.env, value, purposeOf(name, environment));
  await sql`
    insert into check_secret (name, environment, sealed, updated_at, updated_by)
    values (${name}, ${environment}, ${sealed}, now(), ${by})
    on conflict (name, environment) do update set sealed = excluded.sealed, updated_at = excluded.updated_at,
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

/** The values of secrets by environment, opened only now that a runner needs them. */
export async function openSecrets(
  env: Pick<Env, 'config' | 'log'>,
  rows: readonly SecretRow[],
): Promise<(name: string, environment: string) => string | null> {
  const values = new Map<string, string>();
  for (const { name, environment, sealed } of rows) {
    const value = await unseal(env, sealed, purposeOf(name, environment));
    if (value === null) env.log.error({ secret: name, environment }, 'secret sealed with another key');
    else values.set(`${name}\n${environment}`, value);
  }
  return (name, environment) => values.get(`${name}\n${environment}`) ?? values.get(`${name}\n`) ?? null;
}

export const sealedCheckSecrets: SealedColumn = {
  table: 'check_secret',
  column: 'sealed',
  key: ['name', 'environment'],
  purposeOf: ({ name = '', environment = '' }) => purposeOf(name, environment),
};

function purposeOf(name: string, environment: string): string {
  return `check secret ${name} ${environment}`;
}
