import type { MissingSecret, SecretView } from '@fieldmarshal/contract/checks';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { actorKey, AppError, inTransaction, notFound, type Ctx } from '#platform';
import { missingSecrets, secretsOf } from './names.ts';
import { loadSecrets, removeSecret, storeSecret, type SecretRow } from './secret-store.ts';

interface OnSecret {
  readonly name: string;
  readonly environment?: string | undefined;
}

/** Names only: a secret is never shown again, to nobody. Also those that checks name and nobody has set. */
export async function listSecrets(ctx: Ctx): Promise<{ items: SecretView[]; missing: MissingSecret[] }> {
  permit(ctx, 'check.read');
  const [rows, uses, catalog] = await Promise.all([
    loadSecrets(ctx.env.databases[ctx.pool]),
    usesOf(ctx),
    readCatalog(ctx.env),
  ]);
  const specs = catalog.list('Check').map(({ spec }) => spec);
  return { items: rows.map((row) => view(row, uses)), missing: missingSecrets(specs, rows) };
}

/** Sets a secret for one environment, or for all that have none of their own. */
export async function putSecret(
  ctx: Ctx,
  { name, environment, value }: OnSecret & { readonly value: string },
): Promise<SecretView> {
  permit(ctx, 'check.secret');
  if (environment !== undefined && !(await readCatalog(ctx.env)).get('Environment', environment))
    throw new AppError('invalid', `environment: there is no Environment "${environment}"`, {
      faults: [{ path: 'environment', message: `there is no Environment "${environment}"` }],
    });
  const by = actorKey(ctx.actor);
  const uses = await usesOf(ctx);
  return inTransaction(ctx, async (tx) => {
    await storeSecret(tx, { name, environment: environment ?? '', value, by });
    audit(tx, { action: 'check-secret.set', subject: subjectOf({ name, environment }) });
    tx.changed('checks');
    const row = {
      name,
      environment: environment ?? '',
      sealed: '',
      sealedKey: null,
      locked: null,
      updatedAt: tx.now,
      updatedBy: by,
    };
    return view(row, uses);
  });
}

export async function deleteSecret(ctx: Ctx, secret: OnSecret): Promise<Record<string, never>> {
  permit(ctx, 'check.secret');
  return inTransaction(ctx, async (tx) => {
    if (!(await removeSecret(tx, secret.name, secret.environment ?? ''))) throw notFound('This secret');
    audit(tx, { action: 'check-secret.removed', subject: subjectOf(secret) });
    tx.changed('checks');
    return {};
  });
}

function subjectOf({ name, environment }: OnSecret): string {
  return `check-secret/${name}${environment === undefined ? '' : `@${environment}`}`;
}

/** How many checks name each secret. */
async function usesOf(ctx: Ctx): Promise<ReadonlyMap<string, number>> {
  const uses = new Map<string, number>();
  for (const { spec } of (await readCatalog(ctx.env)).list('Check'))
    for (const name of secretsOf(spec)) uses.set(name, (uses.get(name) ?? 0) + 1);
  return uses;
}

function view(
  { name, environment, updatedAt, updatedBy }: SecretRow,
  uses: ReadonlyMap<string, number>,
): SecretView {
  return {
    name,
    environment: environment === '' ? null : environment,
    updatedAt: updatedAt.toISOString(),
    updatedBy,
    usedBy: uses.get(name) ?? 0,
  };
}
