import { describe, expect, test } from 'vitest';
import { observe, unknownTarget, type Look, type TargetState } from './watcher.ts';

const target = 'https://fm.example.org';
const minute = 60_000;

/** What is said, by minute, when these looks are made at these minutes. */
function saidAfter(looks: readonly [minutes: number, look: Look][], begin = unknownTarget): string[] {
  let state: TargetState = begin;
  return looks.flatMap(([minutes, look]) => {
    const step = observe(state, { target, look, now: minutes * minute, failuresMax: 3 });
    state = step.state;
    return step.message === null ? [] : [`${minutes} ${step.message.event}`];
  });
}

const down = 'It does not answer';

describe('the watcher', () => {
  test('alarms after so many failures in a row, not before', () => {
    expect(
      saidAfter([
        [0, down],
        [1, down],
        [2, null],
        [3, down],
        [4, down],
        [5, down],
      ]),
    ).toEqual(['5 down']);
  });

  test('repeats with growing waits for as long as it lasts', () => {
    const hours = Array.from({ length: 300 }, (_, at): [number, Look] => [at, down]);
    expect(saidAfter(hours)).toEqual([
      '2 down',
      ...[7, 17, 37, 77, 137, 197, 257].map((at) => `${at} still-down`),
    ]);
  });

  test('says that it is over once, after two good looks, and only where it had alarmed', () => {
    expect(
      saidAfter([
        [0, down],
        [1, null],
        [2, null],
      ]),
    ).toEqual([]);
    expect(
      saidAfter([
        [0, down],
        [1, down],
        [2, down],
        [3, null],
        [4, down],
        [5, null],
        [6, null],
        [7, null],
      ]),
    ).toEqual(['2 down', '6 recovered']);
  });

  test('gives every message an id of its own', () => {
    const ids = new Set<string>();
    let state = unknownTarget;
    for (let at = 0; at < 100; at += 1) {
      const step = observe(state, { target, look: down, now: at * minute, failuresMax: 1 });
      state = step.state;
      if (step.message) ids.add(step.message.id);
    }
    expect(ids.size).toBe(5);
  });
});

test.each([
  [6_000, 'less than a minute after the alarm'],
  [150_000, '2 min after the alarm'],
])('what is over %i ms after the alarm says so', (after, words) => {
  const state: TargetState = { ...unknownTarget, alarmedAt: minute, successes: 1 };
  const { message } = observe(state, { target, look: null, now: minute + after, failuresMax: 3 });
  expect(message?.text).toContain(words);
});
