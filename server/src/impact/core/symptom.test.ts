import { expect, it } from 'vitest';
import { isWrongAnswer, symptomOf } from './symptom.ts';

it.each([
  ['HighRequestLatency', 'gateway in eu-prod', 'slow'],
  ['ErrorRateHigh', '12 % of requests to files fail', 'degraded'],
  ['InstanceDown', 'maps', 'down'],
  ['PostgreSQLDown', 'db-1', 'down'],
  ['probe_failed', 'search is not responding', 'down'],
  ['ChecksumMismatch', 'objects', 'wrong-data'],
  ['QueueBacklog', 'messages wait', 'slow'],
  ['Slowdown', 'download of letters', 'slow'],
  ['', 'it took 1506 ms, more than 1200 ms', 'slow'],
  ['', 'nobody took 5 steps', 'degraded'],
])('%s, “%s” means %s', (alertname, title, state) => {
  expect(symptomOf({ title, labels: { alertname } })).toBe(state);
});

it('believes the label before its own reading', () => {
  expect(symptomOf({ title: 'it is down', labels: { symptom: 'Wrong data' } })).toBe('wrong-data');
  expect(symptomOf({ title: 'it is down', labels: { symptom: 'odd' } })).toBe('down');
});

it.each([
  ['$.person.name is "Somebody Else", not "Patrick Oyelaran"', true],
  ['$.record["name"] is "A" and does not match /^B/', true],
  ['$.items[*] finds 0 values, not 3', true],
  ['$.status is "failed", not "ok"', false],
  ['$[\'status\'] is "failed", not "ok"', false],
  ['$.db.ready is false, not true', false],
  ['$.waiting is 40, not below 10', false],
  ['$.name finds nothing in the answer', false],
  ['expected 200, got 502', false],
  ['it took 1506 ms, more than 1200 ms', false],
  ["$.messages[?@.to == 'Somebody Else'] finds 40 values, not 0", true],
  ['$.rows[?@.kind == \'a b\'].name is "A", not "B"', true],
])('“%s” is an answer with wrong data: %s', (reason, is) => {
  expect(isWrongAnswer(reason)).toBe(is);
});
