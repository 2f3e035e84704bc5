import { z } from 'zod';
import { instant, plainLine } from '../name.ts';
import { givenId } from './given-id.ts';

/** What sends; decides which set-up is shown. Any key is taken at every intake address, but one of a tracker, which is taken for tickets only. */
export const integrationKind = z.enum([
  'alertmanager',
  'webhook',
  'pagerduty',
  'opsgenie',
  'events',
  'heartbeat',
  'generic',
  'tracker',
]);
export type IntegrationKind = z.infer<typeof integrationKind>;

export const integrationKey = z.object({
  /** How the key starts. */
  hint: z.string(),
  createdAt: instant,
  /** Null: until it is rotated or revoked. */
  expiresAt: instant.nullable(),
  /** To within a minute; null: never used. */
  lastUsedAt: instant.nullable(),
});

/** Something outside that sends signals, and may do nothing else. */
export const integration = z.object({
  id: z.string(),
  name: z.string(),
  kind: integrationKind,
  createdAt: instant,
  createdBy: z.string(),
  revokedAt: instant.nullable(),
  /** Those in force; two while a rotation overlaps. */
  keys: z.array(integrationKey),
});
export type Integration = z.infer<typeof integration>;

/** Text to paste into the sender's configuration; `language` is for highlighting. */
export const snippet = z.object({
  title: z.string(),
  where: z.string(),
  language: z.enum(['yaml', 'shell', 'ini']),
  text: z.string(),
});
export type Snippet = z.infer<typeof snippet>;

export const integrationList = z.object({ items: z.array(integration) });
export const newIntegration = z.strictObject({ name: plainLine, kind: integrationKind });
export const onIntegration = z.strictObject({ id: givenId });

/** How long the old key works beside the new one: 0–720 hours. */
export const rotateInput = z.strictObject({
  id: givenId,
  overlapHours: z.number().int().min(0).max(720).default(24),
});

/** The key itself, here and never again, and set-up with it filled in. */
export const createdIntegration = z.object({
  integration,
  key: z.string(),
  snippets: z.array(snippet),
});

/** Set-up with a placeholder where the key goes. */
export const integrationSetup = z.object({ integration, snippets: z.array(snippet) });
