import { describe, expect, test } from 'vitest';
import { waysOf } from './plan.ts';

const methods = [
  { channel: 'email', destination: 'work' },
  { channel: 'webhook', destination: 'bell' },
  { channel: 'email', destination: 'home' },
] as const;
const rules = { methods, notificationRules: [], quietHours: null };
const night = Date.parse('2026-11-25T23:30:00Z');
const sev = (severity: 'SEV1' | 'SEV2' | 'SEV3' | 'SEV4' | null, now = night, isLast = false) => ({
  severity,
  now,
  isLast,
});
const told = (ways: ReturnType<typeof waysOf>): string[] =>
  ways.map(
    ({ destination, afterMs }) => `${destination} ${afterMs === null ? 'if needed' : afterMs / 60_000}`,
  );

describe('how a person is rung', () => {
  test('without rules: every way two minutes apart for what is urgent, the first for the rest', () => {
    expect(told(waysOf(rules, sev('SEV1')))).toEqual(['work 0', 'bell 2', 'home 4']);
    expect(told(waysOf(rules, sev(null)))).toEqual(['work 0', 'bell 2', 'home 4']);
    expect(told(waysOf(rules, sev('SEV3')))).toEqual(['work 0', 'bell if needed', 'home if needed']);
  });

  test('by the first rule that holds for the severity; ways it does not name are for need', () => {
    const own: Parameters<typeof waysOf>[0] = {
      ...rules,
      notificationRules: [
        {
          severities: ['SEV1'],
          ring: [
            { channel: 'webhook', afterMinutes: 0 },
            { channel: 'email', afterMinutes: 1 },
            { channel: 'email', afterMinutes: 3 },
          ],
        },
        { ring: [{ channel: 'email', afterMinutes: 0 }] },
      ],
    };
    expect(told(waysOf(own, sev('SEV1')))).toEqual(['bell 0', 'work 1', 'home 3']);
    expect(told(waysOf(own, sev(null)))).toEqual(['bell 0', 'work 1', 'home 3']);
    expect(told(waysOf(own, sev('SEV4')))).toEqual(['work 0', 'bell if needed', 'home if needed']);
  });

  describe('in quiet hours', () => {
    const quietHours = {
      timezone: 'Europe/London',
      windows: [{ days: ['WE' as const], from: '22:00', to: '07:00' }],
      channels: [] as 'webhook'[],
      severities: ['SEV2' as const, 'SEV3' as const, 'SEV4' as const],
    };
    const quiet = { ...rules, quietHours };

    test('not at all, or by the channels named', () => {
      expect(waysOf(quiet, sev('SEV2'))).toEqual([]);
      const soft = { ...quiet, quietHours: { ...quietHours, channels: ['webhook' as const] } };
      expect(told(waysOf(soft, sev('SEV3')))).toEqual(['bell if needed']);
    });

    test('fully for SEV1, for what is not assessed, as the last one left, and outside the hours', () => {
      const moments = [
        sev('SEV1'),
        sev(null),
        sev('SEV2', night, true),
        sev('SEV2', Date.parse('2026-11-26T07:00:00Z')),
      ];
      for (const moment of moments)
        expect(told(waysOf(quiet, moment))).toEqual(['work 0', 'bell 2', 'home 4']);
    });
  });
});
