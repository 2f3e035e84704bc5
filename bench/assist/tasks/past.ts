import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { levels, type PastIncident } from '@fieldmarshal/server/assist';
import { z } from 'zod';
import { post, readRows } from '../rows.ts';

/** An incident that was over at `end` (RFC 3339 UTC). */
export interface EndedIncident extends PastIncident {
  readonly end: string;
}

const row = z.object({
  id: z.string(),
  source: z.string().default(''),
  title: z.string(),
  impact: z.string().nullish(),
  components: z.array(z.string()).default([]),
  started_at: z.string(),
  resolved_at: z.string().nullish(),
  now: z.string().optional(),
  cut: z.string().optional(),
  stage: z.string().optional(),
  updates: z.array(post).optional(),
  entries: z.array(post).optional(),
  prior: z.array(post.omit({ id: true })).optional(),
});
type Row = z.infer<typeof row>;

/** What an organisation knows of its own past, by organisation, newest first: incidents that views beside this one show as over. */
export function pastsBeside(path: string): Map<string, EndedIncident[]> {
  const ended = new Map<string, { source: string; one: EndedIncident }>();
  for (const file of ['draft.jsonl.gz', 'summary.jsonl.gz', 'rca.jsonl.gz']) {
    const beside = join(dirname(path), file);
    if (!existsSync(beside)) continue;
    for (const each of readRows(beside, row)) {
      const end = endOf(each);
      if (end !== null) ended.set(each.id, { source: each.source, one: { ...told(each, end), end } });
    }
  }
  const pasts = new Map<string, EndedIncident[]>();
  for (const { source, one } of ended.values()) pasts.set(source, [...(pasts.get(source) ?? []), one]);
  for (const list of pasts.values()) list.sort((a, b) => Date.parse(b.end) - Date.parse(a.end));
  return pasts;
}

function endOf({ resolved_at: resolved, now, cut, stage }: Row): string | null {
  return resolved ?? (cut === 'final' || (cut === undefined && stage === 'resolved') ? (now ?? null) : null);
}

/** As it was first told, and as it turned out: critical, wide, or major for two hours. */
function told(
  { title, updates, entries, prior, components, impact, started_at: start }: Row,
  end: string,
): PastIncident {
  const first = (updates ?? entries ?? prior)?.[0]?.body ?? '';
  const hours = (Date.parse(end) - Date.parse(start)) / 3_600_000;
  return {
    text: `${title}\n${first}`,
    products: components,
    level: levels.find((level) => level === impact) ?? null,
    grave: impact === 'critical' || components.length >= 4 || (impact === 'major' && hours >= 2),
  };
}
