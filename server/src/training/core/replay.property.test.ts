import {
  decide,
  foldEvents,
  reduce,
  severities,
  teamStates,
  workStates,
  type CommandBody,
  type Incident,
  type StoredEvent,
  type Who,
} from '@fieldmarshal/contract/incidents';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elapsedAt, pauseAt, runFrom, wallAt, type Stretch } from './drill-clock.ts';
import { coming } from './due.ts';
import { placedDue } from './placed-due.ts';
import { scriptOfLog } from './recording-script.ts';

const base = Date.parse('2026-03-01T10:00:00.000Z');
const iso = (ms: number) => new Date(ms).toISOString();
const who = (name: string): Who => ({ kind: 'person', id: name, name, person: name });
const mira = { person: 'mira', name: 'Mira' };
const words = fc.string({ maxLength: 8 });

const command: fc.Arbitrary<CommandBody> = fc.oneof(
  fc.constant({ type: 'acknowledge' } as const),
  fc.record({
    type: fc.constant('set-severity' as const),
    severity: fc.constantFrom(...severities),
    reason: words,
  }),
  fc.record({ type: fc.constant('set-state' as const), state: fc.constantFrom(...workStates) }),
  fc.constant({ type: 'take-role', role: 'field-marshal' } as const),
  fc.constant({ type: 'transfer-role', role: 'field-marshal', person: mira } as const),
  fc.record({
    type: fc.constant('engage-team' as const),
    team: fc.constantFrom('files', 'maps'),
    reason: words,
  }),
  fc.record({
    ...{ type: fc.constant('set-team-state' as const), team: fc.constantFrom('files', 'maps'), note: words },
    state: fc.constantFrom(...teamStates).filter((state) => state !== 'engaged' && state !== 'paged'),
  }),
  fc.record({ type: fc.constant('note' as const), text: words, decision: fc.boolean() }).map((note) => ({
    ...note,
    code: null,
    attachments: [],
  })),
  fc
    .nat(90)
    .map((minutes) => ({ type: 'set-update-due' as const, due: iso(base + (600 + minutes) * 60_000) })),
  fc.constant({ type: 'set-update-due', due: null } as const),
  fc.record({
    type: fc.constant('mark' as const),
    seq: fc.nat(20),
    mark: fc.constant('pinned' as const),
    on: fc.boolean(),
  }),
  fc.constant({ type: 'undo', seq: null } as const),
  fc.record({
    ...{ type: fc.constant('record-alerts' as const), group: fc.constant('g'), title: words },
    ...{ firing: fc.nat(9), total: fc.nat(9), newTitles: fc.constant([]) },
  }),
  fc.record({ type: fc.constant('resolve' as const), summary: words }),
  fc.record({ type: fc.constant('reopen' as const), reason: words }),
);
const history = fc.array(
  fc.record({
    by: fc.constantFrom('mira', 'ola'),
    body: command,
    afterMs: fc.constantFrom(0, 700, 4_000, 61_000),
  }),
  { maxLength: 40 },
);
const declaration: CommandBody = {
  ...{
    type: 'declare' as const,
    title: 'Uploads fail',
    summary: '',
    severity: null,
    product: null,
    environment: null,
  },
  ...{
    escalationPolicy: null,
    drill: false,
    origin: null,
    alertCount: 0,
    fieldMarshal: null,
    teams: [],
    alerts: [],
  },
};

/** The log that these commands leave behind. */
function recorded(steps: readonly { by: string; body: CommandBody; afterMs: number }[]): StoredEvent[] {
  const events: StoredEvent[] = [];
  let incident: Incident | null = null;
  let at = base;
  for (const { by, body, afterMs } of [{ by: 'ola', body: declaration, afterMs: 0 }, ...steps]) {
    at += afterMs;
    const decision = decide(incident, { ...body, by: who(by) }, iso(at));
    if (!decision.ok) continue;
    for (const event of decision.events) {
      const seq = events.length + 1;
      const { type, version } = event;
      events.push({
        incidentId: 'INC-1',
        seq,
        id: `e${seq}`,
        at: iso(at),
        actor: who(by),
        type,
        version,
        data: event.data,
      });
    }
    incident = foldEvents(events);
  }
  return events;
}

/** Plays a script at these looks of the wall, as the server does; entries stand at their scenario time. */
function played(
  log: readonly StoredEvent[],
  looks: readonly { waitMs: number; speed: number; pauses: boolean }[],
) {
  const script = scriptOfLog(log, 'watch');
  let stretches: Stretch[] = [];
  let wall = 5_000;
  const events = log.slice(0, 1);
  const done = new Set<string>();
  const last = { waitMs: script.lengthMs, speed: 1, pauses: false };
  for (const { waitMs, speed, pauses } of [...looks, last]) {
    stretches = runFrom(stretches, wall, speed);
    wall += waitMs;
    const elapsed = elapsedAt(stretches, wall);
    const happened = events.map((event) => ({ event, atMs: Date.parse(event.at) - base }));
    for (const { step, atMs } of coming(script, { played: done, happened })) {
      if (atMs > elapsed) continue;
      done.add(step.key);
      const event = placedDue(step.event, (since) => iso(base + Date.parse(since)));
      const seq = events.length + 1;
      events.push({
        incidentId: 'INC-1',
        seq,
        id: `e${seq}`,
        at: iso(base + atMs),
        actor: step.voice,
        ...event,
      });
    }
    if (pauses) {
      stretches = pauseAt(stretches, wall);
      wall += 100_000;
    }
  }
  return events;
}

/** The state after every entry. */
function states(events: readonly StoredEvent[]): (Incident | null)[] {
  let incident: Incident | null = null;
  return events.map((event) => (incident = reduce(incident, event)));
}

const looks = fc.array(
  fc.record({ waitMs: fc.nat(90_000), speed: fc.constantFrom(1, 2, 4, 8), pauses: fc.boolean() }),
  { maxLength: 12 },
);

describe('a drill of a recorded incident', () => {
  it('goes through exactly the states of its log, whatever its speed, its pauses and how often one looks', () => {
    fc.assert(
      fc.property(history, looks, (steps, glances) => {
        const log = recorded(steps);
        const replay = played(log, glances);
        expect(replay).toHaveLength(log.length);
        expect(states(replay)).toEqual(states(log));
      }),
      { numRuns: 200 },
    );
  });

  it('with somebody in the seat leaves every decision to them, and teams answer when they ask', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { steps: left } = scriptOfLog(recorded(steps), 'trainee');
        const world = ['alerts-counted', 'alerts-resolved', 'noted', 'team-state-changed'];
        for (const { event, time } of left) {
          expect(world).toContain(event.type);
          expect(time.kind).toBe(event.type === 'team-state-changed' ? 'team' : 'time');
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('scenario time', () => {
  it('never falls, and the wall instant of a scenario instant is the first at which it has passed', () => {
    fc.assert(
      fc.property(looks, fc.nat(400_000), (glances, atMs) => {
        let wall = 0;
        let stretches: Stretch[] = [];
        for (const { waitMs, speed, pauses } of glances) {
          stretches = runFrom(stretches, wall, speed);
          wall += waitMs;
          if (pauses) stretches = pauseAt(stretches, wall);
        }
        const at = wallAt(stretches, atMs);
        if (at === null) return;
        expect(elapsedAt(stretches, at)).toBeGreaterThanOrEqual(atMs);
        if (atMs > 0) expect(elapsedAt(stretches, at - 1)).toBeLessThan(atMs);
      }),
      { numRuns: 200 },
    );
  });
});
