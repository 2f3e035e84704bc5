import { z } from 'zod';
import { instant, objectName } from '../name.ts';

/** Alertmanager matcher syntax, e.g. `severity=~"critical|major"`. */
const matcher = z.string().trim().min(1).max(1_000);
const span = { startsAt: instant, endsAt: instant };
const uuid = z.uuid();

export const silence = z.object({
  id: z.string(),
  kind: z.enum(['silence', 'maintenance']),
  state: z.enum(['pending', 'active', 'expired']),
  title: z.string(),
  matchers: z.array(z.string()),
  /** Empty = any. */
  products: z.array(z.string()),
  environments: z.array(z.string()),
  startsAt: z.string(),
  endsAt: z.string(),
  createdBy: z.string(),
  /** Id of the integration whose key made it; it covers that integration's alerts only. */
  integration: z.string().nullable(),
  /** The object whose times it follows, such as `MaintenanceWindow/nightly`; null: made by somebody. */
  source: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Silence = z.infer<typeof silence>;

export const silenceInput = z.object({
  /** At least one must not match the empty text. */
  matchers: z.array(matcher).min(1).max(50),
  /** Left out: now. */
  startsAt: instant.optional(),
  endsAt: instant,
  comment: z.string().trim().max(4_000).default(''),
});

export const maintenanceInput = z
  .object({
    title: z.string().trim().min(1).max(200),
    products: z.array(objectName).max(200).default([]),
    environments: z.array(objectName).max(200).default([]),
    matchers: z.array(matcher).max(50).default([]),
    ...span,
  })
  .refine((input) => input.products.length + input.environments.length + input.matchers.length > 0, {
    path: ['products'],
    message: 'name at least one product, environment or matcher',
  });

export const onSilence = z.object({ id: uuid });
const changed = z.object({
  id: uuid,
  /** As it was read: what somebody else changed since is not replaced (409). Left out: whatever is there is. */
  updatedAt: instant.optional(),
});
export const changeSilenceInput = silenceInput.extend(changed.shape);
export const changeMaintenanceInput = maintenanceInput.and(changed);

export const listSilencesInput = z.object({
  /** `current` = in force or planned. Ended ones are kept in sight for 30 days. */
  state: z.enum(['current', 'pending', 'active', 'expired', 'all']).default('current'),
});

export const coverInput = z.object({
  matchers: z.array(matcher).max(50).default([]),
  products: z.array(objectName).max(200).default([]),
  environments: z.array(objectName).max(200).default([]),
});

/** What a silence would cover at this moment. */
export const coverPreview = z.object({
  /** Open alerts it would cover, counted among the latest 20,000. */
  count: z.number().int(),
  /** At most 20. */
  examples: z.array(z.object({ id: z.string(), title: z.string() })),
});

/** Times of work that the catalog says: of a maintenance window, of a check, or of a check in an environment. */
export const plannedWork = z.object({
  /** `MaintenanceWindow/nightly`, `Check/login`, `Check/login/eu-prod`. */
  source: z.string(),
  title: z.string(),
  products: z.array(z.string()),
  environments: z.array(z.string()),
  checks: z.array(z.string()),
  timeZone: z.string(),
  /** As people say them, such as `every Sunday 02:00–04:00`. */
  words: z.array(z.string()),
  /** Those under way and to come, at most ten; empty: none for nine years. */
  next: z.array(
    z.object({
      startsAt: z.string(),
      endsAt: z.string(),
      /** Somebody ended it, or called it off. */
      ended: z.boolean(),
    }),
  ),
  /** Where it is changed. */
  from: z.enum(['file', 'ui', 'api', 'backstage', 'deploy']),
});
export type PlannedWork = z.infer<typeof plannedWork>;
