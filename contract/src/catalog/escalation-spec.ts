import { z } from 'zod';
import { described } from '../described.ts';
import { line, objectName } from '../name.ts';
import { severity } from '../severity.ts';
import { hours } from './notification-spec.ts';

/** Pages one of the group instead of all: whoever it has been longest ago for, over all incidents. */
const roundRobin = z.boolean().optional();

/** Whom a step pages. A schedule means whoever is on, a team every member of it, a hub everyone who sits there. */
export const pageTarget = z.union(
  [
    z.strictObject({ person: objectName }),
    z.strictObject({ schedule: objectName, roundRobin }),
    z.strictObject({ team: objectName, roundRobin }),
    z.strictObject({ hub: objectName, roundRobin }),
  ],
  'must name one of person, schedule, team or hub; roundRobin goes with the last three',
);
export type PageTarget = z.infer<typeof pageTarget>;

/** When a step or a variant applies: for these severities, and inside (or outside) these hours. Both must hold where both are given. */
const when = z.strictObject({
  /** An incident that is not assessed counts as SEV1. */
  severities: z.array(severity).min(1).max(4).optional(),
  hours: hours.optional(),
  /** Turns `hours` around: applies outside them. */
  outsideHours: z.boolean().default(false),
});
export type When = z.output<typeof when>;

const steps = z
  .array(
    z.strictObject({
      targets: z.array(pageTarget).min(1).max(50),
      minutes: z.number().min(0.05).max(1440).default(5),
      /** A step that does not apply when its turn comes is passed over at once. */
      when: when.optional(),
    }),
  )
  .min(1)
  .max(20);
const repeat = z.number().int().min(0).max(9);
const fallback = z.array(pageTarget).max(50);

export const escalationPolicySpec = z.strictObject({
  ...described,
  /** The team whose people may change its rules, beside leads; left out: leads alone. */
  owner: objectName.optional(),
  /** A step pages all its targets at once; unanswered after `minutes`, the next step follows. */
  steps,
  /** How often the whole chain is walked again before the fallback is paged; 0 = walked once. */
  repeat: repeat.default(1),
  /** Paged at the end of the chain, whatever the hour and the severity. */
  fallback: fallback.default([]),
  /** The first variant that applies when paging starts, or when the severity is raised, is taken instead of the steps above. */
  variants: z
    .array(
      z.strictObject({ name: line, when, steps, repeat: repeat.optional(), fallback: fallback.optional() }),
    )
    .max(10)
    .default([]),
  /** An acknowledged incident on which no person did anything for this long is paged again from the first step; absent = never. */
  ackTimeoutMinutes: z.number().min(1).max(10_080).optional(),
  /** At most one policy is the default: it takes incidents whose route and product name none. */
  default: z.boolean().default(false),
});
