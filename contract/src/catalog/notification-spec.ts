import { z } from 'zod';
import { channelName } from '../delivery/channel.ts';
import { timeZone } from '../name.ts';
import { severity } from '../severity.ts';
import { activeWindow } from './schedule-spec.ts';

/** When the wall clock of a zone is inside any of the windows. */
export const hours = z.strictObject({ timezone: timeZone, windows: z.array(activeWindow).min(1).max(50) });
export type Hours = z.output<typeof hours>;

/**
 * How a person is rung within one step: each channel so many minutes after the step began, while nobody has answered and the step runs.
 * A message that cannot be delivered brings the next channel at once. Without severities it holds for all; an incident that is not
 * assessed counts as SEV1. The first rule that holds is taken; a channel the person has no contact
 * method of is passed over.
 */
export const notificationRules = z
  .array(
    z.strictObject({
      severities: z.array(severity).min(1).max(4).optional(),
      ring: z
        .array(z.strictObject({ channel: channelName, afterMinutes: z.number().min(0).max(120).default(0) }))
        .min(1)
        .max(10),
    }),
  )
  .max(10)
  .default([]);
export type NotificationRules = z.output<typeof notificationRules>;

/**
 * When a person wants peace: only the listed channels ring then, and without any the person is passed over, so that the escalation goes
 * on to the next. Never for SEV1, for what is not assessed, or for the fallback of a policy.
 */
export const quietHours = hours.extend({
  channels: z.array(channelName).max(20).default([]),
  severities: z
    .array(severity.exclude(['SEV1']))
    .min(1)
    .max(3)
    .default(['SEV2', 'SEV3', 'SEV4']),
});
export type QuietHours = z.output<typeof quietHours>;
