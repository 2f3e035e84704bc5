import { api } from '#platform';
import { acceptSeverity, addRow, decideRows, declineSeverity, sayDataLoss, sayWorkaround } from './decide.ts';
import { readBriefs } from './read/read-briefs.ts';
import { readImpactPage } from './read/read-impact.ts';
import { readReach } from './read/read-reach.ts';

const { impact } = api;

/** The product API of impact: every route is one verb. */
export const impactRoutes = {
  get: impact.get.handler(({ input, context }) => readImpactPage(context.ctx, input)),
  decide: impact.decide.handler(({ input, context }) => decideRows(context.ctx, input)),
  add: impact.add.handler(({ input, context }) => addRow(context.ctx, input)),
  setDataLoss: impact.setDataLoss.handler(({ input, context }) => sayDataLoss(context.ctx, input)),
  setWorkaround: impact.setWorkaround.handler(({ input, context }) => sayWorkaround(context.ctx, input)),
  briefs: impact.briefs.handler(({ input, context }) => readBriefs(context.ctx, input)),
  acceptSeverity: impact.acceptSeverity.handler(({ input, context }) => acceptSeverity(context.ctx, input)),
  declineSeverity: impact.declineSeverity.handler(({ input, context }) =>
    declineSeverity(context.ctx, input),
  ),
  reach: impact.reach.handler(({ input, context }) => readReach(context.ctx, input)),
};
