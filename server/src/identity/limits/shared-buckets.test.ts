import { expect, test } from 'vitest';
import { beatMs, SharedBuckets } from './shared-buckets.ts';
import { Processes } from './testing-processes.ts';

const alone = (perSecond: number): SharedBuckets =>
  new SharedBuckets({ burst: 5 * perSecond, perSecond }, 'me');

function waitOf(buckets: SharedBuckets, key: string, nowMs: number): number | null {
  let heard: number | null = null;
  buckets.take(key, nowMs, (waitS) => (heard = waitS));
  return heard;
}

const granted = (buckets: SharedBuckets, key: string, nowMs: number, n: number): number =>
  Array.from({ length: n }, () => waitOf(buckets, key, nowMs)).filter((waitS) => waitS === 0).length;

test('five seconds’ worth may come at once, and then so many in each second', () => {
  const buckets = alone(100);
  expect(granted(buckets, 'a', 0, 10_000)).toBe(500);
  expect(granted(buckets, 'a', 1_000, 10_000)).toBe(100);
  expect(granted(buckets, 'a', 3_600_000, 10_000)).toBe(500);
});

test('one key takes nothing from another', () => {
  const buckets = alone(1);
  granted(buckets, 'a', 0, 100);
  expect(granted(buckets, 'b', 0, 100)).toBe(5);
});

test('who must wait hears how long, and a clock that jumps back gives nothing', () => {
  const buckets = alone(1);
  granted(buckets, 'a', 10_000, 5);
  expect(waitOf(buckets, 'a', 10_000)).toBe(1);
  expect(waitOf(buckets, 'a', -1_000_000)).toBe(1);
});

test('what it remembers is bounded', () => {
  const buckets = alone(1);
  granted(buckets, 'first', 0, 5);
  for (let n = 0; n < 20_000; n += 1) waitOf(buckets, `key ${n}`, 0);
  expect(waitOf(buckets, 'first', 0)).toBe(0);
});

/** Of so many requests at each process at the same moment, how many all of them grant together. */
function grantedTogether(processes: Processes, asked: readonly number[]): number {
  let sum = 0;
  for (const [process, count] of asked.entries())
    processes.ask(process, count, (waitS) => (sum += waitS === 0 ? 1 : 0));
  processes.pass(400);
  return sum;
}

const two = (): Processes => {
  const processes = new Processes(2, { burst: 25, perSecond: 5 }, () => 3);
  processes.pass(10_000);
  return processes;
};

test.each([[[30, 30]], [[60, 0]], [[10, 50]]])(
  'two processes grant together what one would, whichever was asked (%j)',
  (asked) => {
    expect(grantedTogether(two(), asked)).toBe(25);
  },
);

test('one that owes an answer is waited for once, not by every request, and again when it has said something', () => {
  const buckets = alone(5);
  for (const from of ['slow', 'other']) buckets.hear({ kind: 'here', from }, 0);
  granted(buckets, 'a', 0, 8);
  expect(waitOf(buckets, 'a', 0)).toBeNull();
  buckets.hear({ kind: 'gives', from: 'other', to: 'me', keys: [['a', 0]] }, 3);
  expect(buckets.isAsking).toBe(true);
  buckets.lapse(300);
  expect(buckets.isAsking).toBe(false);
  granted(buckets, 'b', 300, 8);
  expect(waitOf(buckets, 'b', 300)).toBeNull();
  buckets.hear({ kind: 'gives', from: 'other', to: 'me', keys: [['b', 1]] }, 303);
  expect(buckets.isAsking).toBe(false);
  buckets.hear({ kind: 'here', from: 'slow' }, 400);
  granted(buckets, 'c', 400, 8);
  expect(waitOf(buckets, 'c', 400)).toBeNull();
  buckets.hear({ kind: 'gives', from: 'other', to: 'me', keys: [['c', 0]] }, 403);
  expect(buckets.isAsking).toBe(true);
});

test('a process that is killed is no longer asked, nor does its part lie idle', () => {
  const processes = two();
  processes.kill(1);
  // Its own half, and what came back into that while it waited for an answer.
  expect(grantedTogether(processes, [25])).toBe(13);
  processes.pass(3 * beatMs + 5_000);
  let waitedMs = -1;
  const begunAtMs = processes.nowMs;
  processes.ask(0, 26, (_waitS, atMs) => (waitedMs = atMs - begunAtMs));
  expect(waitedMs).toBe(0);
  processes.pass(5_000);
  expect(grantedTogether(processes, [60])).toBe(25);
});

test('one that leaves gives its part to the others at once', () => {
  const buckets = alone(5);
  buckets.hear({ kind: 'here', from: 'other' }, 0);
  expect(granted(buckets, 'a', 0, 13)).toBe(12);
  buckets.hear({ kind: 'gone', from: 'other' }, 0);
  expect(buckets.isAsking).toBe(false);
  expect(granted(buckets, 'b', 0, 60)).toBe(25);
});

test('where nobody can be heard any more, each counts for itself, and who waits is answered', () => {
  const buckets = alone(5);
  buckets.hear({ kind: 'here', from: 'other' }, 0);
  const heard: number[] = [];
  for (let n = 0; n < 14; n += 1) buckets.take('a', 0, (waitS) => heard.push(waitS));
  expect(heard).toHaveLength(12);
  buckets.alone(0);
  expect(heard.filter((waitS) => waitS > 0)).toHaveLength(2);
  expect(granted(buckets, 'b', 0, 60)).toBe(25);
});

test('a key that has nothing left anywhere asks nobody for a second, whoever goes on', () => {
  let messages = 0;
  const processes = new Processes(2, { burst: 25, perSecond: 5 }, ({ kind }) => {
    if (kind !== 'here') messages += 1;
    return 3;
  });
  processes.pass(10_000);
  grantedTogether(processes, [1_000, 1_000]);
  messages = 0;
  for (let n = 0; n < 5_000; n += 1) {
    processes.ask(0, 1);
    processes.pass(2);
  }
  // A question and its answer, four times a second at most.
  expect(messages).toBeLessThanOrEqual(10 * 2 * 4);
});
