import { oc } from '@orpc/contract';
import { z } from 'zod';
import { objectName } from '../name.ts';
import { page } from '../page.ts';
import * as schema from './schema.ts';

type Method = 'GET' | 'POST';

const route = (method: Method, path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['communications'] });

/**
 * The HTTP contract of communications; mounted under `/api/v1`. Nothing is sent but by `approve`, which only a signed-in person can do.
 * The public status page is not here: it is `/status`, with an API of its own under `/status/api/v2`.
 */
export const commsContract = {
  drafts: route('GET', '/incidents/{id}/drafts', 'What is ready to be said about an incident')
    .input(schema.onIncident)
    .output(z.object({ items: z.array(schema.communication) })),
  list: route('GET', '/communications', 'Communications, the newest first')
    .input(schema.listInput)
    .output(page(schema.communication)),
  get: route('GET', '/communications/{id}', 'One communication')
    .input(schema.byId)
    .output(schema.communication),
  preview: route('GET', '/communications/{id}/audience', 'To whom it would go now')
    .input(schema.byId)
    .output(schema.audiencePreview),
  recipients: route(
    'GET',
    '/communications/{id}/recipients',
    'To whom it went, and what became of it for each',
  )
    .input(schema.byId)
    .output(z.object({ items: z.array(schema.recipient) })),
  edit: route('POST', '/communications/{id}/edit', 'Change the words of a draft')
    .input(schema.editInput)
    .output(schema.communication),
  reset: route('POST', '/communications/{id}/reset', 'Back to the generated words, of what is known now')
    .input(schema.byId)
    .output(schema.communication),
  approve: route(
    'POST',
    '/communications/{id}/approve',
    'Approve exactly these words; they leave ten seconds later',
  )
    .input(schema.approveInput)
    .output(schema.communication),
  undo: route('POST', '/communications/{id}/undo', 'Take an approval back before it leaves')
    .input(schema.byId)
    .output(schema.communication),
  approveLanguages: route(
    'POST',
    '/communications/approve',
    'Approve exactly these words to the same readers in several languages: all of them, or none',
  )
    .input(schema.approveLanguagesInput)
    .output(z.object({ items: z.array(schema.communication) })),
  undoLanguages: route(
    'POST',
    '/communications/undo',
    'Take the approvals of several back before they leave: of all that have not left',
  )
    .input(schema.undoLanguagesInput)
    .output(z.object({ items: z.array(schema.communication) })),
  correct: route('POST', '/communications/{id}/correct', 'Draft a correction of something sent')
    .input(schema.correctInput)
    .output(schema.communication),
  correctLanguages: route(
    'POST',
    '/communications/correct',
    'Draft corrections of what was sent to the same readers in several languages: all of them, or none',
  )
    .input(schema.correctLanguagesInput)
    .output(z.object({ items: z.array(schema.communication) })),
  announce: route('POST', '/communications', 'Draft an announcement of maintenance')
    .input(schema.maintenanceInput)
    .output(schema.communication),
  discard: route('POST', '/communications/{id}/discard', 'Throw a draft away')
    .input(schema.byId)
    .output(schema.communication),

  subscribers: route('GET', '/subscribers', 'Who is told, by which channel')
    .input(schema.subscriberListInput)
    .output(page(schema.subscriber)),
  addSubscriber: route('POST', '/subscribers', 'Add somebody who has agreed to be told')
    .input(schema.addSubscriberInput)
    .output(schema.subscriber),
  endSubscriber: route('POST', '/subscribers/{id}/end', 'Tell them nothing any more')
    .input(schema.onSubscriber)
    .output(schema.subscriber),

  links: route('GET', '/status-links', 'Private views of the status page').output(
    z.object({ items: z.array(schema.statusLink) }),
  ),
  makeLink: route('POST', '/status-links', 'Make a private view; its address is told once')
    .input(schema.makeLinkInput)
    .output(schema.madeLink),
  revokeLink: route('POST', '/status-links/{id}/revoke', 'End a private view')
    .input(schema.onSubscriber)
    .output(schema.statusLink),

  statusCopy: route(
    'GET',
    '/status-copy',
    'The copy of the status page on another host: how whole it is, and what is wrong with it',
  ).output(schema.statusCopy),

  follow: route('POST', '/incidents/{id}/follow', 'Hear of an incident without working on it')
    .input(schema.followInput)
    .output(z.object({ items: z.array(schema.follower) })),
  unfollow: route('POST', '/incidents/{id}/unfollow', 'Hear no more of it')
    .input(schema.onIncident)
    .output(z.object({ items: z.array(schema.follower) })),
  followers: route('GET', '/incidents/{id}/followers', 'Who follows an incident')
    .input(schema.onIncident)
    .output(z.object({ items: z.array(schema.follower) })),

  customer: route('GET', '/customers/{name}/history', 'What hit a customer, and what they were told')
    .input(z.object({ name: objectName }))
    .output(schema.customerHistory),
  numbers: route('GET', '/communications/numbers', 'How fast people were told, and how often late')
    .input(schema.numbersInput)
    .output(schema.commsNumbers),
};
