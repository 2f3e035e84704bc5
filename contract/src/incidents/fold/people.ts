import { acknowledge } from './course.ts';
import { fold, put, setFirst, type Fold } from './fold.ts';
import type { EventData, StoredEvent } from '../events/events.ts';
import { earlier, later } from '../instants.ts';
import type { Incident, PageRecord, TeamWork } from '../state-schema.ts';
import { isAnswerStatus, type IncidentRole, type PageStatus } from '../words.ts';

/** Newest pages kept in the fold; the log keeps all. */
const pagesMax = 500;

/** Who leads, who helps, which teams are asked and what became of their pages. */
export const peopleFolds = {
  'role-given@1': fold('role-given@1', {
    thing: ({ role, person }) => roleThing(role, person),
    apply: (incident, { role, person, name }, event) => {
      const others = incident.roles.filter((held) => !isReplaced(held, { role, person }));
      const given = { ...incident, roles: [...others, { role, person, name, since: event.at }] };
      return role === 'field-marshal' ? setFirst(acknowledge(given, event.at), 'fieldMarshal', event) : given;
    },
    back: (before, { role, person, name }) => {
      const previous = before.roles.find((held) => held.role === role && role !== 'shadow');
      if (previous === undefined) return { type: 'role-dropped', version: 1, data: { role, person, name } };
      const data = { role, person: previous.person, name: previous.name, from: { person, name } };
      return { type: 'role-given', version: 1, data };
    },
  }),
  'role-dropped@1': fold('role-dropped@1', {
    thing: ({ role, person }) => roleThing(role, person),
    apply: (incident, { role, person }) => ({
      ...incident,
      roles: incident.roles.filter((held) => held.role !== role || held.person !== person),
    }),
    back: (_, { role, person, name }) => ({
      type: 'role-given',
      version: 1,
      data: { role, person, name, from: null },
    }),
  }),
  'team-engaged@1': fold('team-engaged@1', {
    thing: ({ team }) => `team:${team}`,
    apply: (incident, { team }, event) =>
      setFirst(withTeam(incident, newTeam(team, event.at)), 'teamEngaged', event),
  }),
  'team-state-changed@1': fold('team-state-changed@1', {
    thing: ({ team }) => `team:${team}`,
    apply: (incident, { team, to, note }, event) => {
      const known = incident.teams.find((work) => work.team === team);
      if (known === undefined) return incident;
      const over = to === 'done' || to === 'declined';
      const changed = { ...known, state: to, note, ...(over ? { updateDue: null } : {}) };
      // Only taking an answer back leads to these two again.
      if (to === 'engaged' || to === 'paged') return withTeam(incident, { ...changed, acknowledgedAt: null });
      return to === 'declined' ? withTeam(incident, changed) : answered(incident, changed, event);
    },
    back: (before, { team, to }) => {
      const known = before.teams.find((work) => work.team === team);
      const data = { team, from: to, to: known?.state ?? to, note: known?.note ?? '' };
      return { type: 'team-state-changed', version: 1, data };
    },
  }),
  'team-update-due-set@1': fold('team-update-due-set@1', {
    thing: ({ team }) => `team-due:${team}`,
    apply: (incident, { team, due }) => {
      const known = incident.teams.find((work) => work.team === team);
      return known === undefined ? incident : withTeam(incident, { ...known, updateDue: due });
    },
    back: (before, { team }) => ({
      type: 'team-update-due-set',
      version: 1,
      data: { team, due: before.teams.find((work) => work.team === team)?.updateDue ?? null },
    }),
  }),
  'page-recorded@1': fold('page-recorded@1', {
    apply: (incident, data, event) => {
      // A page of an incident that was merged into this one may be older than it.
      const at = later(data.happenedAt ?? event.at, incident.declaredAt);
      const known = incident.pages.find((other) => other.page === data.page);
      const kept = pageAfter(known, data, at);
      const pages = put(incident.pages, kept, (other) => other.page).slice(-pagesMax);
      const recorded = pageOfTeam({ ...incident, pages }, data, { ...event, at });
      return data.status === 'acknowledged' ? acknowledge(recorded, at) : recorded;
    },
  }),
  'paging-exhausted@1': fold('paging-exhausted@1', {
    apply: (incident, { team }) => {
      const known = incident.teams.find((work) => work.team === team);
      if (known === undefined || !isWaiting(known)) return incident;
      return withTeam(incident, { ...known, unanswered: true });
    },
  }),
} satisfies Record<string, Fold>;

function roleThing(role: IncidentRole, person: string): string {
  return role === 'shadow' ? `role:shadow:${person}` : `role:${role}`;
}

/** One holder a role, except shadows; and nobody shadows themselves as Field Marshal. */
function isReplaced(
  held: Incident['roles'][number],
  given: { readonly role: IncidentRole; readonly person: string },
): boolean {
  const same = held.person === given.person;
  if (held.role === given.role) return given.role !== 'shadow' || same;
  return given.role === 'field-marshal' && held.role === 'shadow' && same;
}

function newTeam(team: string, at: string): TeamWork {
  return {
    team,
    state: 'engaged',
    engagedAt: at,
    acknowledgedAt: null,
    updateDue: null,
    note: '',
    unanswered: false,
  };
}

function withTeam(incident: Incident, team: TeamWork): Incident {
  return { ...incident, teams: put(incident.teams, team, (work) => work.team) };
}

function answered(incident: Incident, team: TeamWork, event: StoredEvent): Incident {
  const work = { ...team, acknowledgedAt: team.acknowledgedAt ?? event.at, unanswered: false };
  return setFirst(withTeam(incident, work), 'teamAcknowledged', event);
}

function pageAfter(
  known: PageRecord | undefined,
  data: EventData<'page-recorded@1'>,
  at: string,
): PageRecord {
  const { page, person, name, team, status, detail } = data;
  const isAnswer = isAnswerStatus(status);
  // A late receipt of an attempt does not take back the answer.
  const isLate = known !== undefined && known.answeredAt !== null && !isAnswer;
  return {
    page,
    person,
    name,
    team,
    status: isLate ? known.status : status,
    detail,
    channel: data.channel ?? known?.channel ?? null,
    // What is told later may have happened before.
    firstAt: known === undefined ? at : earlier(known.firstAt, at),
    answeredAt: known?.answeredAt ?? (isAnswer ? at : null),
    answeredBy: data.answeredBy ?? known?.answeredBy ?? null,
  };
}

/** What a page says about its team: a person who cannot take it does not speak for the team. */
function pageOfTeam(
  incident: Incident,
  page: { readonly team: string | null; readonly status: PageStatus },
  event: StoredEvent,
): Incident {
  const team = incident.teams.find((work) => work.team === page.team);
  if (team === undefined) return incident;
  if (page.status === 'acknowledged')
    return answered(incident, isWaiting(team) ? { ...team, state: 'acknowledged' } : team, event);
  if (page.status === 'sent' && team.state === 'engaged')
    return withTeam(incident, { ...team, state: 'paged' });
  return incident;
}

function isWaiting(team: TeamWork): boolean {
  return team.state === 'engaged' || team.state === 'paged';
}
