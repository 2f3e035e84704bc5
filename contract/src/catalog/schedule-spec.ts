import { z } from 'zod';
import { instant, line, objectName, plainLine, text, timeZone } from '../name.ts';

export const weekday = z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);
/** Wall-clock time of day, `00:00` to `24:00`. */
export const timeOfDay = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be HH:MM between 00:00 and 24:00');

/** Active from `from` on a listed day until `to` that day, or the next day where `to` is not after `from`. */
const dailyWindow = z.strictObject({ days: z.array(weekday).min(1).max(7), from: timeOfDay, to: timeOfDay });
/** Active once a week, from `from` on `from_day` until `to` on `to_day`. */
const weeklyWindow = z.strictObject({ from_day: weekday, from: timeOfDay, to_day: weekday, to: timeOfDay });

/** A stretch of the week on the wall clock; midnight crossed, and equal ends mean a whole day or week. */
export const activeWindow = z.union([dailyWindow, weeklyWindow]);

const layer = z.strictObject({
  name: line,
  timezone: timeZone.optional(),
  start: instant,
  end: instant.optional(),
  /** Hand-off k is the wall-clock time of the anchor plus k × length; defaults to `start`. */
  anchor: instant.optional(),
  handoff: z.strictObject({
    type: z.enum(['none', 'hourly', 'daily', 'weekly', 'monthly']),
    length: z.number().int().min(1).max(1000).default(1),
  }),
  participants: z
    .array(z.union([objectName, z.array(objectName).min(1).max(50)]))
    .min(1)
    .max(200),
  restrictions: z.array(activeWindow).max(50).default([]),
});

const override = z.strictObject({
  kind: z.enum(['take', 'replace', 'add', 'remove']),
  user: objectName,
  start: instant,
  end: instant,
  replaces: objectName.optional(),
});

/** At each change of who is on, the one who leaves hands over what is going on, and both sign. */
const handover = z.strictObject({
  required: z.boolean().default(true),
  /** So long after the change it may stay unaccepted before others are told. */
  limitMinutes: z.number().int().min(1).max(240).default(15),
  /** So long before the change the one who leaves gets it prepared. */
  prepareMinutes: z.number().int().min(1).max(240).default(30),
});

/** A rota as wall-clock rules; every instant is UTC, every wall clock belongs to the layer's zone. */
export const scheduleSpec = z.strictObject({
  displayName: plainLine.optional(),
  description: text.optional(),
  /** The team that may change it and is told of coming holes. Left out: the teams whose policies page it are told and override; leads alone change its rules. */
  owner: objectName.optional(),
  /** How many people should be on at any time; fewer is reported ahead. */
  staff: z.number().int().min(1).max(50).optional(),
  handover: handover.optional(),
  timezone: timeZone,
  /** `precedence`: the last layer that has anybody wins. `union`: everybody of every layer. */
  combine: z.enum(['precedence', 'union']).default('precedence'),
  layers: z.array(layer).max(50).default([]),
  overrides: z.array(override).max(5000).default([]),
  fallback: z.array(objectName).max(50).default([]),
});
