import { z } from 'zod';
import { described } from '../described.ts';
import { instant, objectName, timeZone } from '../name.ts';
import { activeWindow, timeOfDay, weekday } from '../catalog/schedule-spec.ts';

/** The last one of a month, whichever that is. */
const last = z.literal('last');

/** On days of the month. A month without that day has none. */
const onDates = z.strictObject({
  dates: z
    .array(z.union([z.number().int().min(1).max(31), last]))
    .min(1)
    .max(32),
  from: timeOfDay,
  to: timeOfDay,
});

/** On the first, second … or last of a weekday in the month. */
const onNthDays = z.strictObject({
  nth: z
    .array(z.union([z.number().int().min(1).max(5), last]))
    .min(1)
    .max(6),
  days: z.array(weekday).min(1).max(7),
  from: timeOfDay,
  to: timeOfDay,
});

const once = z.strictObject({ start: instant, end: instant });

/** When something is worked on, on the wall clock of a zone; `once` between two instants. */
export const workTime = z.union([activeWindow, onDates, onNthDays, once]);
export type WorkTime = z.output<typeof workTime>;

const times = {
  /** Wall clocks are of this zone: a window stays at its hour when clocks change. */
  timeZone,
  times: z.array(workTime).min(1).max(20),
};

/** The times at which a check is not believed. */
export const checkMaintenance = z.strictObject(times);

/** Times that come again, or a single one, in which what is named is worked on. What it names must all fit an alert. */
export const maintenanceWindowSpec = z.strictObject({
  ...described,
  products: z.array(objectName).max(200).default([]),
  environments: z.array(objectName).max(200).default([]),
  checks: z.array(objectName).max(200).default([]),
  ...times,
  /** No window begins before the one or after the other. */
  validFrom: instant.optional(),
  validUntil: instant.optional(),
});
