import { expect, it } from 'vitest';
import { symptomOf } from './symptom.ts';

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
