import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { permit, secretHash } from '#identity';
import { getIncident } from '#incidents';
import { AppError, type Ctx } from '#platform';
import { requireSite } from '../self/own.ts';
import { bodyOf, sealOf, type ShortMessage } from '../core/short-text.ts';

/** At a site: the smallest message about an incident, sealed for headquarters. It holds what the incident says now. */
export async function readShortMessage(
  ctx: Ctx,
  { incident }: { readonly incident: string },
): Promise<{ text: string }> {
  permit(ctx, 'site.read');
  const own = await requireSite(ctx.env, ctx.env.databases[ctx.pool]);
  if (own.secrets.linkToken === null)
    throw new AppError('refused', 'This site was enrolled without what seals messages. Enrol it anew.');
  const { id, severity, product, declaredAt } = await getIncident(ctx, { id: incident });
  const message: ShortMessage = { site: own.name, incident: id, severity, product, since: declaredAt };
  return { text: sealed(message, secretHash(own.secrets.linkToken)) };
}

function sealed(message: ShortMessage, linkHash: Buffer): string {
  return `${bodyOf(message)} ${sealOf(hashOf(message, linkHash))}`;
}

/** Whether the seal is one that only the two ends of the enrolment can make. */
export function isSealed(message: ShortMessage, seal: string, linkHash: Buffer): boolean {
  const made = Buffer.from(sealOf(hashOf(message, linkHash)).replaceAll('-', ''));
  const given = Buffer.from(seal);
  return given.length === made.length && timingSafeEqual(given, made);
}

function hashOf(message: ShortMessage, linkHash: Buffer): Buffer {
  const key = Buffer.from(hkdfSync('sha256', linkHash, '', 'fieldmarshal short message', 32));
  return createHmac('sha256', key).update(bodyOf(message)).digest();
}
