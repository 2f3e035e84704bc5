import { z } from 'zod';

const instant = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'must be an instant');
const recipient = z.looseObject({
  type: z.string(),
  id: z.string().nullish(),
  username: z.string().nullish(),
  name: z.string().nullish(),
});
export type Recipient = z.output<typeof recipient>;

const clock = {
  startHour: z.number().int(),
  startMin: z.number().int(),
  endHour: z.number().int(),
  endMin: z.number().int(),
};
const timeRestriction = z.looseObject({
  type: z.string(),
  restriction: z.looseObject(clock).nullish(),
  restrictions: z.array(z.looseObject({ ...clock, startDay: z.string(), endDay: z.string() })).nullish(),
});
export type TimeRestriction = z.output<typeof timeRestriction>;

const rotation = z.looseObject({
  id: z.string().nullish(),
  name: z.string().nullish(),
  startDate: instant,
  endDate: instant.nullish(),
  type: z.string(),
  length: z.number().int().min(1).nullish(),
  participants: z.array(recipient),
  timeRestriction: timeRestriction.nullish(),
});
export type Rotation = z.output<typeof rotation>;

export const schedule = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  ownerTeam: z.looseObject({ id: z.string() }).nullish(),
  timezone: z.string(),
  enabled: z.boolean().nullish(),
  rotations: z.array(rotation).nullish(),
});

export const override = z.looseObject({
  alias: z.string().nullish(),
  user: recipient,
  startDate: instant,
  endDate: instant,
  rotations: z.array(z.looseObject({ id: z.string().nullish(), name: z.string().nullish() })).nullish(),
});

export const timeline = z.looseObject({
  finalTimeline: z.looseObject({
    rotations: z.array(
      z.looseObject({
        periods: z
          .array(
            z.looseObject({
              startDate: instant,
              endDate: instant,
              type: z.string().nullish(),
              recipient: recipient.nullish(),
            }),
          )
          .nullish(),
      }),
    ),
  }),
});

export const user = z.looseObject({
  id: z.string(),
  username: z.string(),
  fullName: z.string().nullish(),
  timeZone: z.string().nullish(),
});
export const contact = z.looseObject({
  method: z.string().nullish(),
  contactMethod: z.string().nullish(),
  to: z.string(),
});
export const team = z.looseObject({ id: z.string(), name: z.string() });
export const teamDetail = z.looseObject({
  members: z.array(z.looseObject({ user: z.looseObject({ id: z.string() }) })).nullish(),
});

export const escalation = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  ownerTeam: z.looseObject({ id: z.string() }).nullish(),
  rules: z.array(
    z.looseObject({
      condition: z.string().nullish(),
      notifyType: z.string().nullish(),
      delay: z.looseObject({ timeAmount: z.number(), timeUnit: z.string().nullish() }),
      recipient,
    }),
  ),
  repeat: z.looseObject({ waitInterval: z.number().nullish(), count: z.number().int().nullish() }).nullish(),
});

export const service = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  teamId: z.string().nullish(),
});
