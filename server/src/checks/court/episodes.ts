import type { Judged } from './core/court.ts';
import type { EpisodeRow } from '../store/court/court-store.ts';

/** What people said counts before what an incident says. */
export function verdictOf({ verdict, verdict_by: by, confirmed, incident_id: incident }: EpisodeRow): {
  readonly verdict: 'real' | 'false' | null;
  readonly by: string | null;
} {
  if (verdict !== null) return { verdict, by };
  return confirmed ? { verdict: 'real', by: incident } : { verdict: null, by: null };
}

export function judgedOf(row: EpisodeRow): Judged {
  return {
    startedAt: row.started_at.getTime(),
    endedAt: row.ended_at?.getTime() ?? null,
    passedAt: row.passed_at?.getTime() ?? null,
    verdict: verdictOf(row).verdict,
  };
}
