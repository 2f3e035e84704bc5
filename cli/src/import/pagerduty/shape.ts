import { z } from 'zod';

const reference = z.looseObject({ id: z.string(), summary: z.string().nullish() });
const instant = z.iso.datetime({ offset: true });

export const user = z.looseObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  time_zone: z.string().nullish(),
  contact_methods: z
    .array(
      z.looseObject({
        type: z.string(),
        address: z.string().nullish(),
        country_code: z.coerce.string().nullish(),
      }),
    )
    .nullish(),
});

export const team = z.looseObject({ id: z.string(), name: z.string() });
export const member = z.looseObject({ user: reference, role: z.string().nullish() });

export const restriction = z.looseObject({
  type: z.string(),
  start_time_of_day: z.string().regex(/^\d\d:\d\d:\d\d$/, 'must be HH:MM:SS'),
  duration_seconds: z.number().int().min(1),
  start_day_of_week: z.number().int().min(1).max(7).nullish(),
});

const layer = z.looseObject({
  id: z.string().nullish(),
  name: z.string().nullish(),
  start: instant,
  end: instant.nullish(),
  rotation_virtual_start: instant,
  rotation_turn_length_seconds: z.number().int().min(1),
  users: z.array(z.looseObject({ user: reference })),
  restrictions: z.array(restriction).nullish(),
});
export type PagerDutyLayer = z.output<typeof layer>;

export const schedule = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  teams: z.array(reference).nullish(),
  time_zone: z.string(),
  schedule_layers: z.array(layer),
});
export type PagerDutySchedule = z.output<typeof schedule>;

export const entry = z.looseObject({ start: instant, end: instant, user: reference });

export const policy = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  num_loops: z.number().int().min(0).nullish(),
  teams: z.array(reference).nullish(),
  escalation_rules: z.array(
    z.looseObject({
      escalation_delay_in_minutes: z.number(),
      escalation_rule_assignment_strategy: z.looseObject({ type: z.string().nullish() }).nullish(),
      targets: z.array(z.looseObject({ id: z.string(), type: z.string() })),
    }),
  ),
});

export const service = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  escalation_policy: reference.nullish(),
  teams: z.array(reference).nullish(),
  integrations: z.array(z.looseObject({ summary: z.string().nullish() })).nullish(),
});

/** What every object of the API carries for its own sake. */
export const ownFields = [
  'id',
  'type',
  'summary',
  'self',
  'html_url',
  'name',
  'created_at',
  'updated_at',
  'last_incident_timestamp',
];
