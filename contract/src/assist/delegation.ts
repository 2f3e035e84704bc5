import { oc } from '@orpc/contract';
import { z } from 'zod';
import { onIncident } from '../incidents/schema.ts';
import { incident } from '../incidents/state-schema.ts';
import { delegationReturns } from '../incidents/words.ts';
import { objectName, text } from '../name.ts';

const route = (method: 'GET' | 'POST', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['assist'] });

/** What became of what a team was given alone. */
const teamRecord = z.object({
  team: z.string(),
  given: z.number(),
  /** Ended by the team, and did not come back. */
  kept: z.number(),
  bounced: z.number(),
  late: z.number(),
  reopened: z.number(),
  /** Taken back by whoever gave it: says nothing of the team. */
  recalled: z.number(),
  /** Not over yet. */
  open: z.number(),
  /** Median minutes until it was accepted; null: never. */
  acceptedAfterMinutes: z.number().nullable(),
});
export type TeamRecord = z.infer<typeof teamRecord>;

const delegationRow = z.object({
  incidentId: z.string(),
  title: z.string(),
  at: z.string(),
  due: z.string(),
  state: z.enum(['waiting', 'accepted', 'returned']),
  how: z.enum(delegationReturns).nullable(),
  note: z.string(),
  endedAt: z.string().nullable(),
  resolvedAt: z.string().nullable(),
  points: z.number().nullable(),
});
export type DelegationRow = z.infer<typeof delegationRow>;

const delegationOffer = z.object({
  /** The owner of the incident's product; null: it names none. */
  team: z.string().nullable(),
  /** What the team would be given to read, as Markdown. */
  pack: z.string(),
  advice: z.enum(['field-marshal', 'ask', 'team']),
  points: z.number(),
  /** Of that team. */
  record: teamRecord.nullable(),
});
export type DelegationOffer = z.infer<typeof delegationOffer>;

const remark = text.max(2_000).default('');

/** The HTTP contract of delegation: an incident that one team can handle alone. Mounted under `/api/v1`. */
export const delegationContract = {
  offer: route('GET', '/incidents/{id}/delegation', 'What a team would get that is given an incident alone')
    .input(onIncident.extend({ team: objectName.optional() }))
    .output(delegationOffer),
  delegate: route('POST', '/incidents/{id}/delegation', 'Give an incident to a team alone')
    .input(
      onIncident.extend({
        team: objectName,
        /** To take it over; after that it is back. */
        minutes: z.number().int().min(1).max(1_440).default(15),
        reason: remark,
      }),
    )
    .output(incident),
  accept: route('POST', '/incidents/{id}/delegation/accept', 'Take over what a team was given alone')
    .input(onIncident.extend({ note: remark }))
    .output(incident),
  bounce: route('POST', '/incidents/{id}/delegation/bounce', 'Give it back to the Field Marshal')
    .input(onIncident.extend({ reason: text.min(1).max(2_000) }))
    .output(incident),
  recall: route('POST', '/incidents/{id}/delegation/recall', 'Take it back from the team')
    .input(onIncident.extend({ reason: remark }))
    .output(incident),
  pack: route('GET', '/incidents/{id}/delegation/pack', 'What the team was given to read, word for word')
    .input(onIncident)
    .output(z.object({ markdown: z.string() })),
  record: route('GET', '/delegations', 'What became of incidents that a team was given alone, newest first')
    .input(z.object({ team: objectName, limit: z.coerce.number().int().min(1).max(200).default(50) }))
    .output(z.object({ record: teamRecord, items: z.array(delegationRow) })),
};
