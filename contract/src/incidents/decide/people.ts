import type { CommandOf } from './command.ts';
import { refusePast } from './course.ts';
import { accept, refuse, type Decision } from './decision.ts';
import type { NewEvent } from '../events/events.ts';
import { earlier } from '../instants.ts';
import { incidentLimits } from '../limits.ts';
import type { Incident, PersonRef, RoleHolder } from '../state-schema.ts';
import { isAnswerStatus, type IncidentRole } from '../words.ts';

/** Takes a free role for oneself. A held one is passed on with a transfer, which the log tells as such. */
export function takeRole(incident: Incident, { role, by }: CommandOf<'take-role'>): Decision {
  if (by.person === null) return refuse('not-a-person', 'Only a person can take a role.');
  return giveRole(incident, { role, person: { person: by.person, name: by.name } });
}

export function assignRole(incident: Incident, { role, person }: CommandOf<'assign-role'>): Decision {
  return giveRole(incident, { role, person });
}

function giveRole(
  incident: Incident,
  { role, person }: { readonly role: IncidentRole; readonly person: PersonRef },
): Decision {
  const holders = holdersOf(incident, role);
  if (holders.some((held) => held.person === person.person)) return accept();
  if (role === 'shadow') return giveShadow(incident, person, holders.length);
  const [holder] = holders;
  if (holder !== undefined)
    return refuse('role-held', `${holder.name} is ${roleWord(role)}; transfer the role instead.`);
  return accept(roleGiven(role, person, null));
}

function giveShadow(incident: Incident, person: PersonRef, shadows: number): Decision {
  if (holdersOf(incident, 'field-marshal').some((held) => held.person === person.person))
    return refuse('role-held', `${person.name} is the Field Marshal and cannot shadow themselves.`);
  if (shadows >= incidentLimits.shadows)
    return refuse('too-many', `At most ${incidentLimits.shadows} people can shadow.`);
  return accept(roleGiven('shadow', person, null));
}

/** Passes a role on from whoever holds it; also gives it where nobody does, so that a handover never fails on a race. */
export function transferRole(incident: Incident, { role, person }: CommandOf<'transfer-role'>): Decision {
  if (role === 'shadow') return giveRole(incident, { role, person });
  const [holder] = holdersOf(incident, role);
  if (holder?.person === person.person) return accept();
  const from = holder === undefined ? null : { person: holder.person, name: holder.name };
  return accept(roleGiven(role, person, from));
}

/** Lays a role down. Not the Field Marshal's: an incident that has one is never left without. */
export function dropRole(incident: Incident, { role, person }: CommandOf<'drop-role'>): Decision {
  const holder = holdersOf(incident, role).find((held) => held.person === person);
  if (holder === undefined) return refuse('role-not-held', `${person} is not ${roleWord(role)} here.`);
  if (role === 'field-marshal')
    return refuse('needs-transfer', 'An incident keeps its Field Marshal; transfer the role to somebody.');
  return accept({ type: 'role-dropped', version: 1, data: { role, person, name: holder.name } });
}

export function engageTeam(incident: Incident, { team, reason }: CommandOf<'engage-team'>): Decision {
  const known = incident.teams.find((work) => work.team === team);
  const isIn = known !== undefined && known.state !== 'done' && known.state !== 'declined';
  if (isIn) return accept();
  if (known === undefined && incident.teams.length >= incidentLimits.teams)
    return refuse('too-many', `At most ${incidentLimits.teams} teams can be engaged.`);
  return accept({ type: 'team-engaged', version: 1, data: { team, reason, how: 'asked' } });
}

export function setTeamState(
  incident: Incident,
  { team, state, note }: CommandOf<'set-team-state'>,
): Decision {
  const known = incident.teams.find((work) => work.team === team);
  if (known === undefined) return refuse('no-such-team', `${team} is not engaged in ${incident.id}.`);
  if (known.state === state && known.note === note) return accept();
  const data = { team, from: known.state, to: state, note };
  const changed = { type: 'team-state-changed', version: 1, data } as const;
  const held = incident.delegation;
  // A team that cannot take it does not have it alone either.
  if (state !== 'declined' || held === null || held.state === 'returned' || held.team !== team)
    return accept(changed);
  return accept(changed, {
    type: 'delegation-returned',
    version: 1,
    data: { team, how: 'bounced', reason: note },
  });
}

export function setTeamUpdateDue(
  incident: Incident,
  { team, due }: CommandOf<'set-team-update-due'>,
  now: string,
): Decision {
  const known = incident.teams.find((work) => work.team === team);
  if (known === undefined) return refuse('no-such-team', `${team} is not engaged in ${incident.id}.`);
  if (known.updateDue === due) return accept();
  return refusePast(due, now) ?? accept({ type: 'team-update-due-set', version: 1, data: { team, due } });
}

/** Records what came of a page. An answer is recorded once; attempts as often as they are made. */
export function recordPage(incident: Incident, command: CommandOf<'record-page'>, now: string): Decision {
  const { page, person, team, channel, status, detail, answeredBy } = command;
  const happenedAt = earlier(command.happenedAt ?? now, now);
  const known = incident.pages.find((other) => other.page === page);
  const isAnswer = isAnswerStatus(status);
  if (isAnswer && known?.status === status) return accept();
  const afterS = known === undefined ? null : secondsBetween(known.firstAt, happenedAt);
  const who = { person: person.person, name: person.name, team, answeredBy };
  const data = { page, ...who, channel, status, detail, afterS, happenedAt };
  return accept(...teamPaged(incident, team), { type: 'page-recorded', version: 1, data });
}

export function recordExhausted(
  incident: Incident,
  { team, final, detail }: CommandOf<'record-exhausted'>,
): Decision {
  const data = { team, final, detail };
  return accept(...teamPaged(incident, team), { type: 'paging-exhausted', version: 1, data });
}

/** A team that an escalation paged takes part from then on, even though nobody asked it in. */
function teamPaged(incident: Incident, team: string | null): NewEvent[] {
  if (team === null || incident.teams.some((work) => work.team === team)) return [];
  return [{ type: 'team-engaged', version: 1, data: { team, reason: '', how: 'paged' } }];
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1_000));
}

function roleGiven(role: IncidentRole, { person, name }: PersonRef, from: PersonRef | null): NewEvent {
  return { type: 'role-given', version: 1, data: { role, person, name, from } };
}

function holdersOf(incident: Incident, role: IncidentRole): RoleHolder[] {
  return incident.roles.filter((held) => held.role === role);
}

function roleWord(role: IncidentRole): string {
  return role === 'field-marshal' ? 'Field Marshal' : role;
}
