import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');
const target = z.looseObject({ id: z.string(), type: z.string() });

export const user = z.looseObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  contactMethods: z
    .array(
      z.looseObject({
        type: z.string().nullish(),
        value: z.string().nullish(),
        disabled: z.boolean().nullish(),
      }),
    )
    .nullish(),
});

export const rotation = z.looseObject({
  id: z.string(),
  name: z.string(),
  timeZone: z.string(),
  start: instant,
  type: z.string(),
  shiftLength: z.number().int().min(1),
  userIDs: z.array(z.string()),
  activeUserIndex: z.number().int(),
});
export type Rotation = z.output<typeof rotation>;

export const schedule = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  timeZone: z.string(),
  targets: z.array(
    z.looseObject({
      target,
      rules: z.array(
        z.looseObject({ start: clock, end: clock, weekdayFilter: z.array(z.boolean()).length(7) }),
      ),
    }),
  ),
  temporarySchedules: z
    .array(
      z.looseObject({
        start: instant,
        end: instant,
        shifts: z.array(z.looseObject({ userID: z.string(), start: instant, end: instant })),
      }),
    )
    .nullish(),
  shifts: z.array(z.looseObject({ userID: z.string(), start: instant, end: instant })).nullish(),
});
export type Schedule = z.output<typeof schedule>;

export const userOverride = z.looseObject({
  start: instant,
  end: instant,
  addUserID: z.string().nullish(),
  removeUserID: z.string().nullish(),
  target,
});

export const policy = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  repeat: z.number().int(),
  steps: z.array(z.looseObject({ delayMinutes: z.number(), targets: z.array(target) })),
});

export const service = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  escalationPolicyID: z.string().nullish(),
});
