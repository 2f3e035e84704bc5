import type { Spec } from '@fieldmarshal/contract/catalog';
import { dayMs, zoneOf } from '@fieldmarshal/contract/time';

interface SunHub {
  readonly name: string;
  readonly timezone: string;
  /** Wall clock in the hub's zone, `HH:MM`. */
  readonly from: string;
  readonly to: string;
  readonly participants: readonly string[];
}

interface FollowTheSun {
  /** When it begins; each hub's turns count from its first window that day. RFC 3339. */
  readonly start: string;
  readonly hubs: readonly SunHub[];
  readonly handoff: 'daily' | 'weekly';
  readonly fallback: readonly string[];
  readonly displayName?: string | undefined;
}

/**
 * One layer for each hub, active in its local hours, every day. Where two overlap the later hub of the list is on. Whether the hours
 * meet is not promised: local hours move against each other with every change of clocks, and the holes are for the preview to show.
 */
export function followTheSun({
  start,
  hubs,
  handoff,
  fallback,
  displayName,
}: FollowTheSun): Spec<'Schedule'> {
  return {
    ...(displayName === undefined ? {} : { displayName }),
    timezone: 'Etc/UTC',
    combine: 'precedence',
    layers: hubs.map(({ name, timezone, from, to, participants }) => ({
      name,
      timezone,
      start,
      anchor: anchorOf(start, timezone, from),
      handoff: { type: handoff, length: 1 },
      participants: [...participants],
      restrictions: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], from, to }],
    })),
    overrides: [],
    fallback: [...fallback],
  };
}

/** The hub's opening on the local day of the start: hand-offs then fall between two windows, never inside one. */
function anchorOf(start: string, timezone: string, from: string): string {
  const zone = zoneOf(timezone);
  const wall = zone.wallAt(Date.parse(start));
  const minutes = Number(from.slice(0, 2)) * 60 + Number(from.slice(3, 5));
  return new Date(zone.instantOf(Math.floor(wall / dayMs) * dayMs + minutes * 60_000)).toISOString();
}
