import type { Command, CommandType, ReviewCommand } from './command.ts';
import { answerCause, recordCause } from './cause.ts';
import * as communication from './communication.ts';
import * as course from './course.ts';
import { decideOnImpact, isOnImpact, type ImpactCommand } from './impact.ts';
import * as links from './links.ts';
import * as people from './people.ts';
import * as work from './work.ts';
import { refuse, type Decision } from './decision.ts';
import { decideOnDelegation, isOnDelegation, type DelegationCommand } from './delegation.ts';
import { decideOnPrivacy, isOnPrivacy, type PrivacyCommand } from './privacy.ts';
import { decideOnReview, isOnReview, outlivesMerge, reviewCommands } from './review/review.ts';
import { incidentLimits } from '../limits.ts';
import type { Incident } from '../state-schema.ts';
import { decideUndo } from './undo.ts';

/** What may still be said to an incident that is resolved or reviewed: looking back, follow-ups, and what paging and alerts report. */
const afterwards: ReadonlySet<CommandType> = new Set([
  'reopen',
  'resolve',
  'review',
  'describe',
  'note',
  'mark',
  'add-task',
  'assign-task',
  'complete-task',
  'reopen-task',
  'link-change',
  'unlink-change',
  'set-privacy',
  'admit-reader',
  'remove-reader',
  'record-alerts',
  'record-alerts-resolved',
  'record-page',
  'record-exhausted',
  'record-cause',
  'answer-cause',
  'record-impact',
  'decide-impact',
  'set-data-loss',
  'set-workaround',
  'record-communication',
  ...reviewCommands,
  'undo',
]);

/** Facts from elsewhere in the product: recorded whatever the limits say, since they did happen. */
const reports: ReadonlySet<CommandType> = new Set([
  'record-alerts',
  'record-alerts-resolved',
  'record-page',
  'record-exhausted',
  'record-cause',
  'record-impact',
  'record-impact-late',
  'record-communication',
]);

/**
 * What follows from a command, or the named reason why nothing does. Pure; `now` is database time as RFC 3339 UTC.
 * `incident` is null before it is declared. Permission was asked before; existence of people and teams too.
 */
export function decide(incident: Incident | null, command: Command, now: string): Decision {
  if (command.type === 'declare') {
    return incident === null
      ? course.declare(command)
      : refuse('already-declared', `${incident.id} is declared already.`);
  }
  if (incident === null) return refuse('not-declared', 'This incident has not been declared.');
  const refusal = refuseByState(incident, command.type);
  if (refusal !== null) return refusal;
  if (isOnDelegation(command)) return decideOnDelegation(incident, command, now);
  if (isOnPrivacy(command)) return decideOnPrivacy(incident, command);
  if (isOnReview(command)) return decideOnReview(incident, command);
  return isOnImpact(command) ? decideOnImpact(incident, command) : decideOpen(incident, command, now);
}

function refuseByState(incident: Incident, type: CommandType): Decision | null {
  const { id, mergedInto, state } = incident;
  if (mergedInto !== null && !outlivesMerge(type))
    return refuse('merged', `${id} was merged into ${mergedInto}; please go on there.`);
  if (isClosed(incident) && !afterwards.has(type))
    return refuse('closed', `${id} is ${state}; reopen it first, or write a note.`);
  if (incident.seq >= incidentLimits.events && !reports.has(type) && type !== 'resolve')
    return refuse('too-many', `The log of ${id} is full (${incidentLimits.events} entries).`);
  return null;
}

/** Resolved or reviewed. */
export function isClosed(incident: Pick<Incident, 'state'>): boolean {
  return incident.state === 'resolved' || incident.state === 'reviewed';
}

type OpenCommand = Exclude<
  Command,
  { type: 'declare' | ReviewCommand['type'] } | ImpactCommand | PrivacyCommand | DelegationCommand
>;

function decideOpen(incident: Incident, command: OpenCommand, now: string): Decision {
  switch (command.type) {
    case 'acknowledge':
      return course.acknowledge(incident, command);
    case 'describe':
      return course.describe(incident, command);
    case 'set-severity':
      return course.setSeverity(incident, command);
    case 'set-state':
      return course.setState(incident, command);
    case 'set-update-due':
      return course.setUpdateDue(incident, command, now);
    case 'set-bridge':
      return course.setBridge(incident, command);
    case 'join-bridge':
      return course.joinBridge(incident, command);
    case 'resolve':
      return course.resolve(incident, command);
    case 'reopen':
      return course.reopen(incident, command);
    case 'review':
      return course.review(incident, command);
    case 'take-role':
      return people.takeRole(incident, command);
    case 'assign-role':
      return people.assignRole(incident, command);
    case 'transfer-role':
      return people.transferRole(incident, command);
    case 'drop-role':
      return people.dropRole(incident, command);
    case 'engage-team':
      return people.engageTeam(incident, command);
    case 'set-team-state':
      return people.setTeamState(incident, command);
    case 'set-team-update-due':
      return people.setTeamUpdateDue(incident, command, now);
    case 'record-page':
      return people.recordPage(incident, command, now);
    case 'record-exhausted':
      return people.recordExhausted(incident, command);
    case 'record-cause':
      return recordCause(incident, command);
    case 'answer-cause':
      return answerCause(command);
    case 'record-communication':
      return communication.recordCommunication(incident, command, now);
    case 'undo':
      return decideUndo(incident, command, now);
    case 'add-task':
    case 'assign-task':
    case 'complete-task':
    case 'reopen-task':
    case 'note':
    case 'mark':
    case 'link-alert':
    case 'unlink-alert':
    case 'link-change':
    case 'unlink-change':
    case 'record-alerts':
    case 'record-alerts-resolved':
      return decideMore(incident, command);
  }
}

type MoreCommand = Extract<
  OpenCommand,
  { type: 'add-task' | 'assign-task' | 'complete-task' | 'reopen-task' | 'note' | 'mark' | LinkType }
>;
type LinkType = 'link-alert' | 'unlink-alert' | 'link-change' | 'unlink-change' | ReportType;
type ReportType = 'record-alerts' | 'record-alerts-resolved';

function decideMore(incident: Incident, command: MoreCommand): Decision {
  switch (command.type) {
    case 'add-task':
      return work.addTask(incident, command);
    case 'assign-task':
      return work.assignTask(incident, command);
    case 'complete-task':
      return work.completeTask(incident, command);
    case 'reopen-task':
      return work.reopenTask(incident, command);
    case 'note':
      return work.note(command);
    case 'mark':
      return work.mark(incident, command);
    case 'link-alert':
      return links.linkAlert(incident, command);
    case 'unlink-alert':
      return links.unlinkAlert(incident, command);
    case 'link-change':
      return links.linkChange(incident, command);
    case 'unlink-change':
      return links.unlinkChange(incident, command);
    case 'record-alerts':
      return links.recordAlerts(incident, command);
    case 'record-alerts-resolved':
      return links.recordAlertsResolved(incident, command);
  }
}
