import { permit } from '#identity';
import type { Ctx, Env } from '#platform';
import { email } from './email/email.ts';
import { receivers } from './sending/receivers.ts';

export interface DeliveryHealth {
  readonly email: 'configured' | 'not configured';
  /** Receivers this process does not send to at the moment, with the reason. */
  readonly openCircuits: { readonly receiver: string; readonly detail: string }[];
}

/** What this process holds back at the moment; looks at nothing outside of it. */
export function openCircuits(env: Env): DeliveryHealth['openCircuits'] {
  return receivers(env).openCircuits();
}

/** What an operator should know about the ways out. */
export async function readDeliveryHealth(ctx: Ctx): Promise<DeliveryHealth> {
  permit(ctx, 'delivery.read');
  const ways = await email.routes(ctx.env, '');
  return {
    email: ways.length === 0 ? 'not configured' : 'configured',
    openCircuits: openCircuits(ctx.env),
  };
}
