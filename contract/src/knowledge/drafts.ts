import { z } from 'zod';
import { incidentId } from '../incidents/schema.ts';
import { panelData, roomLinks } from './shapes.ts';
import { linkTemplateSpec, metricsPanelSpec } from './specs.ts';

/** What a draft is tried on: the incident named, else the newest that it is meant for, else the newest at all. */
const on = { incident: incidentId.optional() };
const tried = z.object({
  /** Null: there is none yet, and nothing to fill it with. */
  incident: z.object({ id: z.string(), title: z.string() }).nullable(),
  /** Whether it would stand in the room of that incident. */
  isMeant: z.boolean(),
});

export const linkDraftInput = z.strictObject({ spec: linkTemplateSpec, ...on });
export const linkDraft = tried.extend({ links: roomLinks.shape.links });
export type LinkDraft = z.infer<typeof linkDraft>;

export const panelDraftInput = z.strictObject({ spec: metricsPanelSpec, ...on });
export const panelDraft = tried.extend({ panel: panelData.nullable() });
export type PanelDraft = z.infer<typeof panelDraft>;

export const runbookFileInput = z.strictObject({
  /** A Markdown file, with or without a head of YAML between two lines of ---. */
  text: z
    .string()
    .max(400_000)
    .regex(/^[^\0]*$/u, 'must not contain NUL'),
});
export const runbookFile = z.object({
  /** What stands behind the head. */
  text: z.string(),
  hasHead: z.boolean(),
  /** The id that the head gives it; null where it gives none. */
  name: z.string().nullable(),
  displayName: z.string(),
  description: z.string(),
  products: z.array(z.string()),
  checks: z.array(z.string()),
  symptoms: z.array(z.string()),
  links: z.array(z.object({ title: z.string(), url: z.string() })),
  /** What of the head could not be taken, each in a sentence. */
  problems: z.array(z.string()),
});
export type RunbookFile = z.infer<typeof runbookFile>;
