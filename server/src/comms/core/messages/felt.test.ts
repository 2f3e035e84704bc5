import { expect, test } from 'vitest';
import { hitValue, isFelt, otherWords, type Told } from './felt.ts';

const names: Readonly<Record<string, string>> = {
  'application tide': 'Tideway',
  'workflow pay': 'Pay by card',
  'workflow refund': 'Refund',
  'environment eu': 'Europe',
};
const told: Told = {
  words: 'Tideway: we are looking into a problem\nPay by card may fail. Refunds work.',
  parts: new Set(['application tide', 'workflow pay', 'workflow export']),
  nameOf: (about) => names[about] ?? null,
};

test.each([
  ['the state', 'triage', 'investigating', false],
  ['the state', 'investigating', 'identified', true],
  ['the state', 'monitoring', 'resolved', true],
  ['the severity', 'SEV2', 'SEV1', false],
  ['this incident', null, 'a drill', true],
  ['this incident', null, 'merged into INC-4', true],
  ['who is told', 'Acme', 'Acme, Berg', true],
  ['what users can do', null, 'Pay by cash', false],
  ['what users can do', 'Pay by cash', null, true],
  ['what users can do', 'Pay by cash', 'Pay later', true],
  // The words name it.
  ['workflow pay', 'degraded, likely', 'slow, likely', true],
  ['workflow pay', 'degraded, likely', null, true],
  ['workflow pay', 'degraded, likely', 'degraded, possible', false],
  ['workflow refund', null, 'down, likely', true],
  ['environment eu', null, 'hit', false],
  // Only the status page does.
  ['workflow export', 'degraded, likely', 'slow, likely', false],
  ['workflow export', 'degraded, likely', 'down, likely', true],
  ['workflow export', 'down, likely', 'down everywhere, likely', true],
  ['workflow export', 'degraded, likely', null, true],
  // Neither does.
  ['workflow import', 'degraded, likely', 'down, likely', false],
  ['workflow import', 'degraded, likely', null, false],
  ['workflow import', null, 'down, likely', false],
  // A person decided.
  ['workflow import', 'degraded, likely', 'degraded, confirmed', true],
  ['workflow import', null, 'degraded, confirmed', true],
  ['workflow import', 'degraded, likely', 'not hit, rejected', true],
  ['workflow import', 'not hit, rejected', 'degraded, likely', true],
])('of %s, from %j to %j is felt: %s', (about, was, is, felt) => {
  expect(isFelt({ about, was, is }, told)).toBe(felt);
});

test('how far something goes is no change but of an outage, so that a first look at it keeps nobody from approving', () => {
  expect(hitValue('unknown', true, 'possible')).toBe(hitValue('unknown', false, 'possible'));
  expect(hitValue('down', true, 'likely')).toBe('down everywhere, likely');
});

test('a draft in other words is told by the lines that differ', () => {
  const said = 'We are looking into it.\nWhere: Europe.';
  const after = (now: string) => otherWords([said, 'Short.'], [now, 'Short, too.']);
  expect(otherWords([said, ''], [said, ''])).toBeNull();
  expect(after(said.replace('Europe', 'Asia and Europe'))).toBe(
    'A draft would now say: Where: Asia and Europe. And no longer: Where: Europe.',
  );
  expect(after('We are looking into it.')).toBe('A draft would no longer say: Where: Europe.');
  expect(after(`${said}\nSince 10:00.`)).toBe('A draft would now say: Since 10:00.');
  expect(after(said)).toBe('A draft would now say: Short, too. And no longer: Short.');
});
