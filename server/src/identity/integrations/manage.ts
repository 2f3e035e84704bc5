import type { Integration, IntegrationKind, Snippet } from '@fieldmarshal/contract/identity';
import {
  actorKey,
  AppError,
  assert,
  inTransaction,
  isUniqueViolation,
  notFound,
  type Ctx,
  type Tx,
} from '#platform';
import { audit } from '../audit/append.ts';
import { baseUrl } from '../base-url.ts';
import { snippetsFor } from '../core/snippets.ts';
import { permit } from '../permit.ts';
import { newId, newSecret, secretHash, secretHint } from '../secret.ts';
import { notKept } from '../secret-answer.ts';
import { forgetIntegrationKeys } from './authenticate.ts';
import {
  endKeys,
  findIntegration,
  insertIntegration,
  insertKey,
  listIntegrations as load,
  lockIntegration,
  markRevoked,
} from './rows.ts';

interface WithKey {
  readonly integration: Integration;
  readonly key: string;
  readonly snippets: Snippet[];
}

export async function listIntegrations(ctx: Ctx): Promise<{ items: Integration[] }> {
  permit(ctx, 'integration.read');
  return { items: await load(ctx.env.databases[ctx.pool]) };
}

/** One integration with set-up text that has a placeholder for the key: nobody can read a key again. */
export async function readIntegration(
  ctx: Ctx,
  { id }: { id: string },
): Promise<{ integration: Integration; snippets: Snippet[] }> {
  permit(ctx, 'integration.read');
  const integration = await findIntegration(ctx.env.databases[ctx.pool], id);
  if (!integration) throw notFound(`The integration ${id}`);
  return { integration, snippets: snippets(ctx, integration.kind, 'YOUR_KEY') };
}

/** Makes an integration and its key. Refuses a name that is in use, and `bootstrap`, which belongs to the configuration. */
export async function createIntegration(
  ctx: Ctx,
  { name, kind }: { name: string; kind: IntegrationKind },
): Promise<WithKey> {
  permit(ctx, 'integration.manage');
  if (name === 'bootstrap') throw nameTaken(name);
  const id = newId('integration');
  try {
    return await inTransaction(notKept(ctx), async (tx) => {
      await insertIntegration(tx.db, { id, name, kind, createdAt: tx.now, createdBy: actorKey(ctx.actor) });
      audit(tx, { action: 'integration.created', subject: `integration/${id}`, after: { name, kind } });
      return addKey(tx, id);
    });
  } catch (error) {
    throw isUniqueViolation(error, 'integration_name') ? nameTaken(name) : error;
  }
}

/** Makes another key; the ones before work on for the overlap, so that the sender can be changed in peace. */
export async function rotateIntegration(
  ctx: Ctx,
  { id, overlapHours }: { id: string; overlapHours: number },
): Promise<WithKey> {
  permit(ctx, 'integration.manage');
  return inTransaction(notKept(ctx), async (tx) => {
    if (!(await lockIntegration(tx.db, id))) throw notFound(`The integration ${id}`);
    await endKeys(tx.db, id, new Date(tx.now.getTime() + overlapHours * 60 * 60 * 1000));
    audit(tx, { action: 'integration.rotated', subject: `integration/${id}`, after: { overlapHours } });
    return addKey(tx, id);
  });
}

/** Ends an integration; its keys are refused here from now, in other processes after at most 2 s. */
export async function revokeIntegration(ctx: Ctx, { id }: { id: string }): Promise<Record<string, never>> {
  permit(ctx, 'integration.manage');
  return inTransaction(ctx, async (tx) => {
    if (!(await lockIntegration(tx.db, id))) throw notFound(`The integration ${id}`);
    await markRevoked(tx.db, id, tx.now);
    audit(tx, { action: 'integration.revoked', subject: `integration/${id}` });
    changed(tx);
    return {};
  });
}

async function addKey(tx: Tx, id: string): Promise<WithKey> {
  const key = newSecret('fmi_');
  await insertKey(tx.db, {
    integrationId: id,
    hash: secretHash(key),
    hint: secretHint(key),
    createdAt: tx.now,
  });
  changed(tx);
  const integration = await findIntegration(tx.db, id);
  assert(integration, 'the integration was made or locked above');
  return { integration, key, snippets: snippets(tx.ctx, integration.kind, key) };
}

function changed(tx: Tx): void {
  tx.changed('admin');
  tx.afterCommit(() => forgetIntegrationKeys(tx.ctx.env));
}

function snippets(ctx: Ctx, kind: IntegrationKind, key: string): Snippet[] {
  return snippetsFor(kind, { baseUrl: baseUrl(ctx.env.config), key });
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is an integration called ${name} already.`, {
    faults: [{ path: 'name', message: 'is in use' }],
  });
}
