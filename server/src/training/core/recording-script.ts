import {
  foldEvents,
  isKnownEvent,
  type Incident,
  type IncidentEvent,
  type StoredEvent,
} from '@fieldmarshal/contract/incidents';
import type { DrillSeat } from '@fieldmarshal/contract/training';
import { placedDue } from './placed-due.ts';
import type { Script, ScriptStep, StepTime } from './script.ts';

/**
 * The log of an incident as a script, after its declaration. `watch`: every entry, at its time, so that the fold goes through exactly the
 * same states. `trainee`: only what the world did; decisions are left to who has the seat, and teams answer when they are asked.
 */
export function scriptOfLog(events: readonly StoredEvent[], seat: DrillSeat): Script {
  const [first] = events;
  const incident = foldEvents(events);
  if (first === undefined || incident === null) throw new Error('a log without a declaration');
  const base = Date.parse(first.at);
  const marshals = marshalsOf(events);
  const steps = events.slice(1).flatMap((event): ScriptStep[] => {
    const atMs = Date.parse(event.at) - base;
    const time = seat === 'watch' ? ({ kind: 'time', atMs } as const) : timeOf(event, { atMs, base, events });
    if (time === null || (seat === 'trainee' && !isWorld(event, marshals))) return [];
    const { type, version, data, actor } = event;
    // Promises are kept as scenario time, an instant so long after 1970.
    const since = (promised: string): string => new Date(Date.parse(promised) - base).toISOString();
    const kept = placedDue({ type, version, data }, since);
    return [{ key: String(event.seq), time, voice: actor, event: kept }];
  });
  const lengthMs = Math.max(60_000, Date.parse(incident.changedAt) - base);
  const resolveMs = incident.resolvedAt === null ? lengthMs : Date.parse(incident.resolvedAt) - base;
  return {
    lengthMs: seat === 'watch' ? lengthMs : Math.max(60_000, resolveMs),
    steps,
    solution: { ...solutionOf(incident), resolveMs: Math.max(60_000, resolveMs) },
  };
}

function solutionOf(incident: Incident): Omit<Script['solution'], 'resolveMs'> {
  const { severity, causeAnswer, likelyCause, teams, communications, resolution } = incident;
  const found = likelyCause?.state === 'clear' ? likelyCause.causes[0] : undefined;
  return {
    severity,
    cause: causeAnswer?.cause?.name ?? found?.name ?? null,
    teams: teams.map(({ team }) => team),
    message: communications.sent > 0,
    explanation: resolution,
  };
}

/** Everybody who held the lead: what they wrote was the lead's to write. */
function marshalsOf(events: readonly StoredEvent[]): ReadonlySet<string> {
  return new Set(
    events.flatMap((event) =>
      isKnownEvent(event) && event.type === 'role-given' && event.data.role === 'field-marshal'
        ? [event.data.person]
        : [],
    ),
  );
}

const worldTypes: ReadonlySet<string> = new Set([
  'alerts-counted',
  'alerts-resolved',
  'alert-linked',
  'alert-unlinked',
  'change-linked',
  'cause-found',
  'team-state-changed',
  'noted',
] satisfies IncidentEvent['type'][]);

function isWorld(event: StoredEvent, marshals: ReadonlySet<string>): boolean {
  if (!worldTypes.has(event.type) || !isKnownEvent(event)) return false;
  return event.type !== 'noted' || event.actor.person === null || !marshals.has(event.actor.person);
}

interface Recorded {
  readonly atMs: number;
  readonly base: number;
  readonly events: readonly StoredEvent[];
}

/** What a team said comes as long after the trainee asks it in as it came after it was asked then. */
function timeOf(event: StoredEvent, { atMs, base, events }: Recorded): StepTime | null {
  if (!isKnownEvent(event) || event.type !== 'team-state-changed') return { kind: 'time', atMs };
  const { team } = event.data;
  const asked = events.find(
    (other) => isKnownEvent(other) && other.type === 'team-engaged' && other.data.team === team,
  );
  if (asked === undefined) return null;
  return { kind: 'team', team, afterMs: Math.max(0, atMs - (Date.parse(asked.at) - base)) };
}
