import { oc } from '@orpc/contract';
import { z } from 'zod';
import { instant, objectName } from '../name.ts';

/**
 * Where a handover stands. `prepared`: before the change, for who leaves. `offered`: the change has come, unsigned. `signed`: by who
 * leaves. `escalated`: not accepted in time, others were told; it can still be signed and accepted. `void`: there is nothing to hand
 * over any more.
 */
export const handoverStatus = z.enum(['prepared', 'offered', 'signed', 'accepted', 'escalated', 'void']);
export type HandoverStatus = z.infer<typeof handoverStatus>;

export const briefLine = z.object({
  text: z.string(),
  /** A path of the UI. */
  href: z.string(),
});

/** What is going on, as the data had it at one moment: always the same sections in the same order. */
export const brief = z.object({
  at: instant,
  sections: z.array(
    z.object({
      key: z.enum(['incidents', 'promises', 'risks', 'environments', 'changes', 'silences']),
      title: z.string(),
      /** At most 30. */
      lines: z.array(briefLine),
      /** How many more there are. */
      more: z.number().int().min(0),
      /** What it says where there is no line. */
      none: z.string(),
    }),
  ),
});
export type Brief = z.infer<typeof brief>;
export type BriefSection = Brief['sections'][number];

const person = z.object({ person: z.string(), displayName: z.string() });
const signature = z.object({ by: z.string(), at: instant });

export const handoverSummary = z.object({
  id: z.string(),
  schedule: z.string(),
  scheduleName: z.string(),
  status: handoverStatus,
  /** When who leaves is no longer on by the schedule; before `changeAt` where nobody is on between. */
  endsAt: instant,
  /** When who comes is on. */
  changeAt: instant,
  /** When others are told unless it is accepted; null until the change has come. */
  limitAt: instant.nullable(),
  outgoing: z.array(person),
  incoming: z.array(person),
  /** It was made after the change, e.g. because the schedule changed at short notice or the server was down. */
  late: z.boolean(),
  signed: signature.nullable(),
  accepted: signature.nullable(),
  /** Display names of those who were told that nobody accepted. */
  escalatedTo: z.array(z.string()),
  /** Why it is void; null where it is not. */
  voidWhy: z.string().nullable(),
  /** What whoever asks may do with it now. */
  may: z.object({ note: z.boolean(), sign: z.boolean(), accept: z.boolean() }),
});
export type HandoverSummary = z.infer<typeof handoverSummary>;

export const handoverDetail = handoverSummary.extend({
  /** Of who leaves, beside the facts. */
  note: z.string(),
  /** As it was signed, or accepted where nobody signed; as it is now until then. */
  brief,
  /** Whether the brief stands as it was signed or accepted. */
  frozen: z.boolean(),
  /** Facts and note as plain text. */
  text: z.string(),
});
export type HandoverDetail = z.infer<typeof handoverDetail>;

/** Of many lines; the empty text takes the note away. */
const noteText = z
  .string()
  .trim()
  .max(5_000)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u, 'must not contain control characters');

const route = (method: 'GET' | 'POST' | 'PUT', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['handover'] });
const byId = z.object({ id: z.string().min(1).max(40) });

/** The HTTP contract of handovers; mounted under `/api/v1`. */
export const handoverContract = {
  list: route('GET', '/handovers', 'Handovers, the latest change first')
    .input(
      z.object({
        state: z.enum(['open', 'all']).default('open'),
        schedule: objectName.optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ items: z.array(handoverSummary) })),
  get: route('GET', '/handovers/{id}', 'A handover with its brief and note')
    .input(byId)
    .output(handoverDetail),
  note: route('PUT', '/handovers/{id}/note', 'Write the note of who leaves, until it is signed')
    .input(byId.extend({ note: noteText }))
    .output(handoverDetail),
  sign: route('POST', '/handovers/{id}/sign', 'Sign as who leaves; twice is once')
    .input(byId)
    .output(handoverDetail),
  accept: route('POST', '/handovers/{id}/accept', 'Accept as who comes; twice is once')
    .input(byId)
    .output(handoverDetail),
};
