import { expect, it } from 'vitest';
import { isAhead, symptomOf } from './symptom.ts';

it.each([
  ['HighRequestLatency', 'gateway in eu-prod', 'slow'],
  ['ErrorRateHigh', '12 % of requests to files fail', 'degraded'],
  ['InstanceDown', 'maps', 'down'],
  ['probe_failed', 'search is not responding', 'down'],
  ['ChecksumMismatch', 'objects', 'wrong-data'],
  ['QueueBacklog', 'messages wait', 'slow'],
  ['Slowdown', 'download of letters', 'slow'],
])('%s, “%s” means %s', (alertname, title, state) => {
  expect(symptomOf({ title, labels: { alertname } })).toBe(state);
});

it('believes the label before its own reading', () => {
  expect(symptomOf({ title: 'it is down', labels: { symptom: 'Wrong data' } })).toBe('wrong-data');
  expect(symptomOf({ title: 'it is down', labels: { symptom: 'odd' } })).toBe('down');
});

it.each([
  ['CertManagerCertExpirySoon', 'the certificate of gateway', true],
  ['CertificateExpires', 'The certificate of gateway in eu-prod is about to expire', true],
  ['KubePersistentVolumeFillingUp', 'the volume of objects', true],
  ['NodeFilesystemSpaceFillingUp', 'predicted to run out of space within the next 24 hours', true],
  ['MemoryGrows', 'reports needs more and more memory in eu-prod', true],
  ['CheckImminent', 'The certificate of gateway in eu: expires in 20 hours', true],
  ['CertificateExpired', 'the certificate of gateway has expired', false],
  ['CertificateExpiring', 'gateway is down: its certificate expires', false],
  ['DiskFull', 'the disk of objects is full and writes fail, was filling up', false],
  ['ErrorRateHigh', '12 % of requests to files fail', false],
])('%s, “%s” tells of what is to come: %s', (alertname, title, is) => {
  expect(isAhead({ title, labels: { alertname } })).toBe(is);
});

it('believes the label about what is to come, too', () => {
  expect(isAhead({ title: 'gateway is down', labels: { symptom: 'ahead' } })).toBe(true);
  expect(isAhead({ title: 'its certificate expires', labels: { symptom: 'degraded' } })).toBe(false);
});
