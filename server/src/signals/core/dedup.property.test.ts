import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dedup, type Plan, type StoredEpisode } from './dedup.ts';
import { alertKey, type Signal } from './signal.ts';

/** What storage does with plans, in memory. */
class Rows {
  readonly #rows: (StoredEpisode & { count: number; transitions: string[] })[] = [];

  apply(signals: readonly Signal[], now: number): void {
    const latest = new Map(this.#rows.map((row) => [alertKey(row.integration, row.key), row] as const));
    this.#store(dedup(latest, signals, now));
  }

  #store(plan: Plan): void {
    for (const { id, endsAt, endsAssumed, count } of plan.touched) {
      const row = this.#row(id);
      const end = row.state === 'resolved' ? {} : { endsAt, endsAssumed };
      Object.assign(row, end, { count: row.count + count });
    }
    for (const { id, count, transitions, content, ...span } of plan.changed) {
      const row = this.#row(id);
      Object.assign(row, {
        ...visible(span),
        ...(content ? { hash: content.hash } : {}),
        count: row.count + count,
        transitions: [...row.transitions, ...transitions],
      });
    }
    for (const { signal, count, transitions, ...span } of plan.created) {
      this.#rows.push({
        id: this.#rows.length + 1,
        integration: signal.integration.id,
        key: signal.key,
        hash: signal.hash,
        groupId: null,
        resolvedByHand: false,
        ...visible(span),
        count,
        transitions: [...transitions],
      });
    }
  }

  #row(id: number): StoredEpisode & { count: number; transitions: string[] } {
    const row = this.#rows[id - 1];
    if (!row) throw new Error(`no row ${id}`);
    return row;
  }

  resolveByHand(now: number): void {
    for (const row of this.#rows.filter((each) => each.state !== 'resolved'))
      Object.assign(row, { state: 'resolved', resolvedAt: now, resolvedByHand: true });
  }

  /** Rows by key, in order; ids left out, since they depend on what else was stored. */
  view(): unknown {
    const byKey: Record<string, unknown[]> = {};
    for (const { id: _, transitions, ...row } of this.#rows) {
      // Two changes in a row are one line or two, depending on where the batch was cut.
      const lines = transitions.filter(
        (line, index) => line !== 'changed' || transitions[index - 1] !== 'changed',
      );
      (byKey[row.key] ??= []).push({ ...row, transitions: lines });
    }
    return byKey;
  }

  get rows(): readonly (StoredEpisode & { count: number })[] {
    return this.#rows;
  }
}

type Visible = Pick<StoredEpisode, 'startsAt' | 'endsAt' | 'endsAssumed' | 'state' | 'resolvedAt'>;

function visible({ startsAt, endsAt, endsAssumed, state, resolvedAt }: Visible): Visible {
  return { startsAt, endsAt, endsAssumed, state, resolvedAt };
}

const now = 1_000_000;

const signal: fc.Arbitrary<Signal> = fc
  .record({
    action: fc.constantFrom('fire', 'fire', 'fire', 'resolve', 'acknowledge'),
    key: fc.constantFrom('k1', 'k2'),
    hash: fc.constantFrom(1, 2),
    startsAt: fc.constantFrom(null, now - 5_000, now - 1_000, now),
    endsAt: fc.constantFrom(null, null, now - 90_000, now - 6_000, now - 500, now + 10_000, now + 50_000),
    expiresAfterMs: fc.constantFrom(null, 30_000),
    keepsHistory: fc.boolean(),
    countsDurably: fc.boolean(),
  })
  .map((parts) => ({
    ...parts,
    integration: { id: 'i', name: 'I' },
    id: alertKey('i', parts.key),
    source: 'events',
    title: 't',
    labels: {},
    annotations: {},
    link: null,
  }));

function oneOf<T>(values: fc.Arbitrary<T>): T {
  const [value] = fc.sample(values, 1);
  if (value === undefined) throw new Error('no sample');
  return value;
}

describe('deduplication', () => {
  test('where a stream of signals is cut into batches makes no difference', () => {
    fc.assert(
      fc.property(
        fc.array(signal, { maxLength: 14 }),
        fc.array(fc.nat(13), { maxLength: 4 }),
        (signals, cuts) => {
          const whole = new Rows();
          whole.apply(signals, now);
          const cut = new Rows();
          const borders = [
            0,
            ...cuts.filter((at) => at < signals.length).sort((a, b) => a - b),
            signals.length,
          ];
          for (const [index, from] of borders.entries())
            cut.apply(signals.slice(from, borders[index + 1] ?? from), now);
          expect(cut.view()).toEqual(whole.view());
        },
      ),
      { numRuns: 500 },
    );
  });

  test('at most one episode of a key is open, and only its latest', () => {
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 20 }), (signals) => {
        const rows = new Rows();
        rows.apply(signals, now);
        for (const key of ['k1', 'k2']) {
          const episodes = rows.rows.filter((row) => row.key === key);
          expect(episodes.slice(0, -1).every((row) => row.state === 'resolved')).toBe(true);
        }
      }),
    );
  });

  test('repeats in any order of alerts and of keys give the same rows, each counted', () => {
    const fires = fc.array(
      signal.map((each) => ({
        ...each,
        action: 'fire' as const,
        hash: 1,
        endsAt: null,
        expiresAfterMs: null,
      })),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fires.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          const one = new Rows();
          one.apply(list, now);
          const other = new Rows();
          other.apply(shuffled, now);
          expect(other.view()).toEqual(one.view());
          expect(one.rows.reduce((sum, row) => sum + row.count, 0)).toBe(list.length);
        },
      ),
    );
  });

  test('what a person resolved stays so while its sender repeats the same start, and comes back with a new one', () => {
    const repeat: Signal = {
      ...oneOf(signal),
      action: 'fire',
      key: 'k1',
      id: alertKey('i', 'k1'),
      endsAt: null,
      startsAt: now - 5_000,
    };
    const rows = new Rows();
    rows.apply([repeat], now);
    rows.resolveByHand(now);
    rows.apply([repeat, repeat], now + 1_000);
    expect(rows.rows).toHaveLength(1);
    expect(rows.rows[0]?.count).toBe(3);
    rows.apply([{ ...repeat, startsAt: now + 2_000 }], now + 3_000);
    expect(rows.rows.map((row) => row.state)).toEqual(['resolved', 'firing']);
  });
});
