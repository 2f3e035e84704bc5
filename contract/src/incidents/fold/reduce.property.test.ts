import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandBody, CommandType } from '../decide/command.ts';
import { isClosed } from '../decide/decide.ts';
import { eventShapes, isKnownEvent, type StoredEvent } from '../events/events.ts';
import { decideMerge } from '../decide/merge.ts';
import { foldEvents, reduce } from './reduce.ts';
import { incident as incidentSchema } from '../state-schema.ts';
import { declaration, declared, person, system, TestLog } from '../testing-log.ts';
import { hitStates, impactKinds } from '../../impact/words.ts';
import {
  actionAims,
  actionStates,
  factorKinds,
  incidentRoles,
  marks,
  pageStatuses,
  reviewParts,
  severities,
  teamStates,
  workStates,
} from '../words.ts';

const people = ['mira', 'ola', 'ravi'] as const;
const ref = fc.constantFrom(...people).map((name) => ({ person: name, name: name.toUpperCase() }));
const team = fc.constantFrom('files', 'maps');
const role = fc.constantFrom(...incidentRoles);
const task = fc.constantFrom('T1', 'T2', 'T9');
const id = fc.constantFrom('x1', 'x2');
const count = fc.nat(50);
const due = fc.constantFrom(null, '2020-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z');
const words = fc.string({ maxLength: 8 });
const is = <T extends CommandType>(type: T) => fc.constant(type);

const change = fc.record({
  change: id,
  title: words,
  product: fc.constantFrom(null, 'maps'),
  environment: fc.constant(null),
  at: fc.constant(null),
});
const note = fc.record({
  type: is('note'),
  text: words,
  code: fc.constant(null),
  attachments: fc.constant([]),
  decision: fc.boolean(),
});
const page = fc.record({
  type: is('record-page'),
  page: id,
  person: ref,
  team: fc.option(team),
  channel: fc.constantFrom(null, 'email'),
  status: fc.constantFrom(...pageStatuses),
  detail: words,
  answeredBy: fc.constantFrom(null, 'Ola'),
  happenedAt: due,
});
const alerts = fc.record({
  type: is('record-alerts'),
  group: id,
  title: words,
  firing: count,
  total: count,
  newTitles: fc.array(words, { maxLength: 8 }),
});

const said: fc.Arbitrary<CommandBody> = fc.oneof(
  fc.constant(declaration),
  fc.record({ type: is('acknowledge') }),
  fc.record({ type: is('describe'), title: words, summary: words }),
  fc.record({ type: is('set-severity'), severity: fc.constantFrom(...severities), reason: words }),
  fc.record({ type: is('set-state'), state: fc.constantFrom(...workStates) }),
  fc.record({ type: is('take-role'), role }),
  fc.record({ type: is('assign-role'), role, person: ref }),
  fc.record({ type: is('transfer-role'), role, person: ref }),
  fc.record({ type: is('drop-role'), role, person: fc.constantFrom(...people) }),
  fc.record({ type: is('set-update-due'), due }),
  fc.record({ type: is('set-bridge'), url: fc.constantFrom(null, 'https://meet.example/1') }),
  fc.record({ type: is('join-bridge') }),
  fc.record({ type: is('set-privacy'), private: fc.boolean() }),
  fc.record({ type: is('admit-reader'), person: ref }),
  fc.record({ type: is('remove-reader'), person: ref }),
  fc.record({ type: is('resolve'), summary: words }),
  fc.record({ type: is('reopen'), reason: words }),
  fc.record({ type: is('review'), summary: words }),
);
const done: fc.Arbitrary<CommandBody> = fc.oneof(
  fc.record({ type: is('engage-team'), team, reason: words }),
  fc.record({
    type: is('set-team-state'),
    team,
    state: fc.constantFrom(...teamStates).filter((state) => state !== 'engaged' && state !== 'paged'),
    note: words,
  }),
  fc.record({ type: is('set-team-update-due'), team, due }),
  fc.record({ type: is('add-task'), title: words, assignee: fc.option(ref), team: fc.option(team) }),
  fc.record({ type: is('assign-task'), task, assignee: fc.option(ref) }),
  fc.record({ type: is('complete-task'), task }),
  fc.record({ type: is('reopen-task'), task }),
  note,
  fc.record({ type: is('mark'), seq: fc.nat(40), mark: fc.constantFrom(...marks), on: fc.boolean() }),
  fc.record({ type: is('link-alert'), alert: fc.record({ alert: id, title: words }) }),
  fc.record({ type: is('unlink-alert'), alert: id }),
  fc.record({ type: is('link-change'), change }),
  fc.record({ type: is('unlink-change'), change: id }),
  fc.record({ type: is('undo'), seq: fc.option(fc.nat(40)) }),
  fc.record({ type: is('undo'), seq: fc.constant(null) }),
);
const impactRow = fc.record({
  kind: fc.constantFrom(...impactKinds),
  name: fc.constantFrom('w', 'x'),
  title: words,
  state: fc.option(fc.constantFrom(...hitStates)),
  decision: fc.constantFrom('confirmed', 'rejected', 'added', 'cleared'),
});
const impact: fc.Arbitrary<CommandBody> = fc.oneof(
  fc.record({ type: is('decide-impact'), rows: fc.array(impactRow, { maxLength: 3 }), reason: words }),
  fc.record({
    type: is('record-impact'),
    assessment: fc.nat(5),
    summary: words,
    changes: fc.constant([]),
    more: fc.constant(0),
  }),
  fc.record({ type: is('record-impact-late'), minutes: count }),
  fc.record({ type: is('set-data-loss'), lost: fc.boolean(), reason: words }),
  fc.record({
    type: is('set-workaround'),
    language: fc.constantFrom('en', 'de'),
    text: fc.constantFrom('', 'x', 'y'),
  }),
  fc.record({
    type: is('propose-severity'),
    severity: fc.constantFrom(...severities),
    reason: words,
    rule: words,
  }),
  fc.record({ type: is('keep-severity'), reason: words }),
);
const content = {
  title: words,
  aim: fc.constantFrom(...actionAims),
  owner: fc.option(ref),
  team: fc.option(team),
  dueOn: fc.constantFrom(null, '2026-12-01'),
  task: fc.option(task),
  factor: fc.constantFrom(null, 'F1'),
};
const factor = { kind: fc.constantFrom(...factorKinds), text: words, entries: fc.array(fc.nat(20)) };
const factorName = fc.constantFrom('F1', 'F2');
const action = fc.constantFrom('A1', 'A2');
const review: fc.Arbitrary<CommandBody> = fc.oneof(
  fc.record({
    type: is('write-review'),
    part: fc.constantFrom(...reviewParts),
    text: words,
    basis: fc.nat(9),
  }),
  fc.record({ type: is('add-factor'), ...factor }),
  fc.record({ type: is('change-factor'), factor: factorName, ...factor }),
  fc.record({ type: is('remove-factor'), factor: factorName }),
  fc.record({ type: is('add-action'), ...content }),
  fc.record({ type: is('change-action'), action, ...content }),
  fc.record({ type: is('move-action'), action, to: fc.constantFrom(...actionStates), note: words }),
  fc.record({
    type: is('ticket-action'),
    action,
    ticket: fc.option(fc.record({ tracker: id, key: id, url: fc.constant(null) })),
  }),
  fc.record({
    type: is('hear-ticket'),
    action,
    ticket: fc.record({ tracker: id, key: id, url: fc.constant(null) }),
    state: fc.option(words),
    means: fc.option(fc.constantFrom(...actionStates)),
    at: fc.constantFrom(null, '2026-11-24T10:00:00.000Z', '2026-11-24T11:00:00.000Z'),
  }),
);
const told: fc.Arbitrary<CommandBody> = fc.oneof(
  page,
  alerts,
  fc.record({ type: is('record-alerts-resolved'), group: id }),
  fc.record({ type: is('record-exhausted'), team: fc.option(team), final: fc.boolean(), detail: words }),
);

const actor = fc.constantFrom(...people.map((name) => person(name)), system);
const step = fc.record({
  by: actor,
  command: fc.oneof(said, done, told, impact, review),
  afterMs: fc.constantFrom(0, 500, 4_000, 11_000),
});
const steps = fc.array(step, { maxLength: 60 });

function play(log: TestLog, list: readonly { by: typeof system; command: CommandBody; afterMs: number }[]) {
  for (const { by, command, afterMs } of list) log.ask(by, command, afterMs);
  return log;
}

/** What is stored is JSON: a fold that only works on live objects would fail after a restart. */
function stored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

describe('any sequence of commands', () => {
  it('is decided and folded without throwing, into a state of the documented shape', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { incident, events } = play(new TestLog(), list);
        expect(incident?.seq ?? 0).toBe(events.length);
        const parsed = incident === null ? null : incidentSchema.parse(stored(incident));
        expect(parsed).toEqual(stored(incident));
        expect(events.filter((event) => !isKnownEvent(stored(event)))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('never gives two Field Marshals, and never loses one except by taking it back', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const log = declared();
        for (const { by, command, afterMs } of list) {
          const had = log.state.roles.some((held) => held.role === 'field-marshal');
          log.ask(by, command, afterMs);
          const marshals = log.state.roles.filter((held) => held.role === 'field-marshal').length;
          expect(marshals).toBeLessThanOrEqual(1);
          expect(marshals).toBeGreaterThanOrEqual(had && command.type !== 'undo' ? 1 : 0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('changes nothing that is being worked on once the incident is closed', () => {
    fc.assert(
      fc.property(steps, steps, (first, second) => {
        const log = play(declared(), first);
        log.ask(person('mira'), { type: 'resolve', summary: '' });
        for (const { by, command, afterMs } of second) {
          const { severity, state, roles, updateDue, bridge } = log.state;
          if (!isClosed(log.state)) return;
          log.ask(by, command, afterMs);
          if (['reopen', 'review', 'resolve'].includes(command.type)) continue;
          expect(log.state).toMatchObject({ severity, state, roles, updateDue, bridge });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keeps a merge readable: both logs fold again, and what moved is there once', () => {
    fc.assert(
      fc.property(steps, steps, (first, second) => {
        const source = play(declared({}, 'INC-1'), first);
        const target = play(declared({}, 'INC-2'), second);
        const merge = decideMerge(source.state, target.state);
        if (!merge.ok) return;
        source.append(person('mira'), [merge.source]);
        target.append(person('mira'), [merge.target]);
        const names = target.state.tasks.map((each) => each.task);
        expect(new Set(names).size).toBe(names.length);
        for (const log of [source, target]) expect(foldEvents(stored(log.events))).toEqual(log.state);
      }),
      { numRuns: 200 },
    );
  });
});

describe('replaying', () => {
  it('gives the same state from any prefix, with duplicates and with what came before', () => {
    fc.assert(
      fc.property(steps, fc.nat(), fc.nat(), (list, cut, again) => {
        const { events, state } = play(declared(), list);
        const end = cut % (events.length + 1);
        const prefix = foldEvents(events.slice(0, end));
        expect(foldEvents(events, prefix)).toEqual(state);
        expect(foldEvents([...events.slice(0, end), ...events.slice(again % (end + 1))])).toEqual(state);
      }),
      { numRuns: 200 },
    );
  });

  it('stands still at a gap instead of folding past it', () => {
    const log = declared();
    log.ask(person('mira'), { type: 'acknowledge' });
    log.ask(person('mira'), { type: 'set-severity', severity: 'SEV1', reason: '' });
    const [first, , third] = log.events;
    if (!first || !third) throw new Error('three events expected');
    const state = reduce(null, first);
    expect(reduce(state, third)).toBe(state);
    expect(reduce(null, third)).toBeNull();
  });
});

describe('whatever is stored', () => {
  const keys = Object.keys(eventShapes);
  const anything = fc.record({
    key: fc.oneof(fc.constantFrom(...keys), fc.constantFrom('declared@9', 'new-thing@1', '__proto__@1')),
    data: fc.oneof(fc.jsonValue(), fc.object()),
    actor,
  });

  it('folds without throwing, and an unknown or broken event only moves seq on', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 40 }), (list) => {
        const log = declared({ teams: ['files'] });
        let state = log.state;
        for (const { key, data, actor: by } of list) {
          const event = eventOf(key, { data, by, seq: state.seq + 1 });
          const next = reduce(state, event);
          if (next === null) throw new Error('an incident was lost');
          expect(next.seq).toBe(state.seq + 1);
          const unmoved = isKnownEvent(event) ? state : next;
          expect(unmoved).toMatchObject({ title: state.title, roles: state.roles });
          incidentSchema.parse(stored(next));
          state = next;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('begins with an event of a version not known here', () => {
    const first = eventOf('declared@9', { data: { heading: 'x' }, by: system, seq: 1 });
    expect(reduce(null, first)).toMatchObject({ id: 'INC-1', seq: 1, title: '' });
  });
});

function eventOf(
  key: string,
  { data, by, seq }: { data: unknown; by: typeof system; seq: number },
): StoredEvent {
  const [type = '', version] = key.split('@');
  const at = '2026-11-24T10:00:00.000Z';
  return { incidentId: 'INC-1', seq, id: `e${seq}`, at, actor: by, type, version: Number(version), data };
}
