import {
  foldEvents,
  isKnownEvent,
  type IncidentEvent,
  type StoredEvent,
} from '@fieldmarshal/contract/incidents';
import type { DrillScore } from '@fieldmarshal/contract/training';
import { rollUp } from '#insights';
import type { Happened } from '../core/due.ts';
import { scoreDrill } from '../core/score.ts';
import { voiceOf, type Solution } from '../core/script.ts';

const script = voiceOf('The scenario');

/**
 * Scores a drill by its own log, with each entry at its scenario time, so that a drill at 8 times the speed is measured as one at its own.
 * The times come from the same code as those of real incidents.
 */
export function resultOf(solution: Solution, happened: readonly Happened[]): DrillScore | null {
  const events = happened
    .map(({ event, atMs }): StoredEvent => ({
      ...event,
      at: new Date(atMs).toISOString(),
      // Whoever started the drill declared it for the script: that it came with a severity is no assessment.
      ...(event.type === 'declared' ? { actor: script } : {}),
    }))
    .filter((event): event is StoredEvent & IncidentEvent => isKnownEvent(event));
  const incident = foldEvents(events);
  if (incident === null) return null;
  const { times } = rollUp({
    ...{ incident, events, alerts: [], impact: [], worked: [] },
    ...{ teamOf: () => null, hubOf: () => null, zoneOf: () => 'Etc/UTC' },
  });
  return scoreDrill(solution, { incident, events, times });
}
