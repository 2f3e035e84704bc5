import { contract } from '@fieldmarshal/contract';
import { implement } from '@orpc/server';
import type { Ctx } from '../env.ts';

/** What every handler of the product API gets: the context of the signed-in actor. */
export interface ApiContext {
  readonly ctx: Ctx;
}

/** The contract waiting for handlers: `api.incidents.declare.handler(({ input, context }) => declareIncident(context.ctx, input))`. */
export const api = implement(contract).$context<ApiContext>();
