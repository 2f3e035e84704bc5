import { putProviderInput, type ProviderSettings } from '@fieldmarshal/contract/delivery';
import { z } from 'zod';
import { seal, unseal, type Env, type SealedColumn, type Tx } from '#platform';
import { Provider } from './provider.ts';

const secretsMap = z.record(z.string(), z.string());

/** Providers set up on screen, in their order. Where the secrets were sealed with another key, they are missing, and the provider is locked. */
export async function loadProviders(env: Env): Promise<Provider[]> {
  const rows = await env.databases.worker
    .selectFrom('delivery_provider')
    .selectAll()
    .orderBy('position')
    .orderBy('name')
    .execute();
  return Promise.all(
    rows.map(async ({ name, settings, position, secrets }) => {
      const opened = await unseal(env, secrets, purposeOf(name));
      if (opened === null) env.log.error({ provider: name }, 'secrets sealed with another key');
      return new Provider({
        name,
        settings: putProviderInput.shape.settings.parse(settings),
        position,
        isOperators: false,
        isLocked: opened === null,
        secrets: new Map(opened === null ? [] : Object.entries(secretsMap.parse(JSON.parse(opened)))),
      });
    }),
  );
}

interface NewProvider {
  readonly name: string;
  readonly settings: ProviderSettings;
  readonly position: number;
  readonly secrets: ReadonlyMap<string, string>;
}

export async function storeProvider(
  tx: Tx,
  { name, settings, position, secrets }: NewProvider,
): Promise<void> {
  const sealed = await seal(tx.ctx.env, JSON.stringify(Object.fromEntries(secrets)), purposeOf(name));
  const { kind } = settings;
  const row = {
    kind,
    position,
    settings: JSON.stringify(settings),
    secrets: sealed,
    changed_at: tx.now,
  };
  await tx.db
    .insertInto('delivery_provider')
    .values({ id: name, name, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}

/** Whether there was one. */
export async function removeProvider(tx: Tx, name: string): Promise<boolean> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('delivery_provider')
    .where('name', '=', name)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

function purposeOf(name: string): string {
  return `provider ${name}`;
}

export const sealedProviders: SealedColumn = {
  table: 'delivery_provider',
  column: 'secrets',
  key: ['name'],
  purposeOf: ({ name = '' }) => purposeOf(name),
};
