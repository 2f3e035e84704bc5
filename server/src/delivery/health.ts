import { permit } from '#identity';
import type { Ctx, Env } from '#platform';
import { receivers } from './sending/receivers.ts';

export interface DeliveryHealth {
  readonly email: 'configured' | 'not configured';
  /** Receivers this process does not send to at the moment, with the reason. */
  readonly openCircuits: { readonly receiver: string; readonly detail: string }[];
}

/** What an operator should know about the ways out; looks at nothing outside this process. */
export function deliveryHealth(env: Env): DeliveryHealth {
  return {
    email: env.config.smtpUrl === undefined ? 'not configured' : 'configured',
    openCircuits: receivers(env).openCircuits(),
  };
}

/** The same for people. */
export async function readDeliveryHealth(ctx: Ctx): Promise<DeliveryHealth> {
  permit(ctx, 'delivery.read');
  return deliveryHealth(ctx.env);
}
