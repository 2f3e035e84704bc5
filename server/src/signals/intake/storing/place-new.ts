import { groupsFor } from '../../alerts/join-groups.ts';
import type { NewEpisode } from '../../core/dedup.ts';
import { place, type Routing } from '../../core/routing.ts';
import { silencedBy, type SilenceRule } from '../../core/silence.ts';
import type { WantedGroup } from '../../store/group-store.ts';
import type { PlacedEpisode } from '../../store/new-rows.ts';

interface Rules {
  readonly routing: Routing;
  readonly silences: readonly SilenceRule[];
  /** Milliseconds. */
  readonly now: number;
}

interface Placed {
  readonly placed: readonly PlacedEpisode[];
  /** The groups they join, each once. */
  readonly wanted: readonly WantedGroup[];
}

/** Where new alerts belong: route, product, severity, silence and group. A silenced one, or one that is over, joins no group. */
export function placeNew(created: readonly NewEpisode[], { routing, silences, now }: Rules): Placed {
  const placed = created.map((episode) => {
    const placement = place(routing, episode.signal);
    const covered = {
      labels: episode.signal.labels,
      integration: episode.signal.integration.id,
      product: placement.product,
      environment: placement.environment,
    };
    return { episode, placement, silencedBy: silencedBy(silences, covered, now) };
  });
  const joins = placed.filter((alert) => alert.silencedBy === null && !alert.episode.past);
  const { wanted, places } = groupsFor(
    joins.map(({ placement, episode: { signal, state } }) => {
      const { title, integration } = signal;
      return { placement, title, integration, firing: state !== 'resolved' };
    }),
  );
  const placeOf = new Map(joins.map((alert, index) => [alert, places[index] ?? null]));
  return { placed: placed.map((alert) => ({ ...alert, group: placeOf.get(alert) ?? null })), wanted };
}
