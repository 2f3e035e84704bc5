import { z } from 'zod';

const filledLink = z.object({
  name: z.string(),
  title: z.string(),
  shows: z.enum(['dashboard', 'logs', 'traces', 'other']),
  /** The product it was filled with, where the template names one. */
  product: z.string().nullable(),
  /** Null: it cannot be filled, and `problem` says why. */
  url: z.string().nullable(),
  problem: z.string().nullable(),
});
export type FilledLink = z.infer<typeof filledLink>;

const panelRow = z.object({ name: z.string(), title: z.string(), description: z.string(), unit: z.string() });

export const roomLinks = z.object({
  links: z.array(filledLink),
  panels: z.array(panelRow),
  /** The time that links without a lead of their own would show: RFC 3339. */
  from: z.string(),
  to: z.string(),
  /** In the room of a drill that replays an incident: that incident, whose time all of this shows. */
  replays: z.string().nullable(),
});
export type RoomLinks = z.infer<typeof roomLinks>;

export const panelData = z.object({
  name: z.string(),
  title: z.string(),
  unit: z.string(),
  /** As it was asked, filled. */
  query: z.string(),
  source: z.string(),
  from: z.string(),
  to: z.string(),
  stepSeconds: z.number(),
  /** Milliseconds since 1970 and the value; null where there is none. At most ten lines of at most 400 points. */
  lines: z.array(
    z.object({ name: z.string(), points: z.array(z.tuple([z.number(), z.number().nullable()])) }),
  ),
  /** Lines that the answer has beyond those. */
  more: z.number(),
  /** Why there is nothing to draw, in a sentence; null where there is. */
  problem: z.string().nullable(),
  /** What happened in the incident meanwhile. */
  marks: z.array(z.object({ at: z.string(), seq: z.number().nullable(), text: z.string() })),
});
export type PanelData = z.infer<typeof panelData>;
