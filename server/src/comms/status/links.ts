import type { MadeLink, makeLinkInput, StatusLink } from '@fieldmarshal/contract/comms';
import { actorName } from '@fieldmarshal/contract';
import type { z } from 'zod';
import { readCatalog } from '#catalog';
import { tokenHash } from '#delivery';
import { audit, baseUrl, newSecret, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx, type Env } from '#platform';
import { copyNameOf } from './push/copy-files.ts';
import { insertLink, listLinkRows, revokeLinkRow } from './link-store.ts';

export async function listLinks(ctx: Ctx): Promise<{ items: StatusLink[] }> {
  permit(ctx, 'status.link');
  return { items: await listLinkRows(ctx.env) };
}

/** Makes a private view of the status page. Whoever has its address may read it; the address is told this once. */
export async function makeLink(
  ctx: Ctx,
  { kind, name, expiresAt }: z.output<typeof makeLinkInput>,
): Promise<MadeLink> {
  permit(ctx, 'status.link');
  const catalog = await readCatalog(ctx.env);
  if (!catalog.find(kind === 'application' ? 'Application' : 'Customer', name))
    throw new AppError('invalid', `name: there is no ${kind} called "${name}" in the catalog`, {
      faults: [{ path: 'name', message: `there is no ${kind} called "${name}" in the catalog` }],
    });
  const token = newSecret('');
  const made = await inTransaction(ctx, async (tx) => {
    const link = await insertLink(tx, {
      kind,
      name,
      tokenHash: tokenHash(token),
      madeBy: actorName(ctx.actor),
      expiresAt,
    });
    audit(tx, { action: 'status-link.made', subject: link.id, after: { kind, name, expiresAt } });
    tx.changed('status');
    return link;
  });
  const url = `${baseUrl(ctx.env.config)}/status/v/${token}`;
  return { ...made, url, copyUrl: await copyUrlOf(ctx.env, made) };
}

async function copyUrlOf(env: Env, link: StatusLink): Promise<string | null> {
  const { statusPushUrl, statusPushPrivate, statusUrl } = env.config;
  if (statusPushUrl === undefined || !statusPushPrivate || statusUrl === undefined) return null;
  return `${statusUrl}/v/${await copyNameOf(env, link)}`;
}

/** Ends a private view: from then on its address leads nowhere. */
export async function revokeLink(ctx: Ctx, { id }: { readonly id: string }): Promise<StatusLink> {
  permit(ctx, 'status.link');
  return inTransaction(ctx, async (tx) => {
    const link = await revokeLinkRow(tx, id);
    if (link === null) throw notFound('This link');
    audit(tx, { action: 'status-link.revoked', subject: id, after: { name: link.name } });
    tx.changed('status');
    return link;
  });
}
