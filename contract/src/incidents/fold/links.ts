import { fold, put, setFirst, type Fold } from './fold.ts';
import type { AlertGroup, Incident, LinkedAlert, LinkedChange } from '../state-schema.ts';

/** What an incident is tied to: alerts, changes, other incidents. */
export const linkFolds = {
  'alerts-counted@1': fold('alerts-counted@1', {
    apply: (incident, { group, title, firing, total }) =>
      withGroup(incident, { group, title, firing, total }),
  }),
  'alerts-resolved@1': fold('alerts-resolved@1', {
    apply: (incident, { group, total }) => {
      const known = incident.alertGroups.find((other) => other.group === group);
      return withGroup(incident, { group, title: known?.title ?? '', firing: 0, total });
    },
  }),
  'alert-linked@1': fold('alert-linked@1', {
    thing: ({ alert }) => `alert:${alert}`,
    apply: (incident, { alert, title }) => ({
      ...incident,
      alerts: put<LinkedAlert>(incident.alerts, { alert, title }, (other) => other.alert),
    }),
    back: (_, { alert }) => ({ type: 'alert-unlinked', version: 1, data: { alert } }),
  }),
  'alert-unlinked@1': fold('alert-unlinked@1', {
    thing: ({ alert }) => `alert:${alert}`,
    apply: (incident, { alert }) => ({
      ...incident,
      alerts: incident.alerts.filter((other) => other.alert !== alert),
    }),
    back: (before, { alert }) => {
      const title = before.alerts.find((other) => other.alert === alert)?.title ?? '';
      return { type: 'alert-linked', version: 1, data: { alert, title } };
    },
  }),
  'change-linked@1': fold('change-linked@1', {
    thing: ({ change }) => `change:${change}`,
    apply: (incident, { change, title, product, environment, at }) => ({
      ...incident,
      changes: put<LinkedChange>(
        incident.changes,
        { change, title, product, environment, at },
        (other) => other.change,
      ),
    }),
    back: (_, { change }) => ({ type: 'change-unlinked', version: 1, data: { change } }),
  }),
  'change-unlinked@1': fold('change-unlinked@1', {
    thing: ({ change }) => `change:${change}`,
    apply: (incident, { change }) => ({
      ...incident,
      changes: incident.changes.filter((other) => other.change !== change),
    }),
    back: (before, { change }) => {
      const known = before.changes.find((other) => other.change === change);
      const none = { change, title: '', product: null, environment: null, at: null };
      return { type: 'change-linked', version: 1, data: known ?? none };
    },
  }),
  'merged@1': fold('merged@1', {
    thing: () => 'state',
    apply: (incident, { into }, event) => ({
      ...incident,
      state: 'resolved',
      resolvedAt: event.at,
      updateDue: null,
      mergedInto: into,
    }),
  }),
  'absorbed@1': fold('absorbed@1', {
    apply: (incident, { from, groups, alerts, teams, tasks, changes }, event) => {
      const moved: Incident = {
        ...incident,
        mergedFrom: incident.mergedFrom.includes(from) ? incident.mergedFrom : [...incident.mergedFrom, from],
        alertGroups: keepOwn(incident.alertGroups, groups, (item) => item.group),
        alerts: keepOwn(incident.alerts, alerts, (item) => item.alert),
        teams: keepOwn(incident.teams, teams, (item) => item.team),
        changes: keepOwn(incident.changes, changes, (item) => item.change),
        taskCount: incident.taskCount + tasks.length,
        tasks: [
          ...incident.tasks,
          ...tasks.map((task) => ({ ...task, done: false, addedAt: event.at, doneAt: null })),
        ],
      };
      return teams.length > 0 ? setFirst(moved, 'teamEngaged', event) : moved;
    },
  }),
} satisfies Record<string, Fold>;

function withGroup(incident: Incident, group: AlertGroup): Incident {
  return { ...incident, alertGroups: put(incident.alertGroups, group, (other) => other.group) };
}

/** Both lists, where `own` wins over an `other` of the same key. */
function keepOwn<T>(own: readonly T[], others: readonly T[], key: (item: T) => string): T[] {
  const known = new Set(own.map((item) => key(item)));
  return [...own, ...others.filter((item) => !known.has(key(item)))];
}
