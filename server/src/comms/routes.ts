import { api } from '#platform';
import { approveLanguages, undoLanguages } from './messages/languages/approve-languages.ts';
import { approveCommunication, undoApproval } from './messages/approve.ts';
import {
  announceMaintenance,
  correctCommunication,
  discardCommunication,
  editCommunication,
  resetCommunication,
} from './messages/edit.ts';
import {
  getCommunication,
  listCommunications,
  listDrafts,
  listRecipients,
  previewAudience,
} from './messages/read.ts';
import { correctLanguages } from './messages/languages/correct-languages.ts';
import { customerHistory } from './people/customer-history.ts';
import { followIncident, listFollowers, unfollowIncident } from './people/follow.ts';
import { commsNumbers } from './people/numbers.ts';
import { listLinks, makeLink, revokeLink } from './status/links.ts';
import { readStatusCopy } from './status/push/read-copy.ts';
import { addSubscriber, endSubscription, listSubscribers } from './subscribers/manage.ts';

const { comms } = api;

/** The product API of communications: every route is one verb. */
export const commsRoutes = {
  drafts: comms.drafts.handler(({ input, context }) => listDrafts(context.ctx, input)),
  list: comms.list.handler(({ input, context }) => listCommunications(context.ctx, input)),
  get: comms.get.handler(({ input, context }) => getCommunication(context.ctx, input)),
  preview: comms.preview.handler(({ input, context }) => previewAudience(context.ctx, input)),
  recipients: comms.recipients.handler(({ input, context }) => listRecipients(context.ctx, input)),
  edit: comms.edit.handler(({ input, context }) => editCommunication(context.ctx, input)),
  reset: comms.reset.handler(({ input, context }) => resetCommunication(context.ctx, input)),
  approve: comms.approve.handler(({ input, context }) => approveCommunication(context.ctx, input)),
  undo: comms.undo.handler(({ input, context }) => undoApproval(context.ctx, input)),
  approveLanguages: comms.approveLanguages.handler(({ input, context }) =>
    approveLanguages(context.ctx, input),
  ),
  undoLanguages: comms.undoLanguages.handler(({ input, context }) => undoLanguages(context.ctx, input)),
  correct: comms.correct.handler(({ input, context }) => correctCommunication(context.ctx, input)),
  correctLanguages: comms.correctLanguages.handler(({ input, context }) =>
    correctLanguages(context.ctx, input),
  ),
  announce: comms.announce.handler(({ input, context }) => announceMaintenance(context.ctx, input)),
  discard: comms.discard.handler(({ input, context }) => discardCommunication(context.ctx, input)),

  subscribers: comms.subscribers.handler(({ input, context }) => listSubscribers(context.ctx, input)),
  addSubscriber: comms.addSubscriber.handler(({ input, context }) => addSubscriber(context.ctx, input)),
  endSubscriber: comms.endSubscriber.handler(({ input, context }) => endSubscription(context.ctx, input)),

  links: comms.links.handler(({ context }) => listLinks(context.ctx)),
  makeLink: comms.makeLink.handler(({ input, context }) => makeLink(context.ctx, input)),
  revokeLink: comms.revokeLink.handler(({ input, context }) => revokeLink(context.ctx, input)),

  statusCopy: comms.statusCopy.handler(({ context }) => readStatusCopy(context.ctx)),
  follow: comms.follow.handler(({ input, context }) => followIncident(context.ctx, input)),
  unfollow: comms.unfollow.handler(({ input, context }) => unfollowIncident(context.ctx, input)),
  followers: comms.followers.handler(({ input, context }) => listFollowers(context.ctx, input)),

  customer: comms.customer.handler(({ input, context }) => customerHistory(context.ctx, input)),
  numbers: comms.numbers.handler(({ input, context }) => commsNumbers(context.ctx, input)),
};
