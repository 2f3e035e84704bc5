import { channelName } from '@fieldmarshal/contract/delivery';
import { z } from 'zod';
import { defineFact } from '#platform';

const page = z.object({
  pageId: z.string(),
  incidentId: z.string(),
  person: z.string(),
  /** The team that was asked for; null where the incident as a whole was. */
  team: z.string().nullable(),
});

/** What became of one attempt to reach a person. */
export const pageProgressed = defineFact(
  'page.progressed',
  page.extend({
    channel: channelName,
    /** `retrying`: failed for now, tried again by itself. `delivered`: a receipt says that it arrived. `unknown`: may have arrived, sent again under the same id. */
    outcome: z.enum(['sent', 'delivered', 'failed', 'retrying', 'unknown']),
    /** One sentence for the timeline. */
    detail: z.string(),
  }),
);

/** A person answered; an acknowledgement has stopped the escalation. */
export const pageAnswered = defineFact(
  'page.answered',
  page.extend({
    answer: z.enum(['acknowledge', 'cannot']),
    /** Who answered, for people's eyes; mostly the paged person. */
    by: z.string(),
    /** The catalog name of who answered, where it is a person. */
    byPerson: z.string().nullable(),
    /** The trainee who is to lead instead, with that person beside; facts of before there were any name nobody. */
    heir: z.string().nullable().default(null),
  }),
);

/** A shadow answered; nothing of the paging has changed. */
export const pageFollowed = defineFact(
  'page.followed',
  z.object({
    pageId: z.string(),
    incidentId: z.string(),
    person: z.string(),
    /** Whom they shadow. */
    of: z.string(),
    /** Reverse: they are to lead once that person has acknowledged. */
    leads: z.boolean(),
    answer: z.enum(['acknowledge', 'cannot']),
  }),
);

/** Nobody of the chain answered. `final` is false when the fallback is being paged now, true when nobody is left to page. */
export const pageExhausted = defineFact(
  'page.exhausted',
  z.object({
    escalationId: z.string(),
    incidentId: z.string(),
    team: z.string().nullable(),
    final: z.boolean(),
    detail: z.string(),
  }),
);

/** A step had nobody who can be reached, and was passed over. */
export const pageStepEmpty = defineFact(
  'page.step-empty',
  z.object({
    escalationId: z.string(),
    incidentId: z.string(),
    team: z.string().nullable(),
    detail: z.string(),
  }),
);

/** An acknowledged incident on which nobody did anything for as long as its policy allows; it is being paged again. */
export const pageStalled = defineFact(
  'page.stalled',
  z.object({
    escalationId: z.string(),
    incidentId: z.string(),
    team: z.string().nullable(),
    detail: z.string(),
  }),
);
