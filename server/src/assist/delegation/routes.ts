import { acceptDelegation, returnDelegation } from '#incidents';
import { api } from '#platform';
import { delegate, readPack } from './delegate.ts';
import { readOffer } from './offer.ts';
import { readTeamRecord } from './read-record.ts';

const { delegation } = api;

/** The product API of delegation: every route is one verb. */
export const delegationRoutes = {
  offer: delegation.offer.handler(({ input, context }) => readOffer(context.ctx, input)),
  delegate: delegation.delegate.handler(({ input, context }) => delegate(context.ctx, input)),
  accept: delegation.accept.handler(({ input, context }) => acceptDelegation(context.ctx, input)),
  bounce: delegation.bounce.handler(({ input, context }) =>
    returnDelegation(context.ctx, { ...input, how: 'bounced' }),
  ),
  recall: delegation.recall.handler(({ input, context }) =>
    returnDelegation(context.ctx, { ...input, how: 'recalled' }),
  ),
  pack: delegation.pack.handler(({ input, context }) => readPack(context.ctx, input)),
  record: delegation.record.handler(({ input, context }) => readTeamRecord(context.ctx, input)),
};
