import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admit, keyFor, type KnownSender, type Neighbours } from './admit.ts';
import { clockBounds } from './clock-bounds.ts';
import { gapsOf, rangesText, readRanges } from './gaps.ts';
import { compareHlc, tick } from './hlc.ts';
import type { Manifest } from './manifest.ts';
import { conflictsOf, mergeEntries, type Entry } from './merge.ts';
import { policySchema, redact, type RedactionPolicy } from './redaction.ts';
import { stampLog } from './stamp.ts';

const sender: KnownSender = {
  site: 'field-1',
  stream: 's1',
  direction: 'up',
  isRevoked: false,
  keys: [
    { fingerprint: 'old', from: 1, until: 4, isRevoked: false },
    { fingerprint: 'new', from: 5, until: null, isRevoked: false },
    { fingerprint: 'lost', from: 1, until: null, isRevoked: true },
  ],
};
const nobody: Neighbours = { before: null, same: null, after: null };
const reasonOf = (work: () => unknown): string => {
  try {
    return String(work());
  } catch (error) {
    return error instanceof Error && 'reason' in error ? String(error.reason) : String(error);
  }
};

test.each([
  ['another site', { site: 'field-2' }, nobody, 'wrong-site'],
  ['the other direction', { direction: 'down' }, nobody, 'wrong-direction'],
  ['a strange key', { key: 'strange' }, nobody, 'unknown-key'],
  ['a revoked key', { key: 'lost' }, nobody, 'revoked-key'],
  ['an old key after its time', { sequence: 5 }, nobody, 'unknown-key'],
  ['a new key before its time', { key: 'new', sequence: 4 }, nobody, 'unknown-key'],
  ['an earlier enrolment', { stream: 's0' }, nobody, 'wrong-stream'],
  ['the very same again', {}, { ...nobody, same: { hash: 'h' } }, 'known'],
  ['the same number with something else', {}, { ...nobody, same: { hash: 'x' } }, 'forked'],
  ['not what the one before it was followed by', {}, { ...nobody, before: { hash: 'q' } }, 'broken-chain'],
  ['not what the one after it follows', {}, { ...nobody, after: { previous: 'q' } }, 'broken-chain'],
  ['in its place', {}, { before: { hash: 'p' }, same: null, after: { previous: 'h' } }, 'new'],
  ['with neighbours that have not come', {}, nobody, 'new'],
])('%s', (_what, change, neighbours, verdict) => {
  // Only these fields are asked for.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const manifest = {
    site: 'field-1',
    direction: 'up',
    key: 'old',
    stream: 's1',
    sequence: 3,
    previous: 'p',
    ...change,
  } as Manifest;
  expect(reasonOf(() => admit(manifest, 'h', { sender, key: keyFor(sender, manifest), neighbours }))).toBe(
    verdict,
  );
});

test('what has not come is named by number and time, and the ranges are read back', () => {
  const covered = [5, 2, 1, 9].map((sequence) => ({ sequence, from: `f${sequence}`, to: `t${sequence}` }));
  const gaps = gapsOf(covered);
  expect(gaps).toEqual([
    { firstMissing: 3, lastMissing: 4, from: 't2', to: 'f5' },
    { firstMissing: 6, lastMissing: 8, from: 't5', to: 'f9' },
  ]);
  expect(rangesText(gaps)).toBe('3-4, 6-8');
  expect(readRanges('6-8, 3-4')).toEqual([3, 4, 6, 7, 8]);
  expect(gapsOf(covered.slice(0, 1))).toEqual([{ firstMissing: 1, lastMissing: 4, from: null, to: 'f5' }]);
  expect(['x', '3-1', '0', '1-999999', '1.5'].map(readRanges)).toEqual([null, null, null, null, null]);
});

test('two clocks are bounded by what crossed between them, and never wrongly', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e6, max: 1e6 }),
      fc.array(fc.record({ isUp: fc.boolean(), at: fc.nat(1e6), way: fc.nat(1e5) }), { maxLength: 12 }),
      (ahead, ways) => {
        const crossings = ways.map(({ isUp, at, way }) =>
          isUp
            ? { direction: 'up' as const, sentAt: at + ahead, takenAt: at + way }
            : { direction: 'down' as const, sentAt: at, takenAt: at + way + ahead },
        );
        const { atLeast, atMost } = clockBounds(crossings);
        if (atLeast !== null) expect(atLeast).toBeLessThanOrEqual(ahead);
        if (atMost !== null) expect(atMost).toBeGreaterThanOrEqual(ahead);
      },
    ),
  );
  expect(
    clockBounds([
      { direction: 'up', sentAt: 500, takenAt: 200 },
      { direction: 'down', sentAt: 0, takenAt: 400 },
    ]),
  ).toEqual({
    atLeast: 300,
    atMost: 400,
  });
});

const policy: RedactionPolicy = policySchema.parse({
  apiVersion: 'fieldmarshal/v1',
  kind: 'RedactionPolicy',
  metadata: { name: 'trial' },
  spec: {
    without: ['audit'],
    rules: {
      event: {
        'actor.name': 'pseudonymise',
        'data.**': 'keep',
        'data.text': 'drop',
        'data.hosts.*': 'hash',
        'data.list.*.keep': 'keep',
      },
    },
  },
});

test('a field that no rule names does not leave; the most exact rule decides', () => {
  const digest = (text: string): string => `d${text.length}`;
  const record = {
    kind: 'event' as const,
    id: 'e',
    at: '2026-11-26T10:00:00.000Z',
    data: {
      incident: 'INC-1',
      seq: 3,
      actor: { kind: 'person', name: 'Mira Holt', id: 'mira' },
      data: { title: 'Maps are blank', text: 'call +44 20 7946 0000', hosts: ['h1'], n: 4 },
      other: { secret: 'x', n: 5, list: ['a', 'b'] },
    },
  };
  expect(redact(record, { policy, digest })?.data).toEqual({
    incident: 'INC-1',
    seq: 3,
    actor: { kind: 'person', name: 'someone-d9', id: '[withheld]' },
    data: { title: 'Maps are blank', text: '[withheld]', hosts: ['#d2'], n: 4 },
    other: { secret: '[withheld]', n: null, list: [] },
  });
  expect(redact({ ...record, kind: 'audit' }, { policy, digest })).toBeNull();
});

test('a name with a dot in it is not the path that reads like it, and one that JavaScript knows is a name like others', () => {
  const trial = policySchema.parse({
    apiVersion: 'fieldmarshal/v1',
    kind: 'RedactionPolicy',
    metadata: { name: 'dots' },
    spec: { rules: { alert: { 'labels.zone.name': 'keep' } } },
  });
  const labels = JSON.parse(
    '{"zone":{"name":"x"},"zone.name":"S3CRET","__proto__":{"name":"S3CRET"}}',
  ) as object;
  const record = { kind: 'alert' as const, id: 'a', at: '2026-11-26T10:00:00.000Z', data: { labels } };
  expect(JSON.stringify(redact(record, { policy: trial, digest: () => 'd' })?.data)).toBe(
    '{"labels":{"zone":{"name":"x"},"zone.name":"[withheld]","__proto__":{"name":"[withheld]"}}}',
  );
});

test('whatever the record, no text passes that no rule keeps', () => {
  const secret = 'S3CRET';
  fc.assert(
    fc.property(
      fc.object({
        maxDepth: 4,
        values: [fc.constant(secret), fc.integer(), fc.constant(null)],
        key: fc.constantFrom('a', 'b', 'c'),
      }),
      (data) => {
        const record = {
          kind: 'alert' as const,
          id: 'a',
          at: '2026-11-26T10:00:00.000Z',
          data: { data },
        };
        expect(JSON.stringify(redact(record, { policy, digest: () => 'd' }))).not.toContain(secret);
      },
    ),
  );
});

/** A trial of two sides: each writes, and now and then hears all that the other wrote so far. */
const act = fc.record({
  side: fc.constantFrom('site' as const, 'headquarters' as const),
  hears: fc.boolean(),
  clock: fc.nat(50),
  value: fc.constantFrom('SEV1', 'SEV2'),
});

function played(
  acts: readonly { side: Entry['origin']; hears: boolean; clock: number; value: string }[],
): Entry[] {
  const written: Record<Entry['origin'], Entry[]> = { site: [], headquarters: [] };
  const heard = { site: 0, headquarters: 0 };
  for (const { side, hears, clock, value } of acts) {
    const other = side === 'site' ? 'headquarters' : 'site';
    if (hears) heard[side] = written[other].length;
    const known = [...written[side], ...written[other].slice(0, heard[side])];
    const last = known
      .map(({ hlc }) => hlc)
      .toSorted(compareHlc)
      .at(-1) ?? [0, 0];
    written[side].push({
      origin: side,
      seq: written[side].length + 1,
      hlc: tick(last, clock),
      seen: heard[side],
      type: 'severity-changed',
      version: 1,
      data: { to: value },
    });
  }
  return [...written.site, ...written.headquarters];
}

test('any order and any doubling of entries gives the same log, causes before effects', () => {
  fc.assert(
    fc.property(
      fc.array(act, { maxLength: 25 }),
      fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
      (acts, noise) => {
        const entries = played(acts);
        const shuffled = [...entries, ...entries.slice(0, 5)]
          .map((entry, n) => ({ entry, by: noise[n] ?? 0 }))
          .toSorted((a, b) => a.by - b.by);
        const merged = mergeEntries(shuffled.map(({ entry }) => entry));
        expect(merged).toEqual(mergeEntries(entries));
        expect(merged).toHaveLength(entries.length);
        for (const [index, entry] of merged.entries()) {
          const later = merged.slice(index + 1);
          expect(later.some((other) => other.origin === entry.origin && other.seq < entry.seq)).toBe(false);
          expect(later.some((other) => other.origin !== entry.origin && other.seq <= entry.seen)).toBe(false);
        }
      },
    ),
  );
});

test('two severities set apart are a conflict until somebody who knew both sets one', () => {
  const apart = played([
    { side: 'site', hears: false, clock: 1, value: 'SEV1' },
    { side: 'headquarters', hears: false, clock: 2, value: 'SEV2' },
  ]);
  expect(conflictsOf(apart)).toMatchObject([
    {
      about: 'severity',
      site: { value: 'SEV1' },
      headquarters: { value: 'SEV2' },
    },
  ]);
  const settled = played([
    { side: 'site', hears: false, clock: 1, value: 'SEV1' },
    { side: 'headquarters', hears: false, clock: 2, value: 'SEV2' },
    { side: 'headquarters', hears: true, clock: 3, value: 'SEV1' },
  ]);
  expect(conflictsOf(settled)).toEqual([]);
  const agreed = played([
    { side: 'site', hears: false, clock: 1, value: 'SEV1' },
    { side: 'headquarters', hears: false, clock: 2, value: 'SEV1' },
  ]);
  expect(conflictsOf(agreed)).toEqual([]);
});

test('two Field Marshals are a conflict; an undone taking of the role is none', () => {
  const given = (origin: Entry['origin'], person: string, seen = 0): Entry => ({
    origin,
    seq: 1,
    hlc: [1, 0],
    seen,
    type: 'role-given',
    version: 1,
    data: { role: 'field-marshal', person, name: `${person} as the log says` },
  });
  expect(conflictsOf([given('site', 'mira'), given('headquarters', 'ola')])).toMatchObject([
    {
      about: 'field-marshal',
      site: { value: 'mira', shown: 'mira as the log says' },
      headquarters: { value: 'ola', shown: 'ola as the log says' },
    },
  ]);
  expect(conflictsOf([given('site', 'mira'), given('headquarters', 'ola', 1)])).toEqual([]);
  const undone: Entry = {
    ...given('site', ''),
    seq: 2,
    type: 'undone',
    data: { back: { type: 'role-given', data: { role: 'field-marshal', person: 'ola' } } },
  };
  expect(conflictsOf([given('site', 'mira'), undone, given('headquarters', 'ola')])).toEqual([]);
});

test('events of a site come after what had arrived, also where headquarters is ahead in time', () => {
  const events = [1, 2, 3].map((seq) => ({ seq, at: '2026-11-26T10:00:00.000Z' }));
  const ahead = Date.parse('2026-11-26T12:00:00.000Z');
  const stamps = stampLog(events, [{ seq: 1, hlc: [ahead, 3], arrivedAfter: 1 }]);
  expect(stamps.get(1)).toEqual({ hlc: [Date.parse(events[0]?.at ?? ''), 0], seen: 0 });
  expect(stamps.get(2)).toEqual({ hlc: [ahead, 4], seen: 1 });
  expect(stamps.get(3)).toEqual({ hlc: [ahead, 5], seen: 1 });
});
