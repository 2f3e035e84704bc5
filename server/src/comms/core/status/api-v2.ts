import type { ComponentState, Stage } from '@fieldmarshal/contract/comms/words';
import { plain } from './escape.ts';
import type { Part, StatusFacts } from './published.ts';
import type { Maintenance, Thread } from './threads.ts';
import type { StatusView } from './view.ts';
import { headline, stateWords, type ShownState } from './words.ts';

/** Statuspage has no word for wrong data; “degraded performance” is slow or a minor trouble there, which this is not. */
const states: Readonly<Record<ShownState, string>> = {
  operational: 'operational',
  degraded: 'degraded_performance',
  'wrong-data': 'partial_outage',
  'partial-outage': 'partial_outage',
  'major-outage': 'major_outage',
  maintenance: 'under_maintenance',
};

const impacts: Readonly<Record<ComponentState, string>> = {
  operational: 'none',
  degraded: 'minor',
  'wrong-data': 'major',
  'partial-outage': 'major',
  'major-outage': 'critical',
};

const indicators: Readonly<Record<ShownState, string>> = { ...impacts, maintenance: 'maintenance' };

/** The documents of the Statuspage API v2 (https://metastatuspage.com/api), by their path below `/api/v2/`. */
export function apiDocuments(view: StatusView): Record<string, unknown> {
  const page = pageOf(view.facts);
  const components = view.facts.parts.map((part, index) => componentOf(view, part, index));
  const incidents = view.threads.map((thread) => incidentOf(view, thread));
  const unresolved = incidents.filter(({ status }) => status !== 'resolved');
  const planned = view.maintenance.map((each) => maintenanceOf(view, each));
  const inState = (...wanted: string[]) => planned.filter(({ status }) => wanted.includes(status));
  const top = headline(view.top);
  const status = { indicator: indicators[top.state], description: top.text };
  return {
    'summary.json': {
      page,
      components,
      incidents: unresolved,
      scheduled_maintenances: inState('scheduled', 'in_progress'),
      status,
    },
    'status.json': { page, status },
    'components.json': { page, components },
    'incidents.json': { page, incidents: incidents.slice(0, 50) },
    'incidents/unresolved.json': { page, incidents: unresolved },
    'scheduled-maintenances.json': { page, scheduled_maintenances: planned.slice(0, 50) },
    'scheduled-maintenances/upcoming.json': { page, scheduled_maintenances: inState('scheduled') },
    'scheduled-maintenances/active.json': { page, scheduled_maintenances: inState('in_progress') },
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function pageOf({ title, url, now }: StatusFacts) {
  return { id: 'fieldmarshal', name: plain(title), url, time_zone: 'Etc/UTC', updated_at: iso(now) };
}

function componentOf({ facts, states: now }: StatusView, part: Part, index: number) {
  const children = facts.parts.filter(({ parent }) => parent === part.key).map(({ key }) => key);
  return {
    id: part.key,
    name: plain(part.publicName),
    status: states[now.get(part.key) ?? 'operational'],
    created_at: iso(part.firstAt),
    updated_at: iso(facts.now),
    position: index + 1,
    // In words what the shape has none for.
    description: now.get(part.key) === 'wrong-data' ? stateWords['wrong-data'] : null,
    showcase: true,
    start_date: iso(part.firstAt).slice(0, 10),
    group_id: part.parent,
    page_id: 'fieldmarshal',
    group: children.length > 0,
    only_show_if_degraded: false,
    ...(children.length > 0 ? { components: children } : {}),
  };
}

const statusOf: Readonly<Record<Stage, string>> = {
  investigating: 'investigating',
  identified: 'identified',
  monitoring: 'monitoring',
  resolved: 'resolved',
  'still-working': 'investigating',
  maintenance: 'scheduled',
};

function incidentOf({ facts, states: now }: StatusView, thread: Thread) {
  const affected = facts.parts.filter(({ key }) => thread.parts.includes(key));
  return {
    id: thread.id,
    name: plain(thread.title),
    status: statusOf[thread.stage],
    created_at: iso(thread.updates.at(-1)?.sentAt ?? thread.changedAt),
    updated_at: iso(thread.changedAt),
    monitoring_at: null,
    resolved_at: thread.resolvedAt === null ? null : iso(thread.resolvedAt),
    impact: impacts[thread.worst],
    shortlink: `${facts.url}/incidents/${thread.id}`,
    started_at: iso(thread.startedAt),
    page_id: 'fieldmarshal',
    incident_updates: thread.updates.map((update) => ({
      id: update.id,
      status: update.shownStage,
      body: plain(update.body),
      incident_id: thread.id,
      created_at: iso(update.sentAt),
      updated_at: iso(update.correctedAt ?? update.sentAt),
      display_at: iso(update.sentAt),
      affected_components: update.said.flatMap(({ part, state }) => {
        const found = facts.parts.find(({ key }) => key === part);
        return found === undefined
          ? []
          : [{ code: part, name: plain(found.publicName), new_status: states[state] }];
      }),
      deliver_notifications: true,
    })),
    components: affected.map((part) => ({
      id: part.key,
      name: plain(part.publicName),
      status: states[now.get(part.key) ?? 'operational'],
    })),
  };
}

function maintenanceOf({ facts, states: now }: StatusView, each: Maintenance) {
  const { id, messageId, title, body, state, startsAt, endsAt, sentAt } = each;
  return {
    id,
    name: plain(title),
    status: state,
    created_at: iso(sentAt),
    updated_at: iso(sentAt),
    impact: 'maintenance',
    shortlink: facts.url,
    scheduled_for: iso(startsAt),
    scheduled_until: iso(endsAt),
    page_id: 'fieldmarshal',
    incident_updates: [
      {
        id: messageId,
        status: state,
        body: plain(body),
        incident_id: id,
        created_at: iso(sentAt),
        updated_at: iso(sentAt),
        display_at: iso(sentAt),
      },
    ],
    components: facts.parts
      .filter(({ key }) => each.parts.includes(key))
      .map(({ key, publicName }) => ({
        id: key,
        name: plain(publicName),
        status: states[now.get(key) ?? 'operational'],
      })),
  };
}
