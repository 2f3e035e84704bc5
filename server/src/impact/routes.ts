import { api } from '#platform';
import { acceptSeverity, addRow, decideRows, declineSeverity, sayDataLoss } from './decide.ts';
import { readImpact } from './read-impact.ts';
import { readReach } from './read-reach.ts';

const { impact } = api;

/** The product API of impact: every route is one verb. */
export const impactRoutes = {
  get: impact.get.handler(({ input, context }) => readImpact(context.ctx, input)),
  decide: impact.decide.handler(({ input, context }) => decideRows(context.ctx, input)),
  add: impact.add.handler(({ input, context }) => addRow(context.ctx, input)),
  setDataLoss: impact.setDataLoss.handler(({ input, context }) => sayDataLoss(context.ctx, input)),
  acceptSeverity: impact.acceptSeverity.handler(({ input, context }) => acceptSeverity(context.ctx, input)),
  declineSeverity: impact.declineSeverity.handler(({ input, context }) =>
    declineSeverity(context.ctx, input),
  ),
  reach: impact.reach.handler(({ input, context }) => readReach(context.ctx, input)),
};
