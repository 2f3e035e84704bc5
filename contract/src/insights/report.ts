import { z } from 'zod';
import { instant, objectName } from '../name.ts';
import { insightsFilter } from './schema.ts';

export const reportParts = ['overview', 'load', 'noise', 'objectives'] as const;
export type ReportPart = (typeof reportParts)[number];

/** A page of insights that is sent by mail: of the week from Monday to Sunday before, or of the month before. */
export const newReport = z.object({
  part: z.enum(reportParts),
  /** Days are those of the period; objectives know no filter. */
  filter: insightsFilter.omit({ from: true, to: true }).default({}),
  every: z.enum(['week', 'month']),
  people: z.array(objectName).min(1).max(50),
});
export type NewReport = z.output<typeof newReport>;

export const report = newReport.extend({
  id: z.string(),
  madeBy: z.string(),
  madeAt: instant,
  /** The last day of the period that was sent last, to anybody; null: none yet. */
  lastSentTo: z.iso.date().nullable(),
});
export type Report = z.output<typeof report>;

export const reportId = z.object({ id: z.string().regex(/^RP-[0-9a-f]{16}$/) });
