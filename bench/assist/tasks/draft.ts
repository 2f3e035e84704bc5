import {
  draftMessage,
  knowsNothing,
  shippedTemplates,
  type AppState,
  type DraftFacts,
  type Said,
} from '@fieldmarshal/server/comms';
import { z } from 'zod';
import { readRows } from '../rows.ts';

const impacts = ['none', 'minor', 'major', 'critical'] as const;
export const draftRow = z.object({
  key: z.string(),
  source: z.string().default(''),
  id: z.string().default(''),
  stage: z.enum(['investigating', 'identified', 'monitoring', 'resolved']),
  title: z.string(),
  impact: z.enum(impacts).nullish(),
  components: z.array(z.string()),
  started_at: z.string().nullish(),
  now: z.string(),
  next_update_at: z.string().nullish(),
  prior: z.array(z.object({ at: z.string(), status: z.string(), body: z.string() })).default([]),
  internal_notes: z.array(z.string()).default([]),
});
export type DraftRow = z.infer<typeof draftRow>;

/** What a status page's own levels say of its components. */
const stateOf: Readonly<Record<(typeof impacts)[number], AppState>> = {
  none: 'degraded',
  minor: 'degraded',
  major: 'degraded',
  critical: 'down',
};

/** A row as the facts of a message. Title and earlier posts were written for users; internal notes are only told to the linter. */
function factsOf(row: DraftRow): DraftFacts {
  const said: Said[] = [
    { text: row.title, evidence: 'title', language: 'en' },
    ...row.prior.map(({ body }, index) => ({ text: body, evidence: `e${index + 1}`, language: 'en' })),
  ];
  const fact = (value: string | null | undefined, evidence: string) =>
    value === null || value === undefined ? null : { value, evidence };
  return {
    stage: row.stage,
    audience: 'customers',
    channel: 'full',
    language: 'en',
    timeZone: 'UTC',
    now: row.now,
    apps: row.components.map((name) => ({
      ref: name,
      publicName: name,
      state: stateOf[row.impact ?? 'none'],
      evidence: 'components',
    })),
    symptoms: [],
    said,
    scope: null,
    workaround: null,
    startedAt: fact(row.started_at, 'started_at'),
    resolvedAt: row.stage === 'resolved' ? { value: row.now, evidence: 'now' } : null,
    nextUpdateAt: fact(row.next_update_at, 'next_update_at'),
    customers: null,
    corrects: null,
  };
}

export interface DraftAnswer {
  readonly key: string;
  readonly text: string;
}

export function draftOf(row: DraftRow): DraftAnswer {
  const { text } = draftMessage(factsOf(row), {
    shipped: shippedTemplates(),
    knowledge: { ...knowsNothing, notes: row.internal_notes },
  });
  return { key: row.key, text };
}

export function draftsOf(path: string): DraftAnswer[] {
  return readRows(path, draftRow).map(draftOf);
}
