import { refusePast } from './course.ts';
import type { Command, CommandOf } from './command.ts';
import { accept, refuse, type Decision } from './decision.ts';
import { engageTeam } from './people.ts';
import type { Incident } from '../state-schema.ts';

export type DelegationCommand = Extract<
  Command,
  { type: 'delegate' | 'accept-delegation' | 'return-delegation' }
>;

export function isOnDelegation(command: Command): command is DelegationCommand {
  return ['delegate', 'accept-delegation', 'return-delegation'].includes(command.type);
}

export function decideOnDelegation(incident: Incident, command: DelegationCommand, now: string): Decision {
  switch (command.type) {
    case 'delegate':
      return delegate(incident, command, now);
    case 'accept-delegation':
      return acceptDelegation(incident, command);
    case 'return-delegation':
      return returnDelegation(incident, command, now);
  }
}

/** Gives the incident to a team alone; it is asked in where it is not in yet. One team at a time has it. */
function delegate(incident: Incident, command: CommandOf<'delegate'>, now: string): Decision {
  const { team, due, reason, pack, points } = command;
  const held = incident.delegation;
  if (held !== null && held.state !== 'returned')
    return refuse('delegated', `${held.team} has it already; take it back first.`);
  const past = refusePast(due, now);
  if (past !== null) return past;
  const engaged = engageTeam(incident, { type: 'engage-team', team, reason, by: command.by });
  if (!engaged.ok) return engaged;
  const event = { type: 'delegated', version: 1, data: { team, due, reason, pack, points } } as const;
  return accept(event, ...engaged.events);
}

/** The team says that it has it: the clock stops. Said again, it changes nothing. */
function acceptDelegation(
  { delegation, teams }: Incident,
  { note }: CommandOf<'accept-delegation'>,
): Decision {
  if (delegation?.state === 'accepted') return accept();
  if (delegation?.state !== 'waiting') return refuse('not-delegated', 'No team is asked to take this over.');
  const { team } = delegation;
  const from = teams.find((work) => work.team === team)?.state;
  const answers = from === 'engaged' || from === 'paged';
  return accept(
    { type: 'delegation-accepted', version: 1, data: { team, note } },
    ...(answers
      ? [{ type: 'team-state-changed', version: 1, data: { team, from, to: 'acknowledged', note } } as const]
      : []),
  );
}

/** Back to the Field Marshal: by the team, by whoever gave it, or because its time is over. Late means late: not before, and not once accepted. */
function returnDelegation(
  { delegation }: Incident,
  { how, reason }: CommandOf<'return-delegation'>,
  now: string,
): Decision {
  if (delegation === null || delegation.state === 'returned')
    return how === 'late'
      ? accept()
      : refuse('not-delegated', 'No team has this; there is nothing to give back.');
  if (how === 'late' && (delegation.state === 'accepted' || delegation.due > now)) return accept();
  return accept({ type: 'delegation-returned', version: 1, data: { team: delegation.team, how, reason } });
}
