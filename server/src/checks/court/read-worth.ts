import { readCatalog } from '#catalog';
import type { Ctx } from '#platform';
import {
  loadEpisodes,
  loadIncidents,
  type EpisodeRow,
  type IncidentRow,
} from '../store/court/court-store.ts';
import { weigh } from './core/court.ts';
import { judgedOf } from './episodes.ts';
import { concerns, spanOf } from './read-court.ts';

/** What a check was worth on one day (UTC): its failures that began then, and the incidents it is there for that were declared then. */
export interface DayWorth {
  readonly day: string;
  readonly check: string;
  readonly episodes: number;
  readonly judged: number;
  readonly real: number;
  readonly concerned: number;
  readonly seen: number;
  readonly beforePeople: number;
}

const dayMs = 86_400_000;
const episodesMax = 20_000;

/** Every check on each of the last days on which there is anything to say. For work of the system. */
export async function readWorth(ctx: Ctx, { days }: { readonly days: number }): Promise<DayWorth[]> {
  const db = ctx.env.databases.worker;
  const now = ctx.env.clock.now().getTime();
  // From the beginning of a day, so that no day is counted in part.
  const since = new Date((Math.floor(now / dayMs) - days) * dayMs);
  const [catalog, episodes, incidents] = [
    await readCatalog(ctx.env),
    await loadEpisodes(db, { check: null, since, limit: episodesMax }),
    await loadIncidents(db, since),
  ];
  const byCheck = Map.groupBy(episodes, ({ check_name: check }) => check);
  return catalog.list('Check').flatMap(({ name, spec }) =>
    worthOfCheck(name, {
      episodes: byCheck.get(name) ?? [],
      incidents: incidents.filter((incident) => concerns(spec, incident)),
      now,
    }),
  );
}

interface Of {
  readonly episodes: readonly EpisodeRow[];
  readonly incidents: readonly IncidentRow[];
  readonly now: number;
}

function worthOfCheck(check: string, { episodes, incidents, now }: Of): DayWorth[] {
  const failed = Map.groupBy(episodes, ({ started_at: at }) => dayOf(at));
  const declared = Map.groupBy(incidents, ({ declared_at: at }) => dayOf(at));
  const all = episodes.map(judgedOf);
  return [...new Set([...failed.keys(), ...declared.keys()])].map((day) => {
    const own = failed.get(day) ?? [];
    const { judged, real } = weigh(own.map(judgedOf), [], now);
    const { recall, beforePeople } = weigh(all, (declared.get(day) ?? []).map(spanOf), now);
    return {
      ...{ day, check, episodes: own.length, judged, real, concerned: recall.of },
      seen: Math.round((recall.value ?? 0) * recall.of),
      beforePeople: Math.round((beforePeople.value ?? 0) * beforePeople.of),
    };
  });
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
