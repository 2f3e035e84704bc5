import { oc } from '@orpc/contract';
import { z } from 'zod';
import { escalationPolicySpec } from '../catalog/escalation-spec.ts';
import { channelName } from '../delivery/channel.ts';
import { instant, objectName } from '../name.ts';
import { severity } from '../severity.ts';

/** A policy that exists, by name, or a draft of one; exactly one of both. */
export const walkPreviewInput = z
  .object({
    policy: objectName.optional(),
    spec: escalationPolicySpec.optional(),
    /** Null = not assessed, which counts as SEV1. */
    severity: severity.nullable().default(null),
    /** When the incident begins; now where left out. People are as they are now, schedules as they will be then. */
    at: instant
      .refine(
        (text) => Math.abs(new Date(text).getUTCFullYear() - 2050) <= 50,
        'must be between 2000 and 2100',
      )
      .optional(),
  })
  .refine(({ policy, spec }) => (policy === undefined) !== (spec === undefined), {
    path: ['policy'],
    message: 'name either a policy or a draft in spec',
  });

const walkMoment = z.object({
  at: instant,
  /** Since paging began. */
  afterMinutes: z.number(),
  /** Counts from 1; null for the fallback, and where nobody is paged. */
  step: z.number().int().nullable(),
  /** Counts from 1: the first walk through the chain, or one that repeats it. */
  round: z.number().int(),
  /** Who is rung then, by which channel, and as what. */
  rings: z.array(
    z.object({ person: z.string(), displayName: z.string(), channel: channelName, why: z.string() }),
  ),
  /** What else is to be said then: a step with nobody, the fallback, the end. */
  words: z.array(z.string()),
});

/** Who would be paged, minute by minute, if nobody answered and every message arrived. */
export const walkPreview = z.object({
  at: instant,
  severity: severity.nullable(),
  /** Which of the policy's chains is taken: a variant by name; null = its own steps. */
  variant: z.string().nullable(),
  moments: z.array(walkMoment),
  /** When nobody is paged any more. */
  endsAt: instant,
  /** True where the list was cut at 500 moments. */
  cut: z.boolean(),
});
export type WalkPreview = z.infer<typeof walkPreview>;

export const walkPreviewContract = {
  previewEscalation: oc
    .route({
      method: 'POST',
      path: '/escalation-policies/preview',
      summary: 'Who would be paged, minute by minute, by a policy or a draft of one',
      tags: ['on-call'],
    })
    .input(walkPreviewInput)
    .output(walkPreview),
};
