import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerWithinMs } from './shared-buckets.ts';
import { Processes, type Way } from './testing-processes.ts';

const burstS = 5;
const rate = fc.integer({ min: 1, max: 20 });
const count = fc.integer({ min: 1, max: 5 });
const request = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_000 })),
  process: fc.nat({ max: 4 }),
  times: fc.integer({ min: 1, max: 60 }),
});
const requests = fc.array(request, { maxLength: 40 });

/** Messages that are lost, or take up to so many milliseconds. */
const worlds = (delayMsMax: number) =>
  fc.record({
    ...{ n: count, perSecond: rate, requests },
    delays: fc.array(fc.integer({ min: -1, max: delayMsMax }), { minLength: 1 }),
  });
/** Every message arrives soon; a hundred requests, at whichever process. */
const quickWorlds = fc.record({
  ...{ n: count, perSecond: rate, delay: fc.nat({ max: 20 }) },
  at: fc.array(fc.nat({ max: 4 }), { minLength: 100, maxLength: 100 }),
});

/** Messages take what comes next of these times; of those that ask and give, -1 is lost. */
function wayOf(delaysMs: readonly number[]): Way {
  let index = 0;
  return ({ kind }) => {
    const ms = delaysMs[(index += 1) % delaysMs.length] ?? 0;
    if (kind === 'here') return Math.abs(ms);
    return ms < 0 ? null : ms;
  };
}

/** When requests were granted, after all know each other. */
function grantedAt(
  processes: Processes,
  asked: readonly { afterMs: number; process: number; times: number }[],
) {
  const grants: number[] = [];
  processes.pass(10_000);
  for (const { afterMs, process, times } of asked) {
    processes.pass(afterMs);
    processes.ask(process, times, (waitS, atMs) => {
      if (waitS === 0) grants.push(atMs);
    });
  }
  processes.pass(1_000);
  return grants;
}

test('in no span of time do processes grant together more than one would, whatever becomes of their messages', () => {
  fc.assert(
    fc.property(worlds(400), ({ n, perSecond, requests: asked, delays }) => {
      const burst = perSecond * burstS;
      const grants = grantedAt(new Processes(n, { burst, perSecond }, wayOf(delays)), asked);
      const most = (ms: number): number =>
        Math.max(burst, n) + (perSecond * (ms + answerWithinMs)) / 1_000 + 1e-6;
      for (const [first, from] of grants.entries())
        for (let last = first; last < grants.length; last += 1) {
          const to = grants[last] ?? 0;
          const many = last - first + 1;
          if (many > most(to - from)) expect.fail(`${many} in ${to - from} ms`);
        }
    }),
    { numRuns: 500 },
  );
});

test('every request is answered, within the time that it may wait', () => {
  fc.assert(
    fc.property(worlds(2_000), ({ n, perSecond, requests: asked, delays }) => {
      const processes = new Processes(n, { burst: perSecond * burstS, perSecond }, wayOf(delays));
      processes.pass(10_000);
      const waitedMs: number[] = [];
      let sum = 0;
      for (const { afterMs, process, times } of asked.filter((each) => each.process < n)) {
        processes.pass(afterMs);
        const begunAtMs = processes.nowMs;
        sum += times;
        processes.ask(process, times, (_waitS, atMs) => waitedMs.push(atMs - begunAtMs));
      }
      processes.pass(1_000);
      expect(waitedMs).toHaveLength(sum);
      expect(Math.max(0, ...waitedMs)).toBeLessThanOrEqual((answerWithinMs * 4) / 3);
    }),
  );
});

test('what the limit allows is granted through whichever processes it comes, but for less than one request of each that has a fraction left', () => {
  fc.assert(
    fc.property(quickWorlds, ({ n, perSecond, delay, at }) => {
      fc.pre(perSecond * burstS >= n);
      const asked = at
        .slice(0, perSecond * burstS)
        .map((process) => ({ afterMs: 0, process: process % n, times: 1 }));
      const grants = grantedAt(
        new Processes(n, { burst: perSecond * burstS, perSecond }, () => delay),
        asked,
      );
      expect(grants.length).toBeGreaterThan(asked.length - n);
    }),
    { numRuns: 500 },
  );
});

test('who asks steadily, as often as the limit allows, is never refused', () => {
  fc.assert(
    fc.property(quickWorlds, ({ n, perSecond, delay, at }) => {
      const asked = at.map((process) => ({ afterMs: 1_000 / perSecond, process: process % n, times: 1 }));
      const processes = new Processes(n, { burst: perSecond * burstS, perSecond }, () => delay);
      expect(grantedAt(processes, asked)).toHaveLength(asked.length);
    }),
    { numRuns: 500 },
  );
});
