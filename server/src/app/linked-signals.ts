import { declareIncident, linkAlert, linkChange } from '#incidents';
import { permit } from '#identity';
import { api } from '#platform';
import { namedAlerts, namedChange } from '#signals';

const { incidents } = api;

/** Where somebody names an alert or a change to an incident it must be there, and is called in the room what it is called. */
export const linkedSignals = {
  declare: incidents.declare.handler(async ({ input, context: { ctx } }) => {
    if (input.alerts.length === 0) return declareIncident(ctx, input);
    permit(ctx, 'incident.declare');
    const named = input.alerts.map(({ alert }, index) => ({ id: alert, path: `alerts[${index}].alert` }));
    return declareIncident(ctx, { ...input, alerts: await namedAlerts(ctx, named) });
  }),
  linkAlert: incidents.linkAlert.handler(async ({ input: { id, alert }, context: { ctx } }) => {
    permit(ctx, 'incident.link');
    const [named] = await namedAlerts(ctx, [{ id: alert, path: 'alert' }]);
    return linkAlert(ctx, { id, alert, title: named?.title ?? alert });
  }),
  linkChange: incidents.linkChange.handler(async ({ input: { id, change }, context: { ctx } }) => {
    permit(ctx, 'incident.link');
    return linkChange(ctx, { id, ...(await namedChange(ctx, { id: change, path: 'change' })) });
  }),
};
