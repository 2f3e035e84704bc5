import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventShapes, isKnownEvent } from '../events/events.ts';
import { foldEvents, reduce } from './reduce.ts';
import { incidentEvent } from '../schema.ts';
import { incident, type Incident } from '../state-schema.ts';

const fixture = z.object({ events: z.array(incidentEvent), folded: incident });
const folder = new URL('../fixtures/', import.meta.url);
const fixtures = readdirSync(folder).map((file) => ({
  file,
  ...fixture.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
}));

/**
 * Logs as they were once stored. Nothing in `events` is ever edited: a new version of an event is a new log here. `folded` may change
 * when the fold learns to show more, and `foldVersion` goes up with it.
 */
describe('stored logs', () => {
  it.each(fixtures)('folds $file as it always did', ({ events, folded }) => {
    expect(foldEvents(events)).toEqual(folded);
  });

  it.each(fixtures)('understands every event of $file', ({ events }) => {
    expect(events.filter((event) => !isKnownEvent(event))).toEqual([]);
  });

  it('has every type and version of event ever stored', () => {
    const present = new Set(
      fixtures.flatMap(({ events }) => events.map((event) => `${event.type}@${event.version}`)),
    );
    expect(Object.keys(eventShapes).filter((key) => !present.has(key))).toEqual([]);
  });

  it.each(fixtures)('loses no event of $file: each changes what is shown', ({ events }) => {
    let before: Incident | null = null;
    for (const event of events) {
      const after: Incident | null = reduce(before, event);
      expect(shown(after), `${event.seq} ${event.type}`).not.toEqual(shown(before));
      before = after;
    }
  });
});

/** The state without what every event moves. */
function shown(state: Incident | null) {
  return state && { ...state, seq: 0, changedAt: '', recent: [] };
}
