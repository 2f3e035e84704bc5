import { actorName } from '@fieldmarshal/contract';
import type { LinkInput } from '@fieldmarshal/contract/relay';
import { audit, permit } from '#identity';
import { AppError, inTransaction, type Config, type Ctx } from '#platform';
import { readPolicy } from '../policy/read-policy.ts';
import { requireSite } from '../self/own.ts';
import { callHeadquarters } from './call-link.ts';
import { loadLink, storeLink, type LinkSettings } from './link-store.ts';

/**
 * At a site: how often it calls headquarters by itself, where, and whether what the redaction policy of today lets through may leave
 * without asking. Another policy lets that approval lapse; one that cannot be read keeps what was approved before. Throws `invalid` for an
 * address that others could listen in on, `conflict` for a policy that is not the one that was looked at.
 */
export async function setLink(ctx: Ctx, { everySeconds, url, standing, policy }: LinkInput): Promise<void> {
  permit(ctx, 'site.manage');
  if (standing) permit(ctx, 'bundle.carry');
  if (url !== null) checkAddress(ctx.env.config, url);
  await inTransaction(ctx, async (tx) => {
    const own = await requireSite(ctx.env, tx.db);
    const before = await loadLink(tx.db);
    if (everySeconds !== null && url === null) checkAddress(ctx.env.config, own.peer.url);
    const approved = standing ? await approvedOf(ctx, before.standing, policy) : null;
    const after = { everyS: everySeconds, url, standing: approved };
    await storeLink(tx, after);
    audit(tx, { action: 'link.changed', subject: `site/${own.name}`, before, after });
    tx.changed('relay');
  });
}

async function approvedOf(
  ctx: Ctx,
  before: LinkSettings['standing'],
  seen: string | undefined,
): Promise<LinkSettings['standing']> {
  const read = readPolicy(ctx.env.config);
  const { label } = before === null ? await read : await read.catch(kept);
  if (label === null) return before;
  if (seen !== undefined && seen !== label)
    throw new AppError(
      'conflict',
      `The redaction policy is ${label} by now. Look at it before you approve of it; nothing was changed.`,
    );
  return { policy: label, by: actorName(ctx.actor) };
}

function kept(error: unknown): { label: null } {
  if (error instanceof AppError) return { label: null };
  throw error;
}

/** Calls headquarters now, whatever the rhythm. */
export async function callNow(ctx: Ctx): Promise<void> {
  permit(ctx, 'bundle.carry');
  await callHeadquarters(ctx);
}

/** The token of the link travels with every call. */
function checkAddress(
  { allowPrivateAddresses }: Pick<Config, 'allowPrivateAddresses'>,
  url: string | null,
): void {
  const scheme = url === null ? null : URL.parse(url)?.protocol;
  if (scheme === 'https:' || (scheme === 'http:' && allowPrivateAddresses)) return;
  const message =
    scheme === null
      ? 'The invitation named no address of headquarters: say where it is.'
      : 'The address of headquarters must begin with https://. Only where FIELDMARSHAL_ALLOW_PRIVATE_ADDRESSES is set, inside a network of your own, may it be http://.';
  throw new AppError('invalid', message, { faults: [{ path: 'url', message }] });
}
