import { ownRulesInput, ringingRules } from '@fieldmarshal/contract/oncall/own-rules';
import { expect, test } from 'vitest';
import { planText } from './plan-words.ts';
import { blankRule, missingInRules, rulesForm, rulesOf } from './rules-form.ts';

const rules = ringingRules.parse({
  notificationRules: [
    { severities: ['SEV1'], ring: [{ channel: 'push' }, { channel: 'voice', afterMinutes: 2.5 }] },
    { ring: [{ channel: 'email' }] },
  ],
  quietHours: {
    timezone: 'Europe/London',
    windows: [{ days: ['MO', 'TU'], from: '22:00', to: '07:00' }],
    channels: ['email'],
    severities: ['SEV3'],
  },
});

test('opening and saving changes nothing', () => {
  expect(rulesOf(rulesForm(rules, 'Etc/UTC'))).toEqual(rules);
  const none = ringingRules.parse({});
  expect(rulesOf(rulesForm(none, 'Etc/UTC'))).toEqual(none);
  expect(missingInRules(rulesForm(rules, 'Etc/UTC'))).toEqual([]);
});

test('quiet hours that are switched on begin as a night that the server takes', () => {
  const form = rulesForm(ringingRules.parse({}), 'Australia/Sydney');
  const on = { ...form, quiet: { ...form.quiet, isOn: true } };
  expect(missingInRules(on)).toEqual([]);
  expect(ownRulesInput.safeParse(rulesOf(on)).success).toBe(true);
});

test('what the server would refuse is said at its place beforehand', () => {
  const form = rulesForm(ringingRules.parse({}), 'Etc/UTC');
  const blank = blankRule('sms');
  const late = { ...blank, ring: blank.ring.map((line) => ({ ...line, minutes: '3' })) };
  const empty = { ...blank, ring: [] };
  const wrong = { ...blank, ring: blank.ring.map((line) => ({ ...line, minutes: '121' })) };
  const quiet = { ...form.quiet, isOn: true, timezone: '', windows: [], severities: [] };
  expect(missingInRules({ rules: [late, empty, wrong], quiet }).map(({ path }) => path)).toEqual([
    'notificationRules[0].ring',
    'notificationRules[1].ring',
    'notificationRules[2].ring[0].afterMinutes',
    'notificationRules[2].ring',
    'quietHours.timezone',
    'quietHours.windows',
    'quietHours.severities',
  ]);
});

test('a plan is said in the order in which it rings', () => {
  const words = { email: 'E-mail', voice: 'Call', push: 'Notification' } as Parameters<typeof planText>[1];
  const way = (channel: 'email' | 'voice' | 'push', afterMinutes: number | null) => ({
    channel,
    destination: `to-${channel}`,
    afterMinutes,
  });
  expect(planText([way('email', null), way('voice', 2), way('push', 0)], words)).toBe(
    'Notification at once, Call to-voice after 2 min; where one fails, E-mail to-email.',
  );
  expect(planText([], words)).toBe('Nothing rings.');
});
