import { oc } from '@orpc/contract';
import type { z } from 'zod';
import { page } from '../page.ts';
import * as schema from './schema.ts';
import * as review from './review-schema.ts';
import { incident } from './state-schema.ts';

type Method = 'GET' | 'POST';

const route = (method: Method, path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['incidents'] });

/** A command on one incident; the answer is the incident after it. */
const command = <T extends z.ZodType>(path: string, summary: string, input: T) =>
  route('POST', `/incidents/{id}/${path}`, summary).input(input).output(incident);

/**
 * The HTTP contract of incidents; mounted under `/api/v1`. Every command answers with the folded incident, is refused with 422 and one
 * sentence, and changes nothing when it is so already. Files are uploaded as multipart to `POST /incidents/{id}/attachments`
 * (field `file`, at most 10 MiB; answers the attachment), read from `GET /incidents/{id}/attachments/{attachment}` (`?inline=1` for images).
 */
export const incidentsContract = {
  declare: route('POST', '/incidents', 'Declare an incident').input(schema.declareInput).output(incident),
  list: route('GET', '/incidents', 'List and search incidents')
    .input(schema.listInput)
    .output(page(schema.incidentSummary)),
  get: route('GET', '/incidents/{id}', 'One incident, folded from its log')
    .input(schema.onIncident)
    .output(incident),
  events: route('GET', '/incidents/{id}/events', 'The log of an incident')
    .input(schema.eventsInput)
    .output(page(schema.incidentEvent)),

  acknowledge: command('acknowledge', 'Say that somebody is on it: triage ends', schema.onIncident),
  describe: command('description', 'Change title and summary', schema.describeInput),
  setSeverity: command('severity', 'Set the severity', schema.severityInput),
  setState: command('state', 'Move to another working state', schema.stateInput),
  setUpdateDue: command('update-due', 'Promise the next update', schema.updateDueInput),
  setBridge: command('bridge', 'Set or remove the link of the conference', schema.bridgeInput),
  joinBridge: command('bridge/join', 'Say that you are on the bridge', schema.onIncident),
  setPrivacy: command(
    'privacy',
    'Show it to everybody, or only to those who work on it',
    schema.privacyInput,
  ),
  admitReader: command('readers', 'Let somebody in who may see it while it is private', schema.readerInput),
  removeReader: command('readers/{person}/remove', 'Let somebody see it no more', schema.readerInput),
  resolve: command('resolve', 'Resolve', schema.resolveInput),
  reopen: command('reopen', 'Open again what came back', schema.reopenInput),
  review: command('review', 'Close the review', schema.reviewInput),
  merge: command('merge', 'End as a duplicate of another; answers that other one', schema.mergeInput),
  undo: command('undo', 'Take back your own last action, within ten seconds', schema.undoInput),

  takeRole: command('roles/take', 'Take a free role', schema.takeRoleInput),
  assignRole: command('roles/assign', 'Give a free role to somebody', schema.giveRoleInput),
  transferRole: command('roles/transfer', 'Pass a role on from its holder', schema.giveRoleInput),
  dropRole: command('roles/drop', 'Lay a role down', schema.giveRoleInput),

  engageTeam: command('teams', 'Ask a team in; pages it', schema.engageTeamInput),
  setTeamState: command('teams/{team}/state', 'Say how far a team is', schema.teamStateInput),
  setTeamUpdateDue: command(
    'teams/{team}/update-due',
    'Promise the next word of a team',
    schema.teamUpdateDueInput,
  ),

  addTask: command('tasks', 'Add a task', schema.addTaskInput),
  assignTask: command('tasks/{task}/assign', 'Give a task to somebody, or to nobody', schema.assignTaskInput),
  completeTask: command('tasks/{task}/done', 'Tick a task off', schema.onTask),
  reopenTask: command('tasks/{task}/reopen', 'Untick a task', schema.onTask),

  writeReview: command('review/parts', 'Write a part of the review', review.writeReviewInput),
  addFactor: command('factors', 'Add a contributing factor', review.addFactorInput),
  changeFactor: command('factors/{factor}', 'Change a contributing factor', review.changeFactorInput),
  removeFactor: command('factors/{factor}/remove', 'Remove a contributing factor', review.onFactor),
  addAction: command('actions', 'Add an action for after the incident', review.addActionInput),
  changeAction: command('actions/{action}', 'Change an action', review.changeActionInput),
  moveAction: command('actions/{action}/state', 'Say how far an action is', review.moveActionInput),
  actions: route('GET', '/actions', 'Actions of reviews, over all incidents; the most urgent first')
    .input(review.actionsInput)
    .output(page(review.actionRow)),

  note: command('notes', 'Write a note, with evidence', schema.noteInput),
  mark: command('marks', 'Pin an entry of the log, or mark it as a decision', schema.markInput),

  linkAlert: command('alerts', 'Link an alert', schema.linkAlertInput),
  unlinkAlert: command('alerts/{alert}/unlink', 'Unlink an alert', schema.unlinkAlertInput),
  linkChange: command('changes', 'Link a change', schema.linkChangeInput),
  unlinkChange: command('changes/{change}/unlink', 'Unlink a change', schema.unlinkChangeInput),
};
