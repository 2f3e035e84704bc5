import { expect, test } from 'vitest';
import { AppError } from '#platform';
import { FailureGate } from './limits/failure-gate.ts';
import { LookupCache } from './lookup-cache.ts';

function rig(answers: Record<string, string>): {
  cache: LookupCache<string>;
  clock: { nowMs: number };
  asked: () => number;
} {
  const clock = { nowMs: 0 };
  let asked = 0;
  const cache = new LookupCache({ now: () => new Date(clock.nowMs) }, async (hash) => {
    asked += 1;
    return answers[hash.toString('hex').slice(0, 4)] ?? null;
  });
  return { cache, clock, asked: () => asked };
}

/** The first four digits of the SHA-256 of `key`. */
const known = { '2c70': 'prometheus' };

test('an answer is believed for two seconds, also that there is none', async () => {
  const { cache, clock, asked } = rig(known);
  for (let n = 0; n < 3; n += 1) {
    expect(await cache.find('key')).toBe('prometheus');
    expect(await cache.find('guess')).toBeNull();
  }
  expect(asked()).toBe(2);
  clock.nowMs = 1_999;
  await cache.find('key');
  expect(asked()).toBe(2);
  clock.nowMs = 2_000;
  await cache.find('key');
  await cache.find('guess');
  expect(asked()).toBe(4);
});

test('a clock that jumps back does not make an answer last', async () => {
  const { cache, clock, asked } = rig(known);
  clock.nowMs = 3_600_000;
  await cache.find('key');
  clock.nowMs = 0;
  await cache.find('key');
  expect(asked()).toBe(2);
});

test('guessing pushes no key out that exists', async () => {
  const { cache, asked } = rig(known);
  await cache.find('key');
  for (let n = 0; n < 12_000; n += 1) await cache.find(`guess ${n}`);
  const before = asked();
  await cache.find('key');
  expect(asked()).toBe(before);
  await cache.find('guess 0');
  expect(asked()).toBe(before + 1);
});

test('an error is not remembered', async () => {
  let fails = true;
  const cache = new LookupCache({ now: () => new Date(0) }, async () => {
    if (fails) throw new Error('storage is away');
    return 'prometheus';
  });
  await expect(cache.find('key')).rejects.toThrow('storage is away');
  fails = false;
  expect(await cache.find('key')).toBe('prometheus');
});

test('an address that guesses is stopped before storage is asked, and who has a good key is not', async () => {
  let asked = 0;
  const cache = new LookupCache<string>(
    { now: () => new Date(0) },
    async (hash) => {
      asked += 1;
      return hash.toString('hex').startsWith('2c70') ? 'prometheus' : null;
    },
    { gate: new FailureGate(), refusal: () => new AppError('rate-limited', 'too many') },
  );
  expect(await cache.find('key', '192.0.2.1')).toBe('prometheus');
  const guesses = Array.from({ length: 1_000 }, async (_, n) => cache.find(`guess ${n}`, '192.0.2.1'));
  const answers = await Promise.allSettled(guesses);
  expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(950);
  expect(asked).toBe(51);
  expect([cache.turnsAway('another', '192.0.2.1'), cache.turnsAway('key', '192.0.2.1')]).toEqual([
    true,
    false,
  ]);
  expect(cache.turnsAway('another', '192.0.2.2')).toBe(false);
  cache.clear();
  expect(await cache.find('key', '192.0.2.1')).toBe('prometheus');
  expect(await cache.find('guess', '192.0.2.2')).toBeNull();
});
