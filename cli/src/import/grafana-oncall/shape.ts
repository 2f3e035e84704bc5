import { z } from 'zod';

const wall = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, 'must be a date and time');
const instant = z.iso.datetime({ offset: true });
const day = z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);

export const user = z.looseObject({
  id: z.string(),
  email: z.string(),
  username: z.string(),
  name: z.string().nullish(),
  timezone: z.string().nullish(),
  teams: z.array(z.string()).nullish(),
  is_phone_number_verified: z.boolean().nullish(),
});

export const team = z.looseObject({ id: z.string(), name: z.string() });

export const onCallShift = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  time_zone: z.string().nullish(),
  level: z.number().int().nullish(),
  start: wall,
  rotation_start: wall.nullish(),
  /** Seconds. */
  duration: z.number().int().min(1),
  frequency: z.string().nullish(),
  interval: z.number().int().min(1).nullish(),
  until: wall.nullish(),
  week_start: day.nullish(),
  by_day: z.array(day).nullish(),
  by_month: z.array(z.number()).nullish(),
  by_monthday: z.array(z.number()).nullish(),
  users: z.array(z.string()).nullish(),
  rolling_users: z.array(z.array(z.string())).nullish(),
  start_rotation_from_user_index: z.number().int().nullish(),
});
export type OnCallShift = z.output<typeof onCallShift>;

export const schedule = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  team_id: z.string().nullish(),
  time_zone: z.string().nullish(),
  shifts: z.array(z.string()).nullish(),
  ical_url_primary: z.string().nullish(),
  ical_url_overrides: z.string().nullish(),
});
export type Schedule = z.output<typeof schedule>;

export const finalShift = z.looseObject({ user_pk: z.string(), shift_start: instant, shift_end: instant });

export const chain = z.looseObject({ id: z.string(), name: z.string(), team_id: z.string().nullish() });
export type Chain = z.output<typeof chain>;

export const step = z.looseObject({
  escalation_chain_id: z.string(),
  position: z.number().int(),
  type: z.string(),
  duration: z.number().nullish(),
  persons_to_notify: z.array(z.string()).nullish(),
  persons_to_notify_next_each_time: z.array(z.string()).nullish(),
  notify_on_call_from_schedule: z.string().nullish(),
  team_to_notify: z.string().nullish(),
});
export type Step = z.output<typeof step>;

export const integration = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  type: z.string().nullish(),
});
