import { goalert } from './goalert/goalert.ts';
import { grafanaOnCall } from './grafana-oncall/grafana-oncall.ts';
import { opsgenie } from './opsgenie/opsgenie.ts';
import { pagerDuty } from './pagerduty/pagerduty.ts';
import type { Source } from './source.ts';

/** Every product a rota can come from. */
export const sources: ReadonlyMap<string, Source> = new Map([
  ['opsgenie', opsgenie],
  ['pagerduty', pagerDuty],
  ['grafana-oncall', grafanaOnCall],
  ['goalert', goalert],
]);
