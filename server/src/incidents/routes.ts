import { api } from '#platform';
import { acknowledgeIncident } from './acknowledge.ts';
import * as course from './commands/course.ts';
import * as links from './commands/links.ts';
import * as people from './commands/people.ts';
import * as privacy from './commands/privacy.ts';
import * as work from './commands/work.ts';
import { declareIncident } from './declare.ts';
import { mergeIncident } from './merge.ts';
import * as actions from './review/actions.ts';
import { listActions } from './review/read-actions.ts';
import * as review from './review/write.ts';
import { getIncident, listEvents, listIncidents } from './read.ts';

const { incidents } = api;

/** The product API of incidents: every route is one verb. */
export const incidentsRoutes = {
  declare: incidents.declare.handler(({ input, context }) => declareIncident(context.ctx, input)),
  list: incidents.list.handler(({ input, context }) => listIncidents(context.ctx, input)),
  get: incidents.get.handler(({ input, context }) => getIncident(context.ctx, input)),
  events: incidents.events.handler(({ input, context }) => listEvents(context.ctx, input)),

  acknowledge: incidents.acknowledge.handler(({ input, context }) => acknowledgeIncident(context.ctx, input)),
  describe: incidents.describe.handler(({ input, context }) => course.describeIncident(context.ctx, input)),
  setSeverity: incidents.setSeverity.handler(({ input, context }) => course.setSeverity(context.ctx, input)),
  setState: incidents.setState.handler(({ input, context }) => course.setState(context.ctx, input)),
  setUpdateDue: incidents.setUpdateDue.handler(({ input, context }) =>
    course.setUpdateDue(context.ctx, input),
  ),
  setBridge: incidents.setBridge.handler(({ input, context }) => course.setBridge(context.ctx, input)),
  joinBridge: incidents.joinBridge.handler(({ input, context }) => course.joinBridge(context.ctx, input)),
  setPrivacy: incidents.setPrivacy.handler(({ input, context }) => privacy.setPrivacy(context.ctx, input)),
  admitReader: incidents.admitReader.handler(({ input, context }) => privacy.admitReader(context.ctx, input)),
  removeReader: incidents.removeReader.handler(({ input, context }) =>
    privacy.removeReader(context.ctx, input),
  ),
  resolve: incidents.resolve.handler(({ input, context }) => course.resolveIncident(context.ctx, input)),
  reopen: incidents.reopen.handler(({ input, context }) => course.reopenIncident(context.ctx, input)),
  review: incidents.review.handler(({ input, context }) => course.reviewIncident(context.ctx, input)),
  merge: incidents.merge.handler(({ input, context }) => mergeIncident(context.ctx, input)),
  undo: incidents.undo.handler(({ input, context }) => course.undoLast(context.ctx, input)),

  takeRole: incidents.takeRole.handler(({ input, context }) => people.takeRole(context.ctx, input)),
  assignRole: incidents.assignRole.handler(({ input, context }) => people.assignRole(context.ctx, input)),
  transferRole: incidents.transferRole.handler(({ input, context }) =>
    people.transferRole(context.ctx, input),
  ),
  dropRole: incidents.dropRole.handler(({ input, context }) => people.dropRole(context.ctx, input)),
  engageTeam: incidents.engageTeam.handler(({ input, context }) => people.engageTeam(context.ctx, input)),
  setTeamState: incidents.setTeamState.handler(({ input, context }) =>
    people.setTeamState(context.ctx, input),
  ),
  setTeamUpdateDue: incidents.setTeamUpdateDue.handler(({ input, context }) =>
    people.setTeamUpdateDue(context.ctx, input),
  ),

  addTask: incidents.addTask.handler(({ input, context }) => work.addTask(context.ctx, input)),
  assignTask: incidents.assignTask.handler(({ input, context }) => work.assignTask(context.ctx, input)),
  completeTask: incidents.completeTask.handler(({ input, context }) => work.completeTask(context.ctx, input)),
  reopenTask: incidents.reopenTask.handler(({ input, context }) => work.reopenTask(context.ctx, input)),
  writeReview: incidents.writeReview.handler(({ input, context }) => review.writeReview(context.ctx, input)),
  addFactor: incidents.addFactor.handler(({ input, context }) => review.addFactor(context.ctx, input)),
  changeFactor: incidents.changeFactor.handler(({ input, context }) =>
    review.changeFactor(context.ctx, input),
  ),
  removeFactor: incidents.removeFactor.handler(({ input, context }) =>
    review.removeFactor(context.ctx, input),
  ),
  addAction: incidents.addAction.handler(({ input, context }) => actions.addAction(context.ctx, input)),
  changeAction: incidents.changeAction.handler(({ input, context }) =>
    actions.changeAction(context.ctx, input),
  ),
  moveAction: incidents.moveAction.handler(({ input, context }) => actions.moveAction(context.ctx, input)),
  actions: incidents.actions.handler(({ input, context }) => listActions(context.ctx, input)),

  note: incidents.note.handler(({ input, context }) => work.writeNote(context.ctx, input)),
  mark: incidents.mark.handler(({ input, context }) => work.markEntry(context.ctx, input)),

  linkAlert: incidents.linkAlert.handler(({ input, context }) => links.linkAlert(context.ctx, input)),
  unlinkAlert: incidents.unlinkAlert.handler(({ input, context }) => links.unlinkAlert(context.ctx, input)),
  linkChange: incidents.linkChange.handler(({ input, context }) => links.linkChange(context.ctx, input)),
  unlinkChange: incidents.unlinkChange.handler(({ input, context }) =>
    links.unlinkChange(context.ctx, input),
  ),
};
