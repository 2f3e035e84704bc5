import { api } from '#platform';
import { askErasure } from './erasure/ask-erasure.ts';
import { exportPerson } from './export-person.ts';
import { planErasure } from './erasure/plan-erasure.ts';
import { listLocked, unlock } from './locked-incidents.ts';

const { privacy } = api;

/** The handlers of the privacy contract; each calls one verb. */
export const privacyRoutes = {
  data: privacy.data.handler(({ input, context }) => exportPerson(context.ctx, input)),
  plan: privacy.plan.handler(({ input, context }) => planErasure(context.ctx, input)),
  erase: privacy.erase.handler(({ input, context }) => askErasure(context.ctx, input)),
  locked: privacy.locked.handler(({ context }) => listLocked(context.ctx)),
  unlock: privacy.unlock.handler(({ input, context }) => unlock(context.ctx, input)),
};
