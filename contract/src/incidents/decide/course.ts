import type { CommandOf } from './command.ts';
import { accept, refuse, type Decision, type Refusal } from './decision.ts';
import type { NewEvent } from '../events/events.ts';
import type { Incident } from '../state-schema.ts';

export function declare(command: CommandOf<'declare'>): Decision {
  const { title, summary, severity, product, environment, escalationPolicy, drill, origin } = command;
  const about = { product, environment, escalationPolicy, drill, origin };
  if (drill && command.alerts.length > 0)
    return refuse('practice', 'A drill is declared from no real alert: nobody would look after that.');
  const events: NewEvent[] = [{ type: 'declared', version: 1, data: { title, summary, severity, ...about } }];
  if (origin?.kind === 'alert-group') {
    const { alertCount: total } = command;
    const counts = { firing: total, total, added: total, titles: [] };
    events.push({ type: 'alerts-counted', version: 1, data: { group: origin.id, title, ...counts } });
  }
  if (command.private === true) events.push({ type: 'privacy-set', version: 1, data: { private: true } });
  if (command.fieldMarshal !== null) {
    const data = { role: 'field-marshal', ...command.fieldMarshal, from: null } as const;
    events.push({ type: 'role-given', version: 1, data });
  }
  for (const alert of new Map(command.alerts.map((alert) => [alert.alert, alert])).values())
    events.push({ type: 'alert-linked', version: 1, data: { alert: alert.alert, title: alert.title } });
  for (const team of new Set(command.teams))
    events.push({ type: 'team-engaged', version: 1, data: { team, reason: '', how: 'asked' } });
  return accept(...events);
}

/** Said again it changes nothing, unless people have been asked again since: then it is their answer. */
export function acknowledge(incident: Incident, { askedAgain = false }: CommandOf<'acknowledge'>): Decision {
  if (incident.acknowledgedAt !== null && !askedAgain) return accept();
  return accept({ type: 'acknowledged', version: 1, data: {} });
}

export function describe(
  incident: Incident,
  { title, summary, was }: Pick<CommandOf<'describe'>, 'title' | 'summary' | 'was'>,
): Decision {
  if (incident.title === title && incident.summary === summary) return accept();
  if (was !== undefined && (incident.title !== was.title || incident.summary !== was.summary))
    return refuse(
      'overtaken',
      `It has been changed since you began to write; the title is now “${incident.title}”. Look at it, then write yours again.`,
    );
  return accept({ type: 'described', version: 1, data: { title, summary } });
}

export function setSeverity(incident: Incident, { severity, reason }: CommandOf<'set-severity'>): Decision {
  if (incident.severity === severity) return accept();
  const data = { from: incident.severity, to: severity, reason };
  return accept({ type: 'severity-changed', version: 1, data });
}

export function setState(incident: Incident, { state }: CommandOf<'set-state'>): Decision {
  if (incident.state === state) return accept();
  return accept({ type: 'state-changed', version: 1, data: { from: incident.state, to: state } });
}

export function setUpdateDue(
  incident: Incident,
  { due }: CommandOf<'set-update-due'>,
  now: string,
): Decision {
  if (incident.updateDue === due) return accept();
  return refusePast(due, now) ?? accept({ type: 'update-due-set', version: 1, data: { due } });
}

/** A promise for a moment that has gone by already would only be late at once. */
export function refusePast(due: string | null, now: string): Refusal | null {
  if (due === null || Date.parse(due) > Date.parse(now)) return null;
  return refuse('past', 'The next update must be due in the future.');
}

export function setBridge(incident: Incident, { url }: CommandOf<'set-bridge'>): Decision {
  if (incident.bridge === url) return accept();
  return accept({ type: 'bridge-set', version: 1, data: { url } });
}

export function joinBridge(incident: Incident, { by }: CommandOf<'join-bridge'>): Decision {
  const { person } = by;
  if (person === null) return refuse('not-a-person', 'Only a person can join the bridge.');
  if (incident.bridge === null)
    return refuse('no-bridge', `${incident.id} has no bridge yet; set its link first.`);
  if (incident.bridgeJoined.some((other) => other.person === person)) return accept();
  return accept({ type: 'bridge-joined', version: 1, data: { person, name: by.name } });
}

export function resolve(incident: Incident, { summary }: CommandOf<'resolve'>): Decision {
  if (incident.state === 'resolved') return accept();
  if (incident.state === 'reviewed')
    return refuse('closed', `${incident.id} is reviewed already; reopen it first.`);
  return accept({ type: 'resolved', version: 1, data: { summary } });
}

export function reopen(incident: Incident, { reason }: CommandOf<'reopen'>): Decision {
  if (incident.state !== 'resolved' && incident.state !== 'reviewed')
    return refuse('not-closed', `${incident.id} is open.`);
  return accept({ type: 'reopened', version: 1, data: { reason } });
}

export function review(incident: Incident, { summary }: CommandOf<'review'>): Decision {
  if (incident.state === 'reviewed') return accept();
  if (incident.state !== 'resolved')
    return refuse('not-closed', `${incident.id} must be resolved before it is reviewed.`);
  return accept({ type: 'reviewed', version: 1, data: { summary } });
}
