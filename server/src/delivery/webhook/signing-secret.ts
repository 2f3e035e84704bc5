import { permit } from '#identity';
import type { Ctx } from '#platform';
import { serverKey } from './server-key.ts';

/** The secret with which messages to one URL are signed, for whoever sets up the receiver. */
export async function signingSecret(
  ctx: Ctx,
  { url }: { url: string },
): Promise<{ url: string; secret: string }> {
  permit(ctx, 'delivery.test');
  const key = await serverKey(ctx.env);
  return { url, secret: key.webhookSecret(url) };
}
