import type { CommandOf } from './command.ts';
import { accept, refuse, type Decision } from './decision.ts';
import { incidentLimits } from '../limits.ts';
import type { Incident } from '../state-schema.ts';

/** Titles told with a count; the rest is behind the number. */
const titlesMax = 5;
const titleLengthMax = 200;

/** What is linked belongs to no other incident any more, so that a real alert in a room of practice would page nobody. */
export function linkAlert(incident: Incident, { alert }: CommandOf<'link-alert'>): Decision {
  if (incident.drill)
    return refuse('practice', `${incident.id} is a drill: a real alert belongs to a real incident.`);
  if (incident.alerts.some((other) => other.alert === alert.alert)) return accept();
  if (incident.alerts.length >= incidentLimits.alerts)
    return refuse('too-many', `At most ${incidentLimits.alerts} alerts can be linked one by one.`);
  return accept({ type: 'alert-linked', version: 1, data: { alert: alert.alert, title: alert.title } });
}

export function unlinkAlert(incident: Incident, { alert }: CommandOf<'unlink-alert'>): Decision {
  if (!incident.alerts.some((other) => other.alert === alert)) return accept();
  return accept({ type: 'alert-unlinked', version: 1, data: { alert } });
}

export function linkChange(incident: Incident, command: CommandOf<'link-change'>): Decision {
  const { change, title, product, environment, at } = command.change;
  if (incident.changes.some((other) => other.change === change)) return accept();
  if (incident.changes.length >= incidentLimits.changes)
    return refuse('too-many', `At most ${incidentLimits.changes} changes can be linked.`);
  return accept({ type: 'change-linked', version: 1, data: { change, title, product, environment, at } });
}

export function unlinkChange(incident: Incident, { change }: CommandOf<'unlink-change'>): Decision {
  if (!incident.changes.some((other) => other.change === change)) return accept();
  return accept({ type: 'change-unlinked', version: 1, data: { change } });
}

/** Records how many alerts a group has now. The caller coalesces; equal counts are not told again. */
export function recordAlerts(incident: Incident, command: CommandOf<'record-alerts'>): Decision {
  const { group, title, firing, total } = command;
  const known = incident.alertGroups.find((other) => other.group === group);
  if (known?.firing === firing && known.total === total) return accept();
  const added = Math.max(0, total - (known?.total ?? 0));
  const titles = command.newTitles.slice(0, titlesMax).map((title) => title.slice(0, titleLengthMax));
  const name = title === '' ? (known?.title ?? '') : title;
  const data = { group, title: name, firing, total, added, titles };
  return accept({ type: 'alerts-counted', version: 1, data });
}

export function recordAlertsResolved(
  incident: Incident,
  { group }: CommandOf<'record-alerts-resolved'>,
): Decision {
  const known = incident.alertGroups.find((other) => other.group === group);
  if (known?.firing === 0) return accept();
  return accept({ type: 'alerts-resolved', version: 1, data: { group, total: known?.total ?? 0 } });
}
