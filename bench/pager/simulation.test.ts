import { describe, expect, test } from 'vitest';
import { simulate } from './simulation.ts';
import { bugs, type Bug } from './world.ts';

/** Worlds take their time on a busy machine. */
const timeoutMs = 120_000;
const worldsMax = 60;

test(
  'thousands of pages through kills, lost timers, late receipts and outages break no promise',
  () => {
    let pages = 0;
    for (let seed = 1; pages < 4_000; seed += 1) {
      const report = simulate({ seed });
      pages += report.pages;
      expect({ seed, violation: report.violation }).toEqual({ seed, violation: null });
    }
  },
  timeoutMs,
);

test('a world comes again by its seed', () => {
  const once = simulate({ seed: 6, traced: true });
  expect(simulate({ seed: 6, traced: true })).toEqual(once);
  expect(once.trace.length).toBeGreaterThan(100);
});

describe('a planted bug is found', () => {
  const promises: Record<Bug, RegExp> = {
    'skip-the-sweep': /^I2: /,
    'commit-after-send': /^I5: .* left before the log knew of it/,
    'trust-the-local-clock': /not on call now|rang early|^I2: /,
    'forget-a-receipt': /^I5: the log does not tell/,
    'resend-after-ack': /^I4: /,
    'shadow-stops-it': /a shadow (ended|delayed) /,
  };

  test.each(bugs)('%s', { timeout: timeoutMs }, (bug) => {
    for (let seed = 1; seed <= worldsMax; seed += 1) {
      const { violation } = simulate({ seed, bug });
      if (violation === null) continue;
      expect(violation).toMatch(promises[bug]);
      return;
    }
    expect.fail(`${bug} was not found in ${worldsMax} worlds`);
  });
});
