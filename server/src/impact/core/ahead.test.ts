import { describe, expect, it, test } from 'vitest';
import { isAhead } from './ahead.ts';

/** Names and summaries of the rules that many run as they come. */
describe('of rules as they are published', () => {
  it.each([
    // kubernetes-mixin
    ['KubePersistentVolumeFillingUp', 'PersistentVolume is filling up.'],
    ['KubePersistentVolumeInodesFillingUp', 'PersistentVolumeInodes are filling up.'],
    ['KubeQuotaAlmostFull', 'Namespace quota is going to be full.'],
    ['KubeClientCertificateExpiration', 'Client certificate is about to expire.'],
    ['KubeletClientCertificateExpiration', 'Kubelet client certificate is about to expire.'],
    ['KubeletServerCertificateExpiration', 'Kubelet server certificate is about to expire.'],
    // node-exporter
    ['NodeFilesystemSpaceFillingUp', 'Filesystem is predicted to run out of space within the next 24 hours.'],
    ['NodeFilesystemFilesFillingUp', 'Filesystem is predicted to run out of inodes within the next 4 hours.'],
    ['NodeFilesystemAlmostOutOfSpace', 'Filesystem has less than 5% space left.'],
    ['NodeFilesystemAlmostOutOfFiles', 'Filesystem has less than 3% inodes left.'],
    ['NodeFileDescriptorLimit', 'Kernel is predicted to exhaust file descriptors limit soon.'],
    // Prometheus, cert-manager, blackbox, etcd and what else there is
    [
      'PrometheusNotificationQueueRunningFull',
      'Prometheus alert notification queue predicted to run full in less than 30m.',
    ],
    [
      'CertManagerCertExpirySoon',
      'The cert `gateway` is 6d 23h from expiry, it should have renewed over a week ago.',
    ],
    ['CertManagerCertExpirySoon', 'the certificate of gateway'],
    ['BlackboxSslCertificateWillExpireSoon', 'Blackbox SSL certificate will expire soon (instance shop:443)'],
    ['SSLCertExpiringSoon', 'shop.example'],
    ['TLSCertificateExpiry', 'gateway'],
    ['HostDiskMayFillIn24Hours', 'Host disk may fill in 24 hours (instance db-1)'],
    ['KubernetesVolumeFullInFourDays', 'Kubernetes Volume full in four days (instance db-1)'],
    [
      'etcdExcessiveDatabaseGrowth',
      'etcd cluster database growing: predicting running out of disk space in the next four hours',
    ],
    ['DomainExpiry', 'The domain relief.example expires in 29 days'],
    ['VaultTokenExpiringSoon', 'the token of billing'],
    ['GitlabLicenseExpiresSoon', 'gitlab'],
  ])('%s, “%s” is to come', (alertname, title) => {
    expect(isAhead({ title, labels: { alertname } })).toBe(true);
  });

  it.each([
    ['TargetDown', 'One or more targets are unreachable.'],
    ['KubeContainerOOMKilled', 'Container was OOMKilled.'],
    ['KubePodNotReady', 'Pod has been in a non-ready state for more than 15 minutes.'],
    ['KubePodCrashLooping', 'Pod is crash looping.'],
    ['KubeQuotaFullyUsed', 'Namespace quota is fully used.'],
    ['KubeQuotaExceeded', 'Namespace quota has exceeded the limits.'],
    ['KubeAPIErrorBudgetBurn', 'The API server is burning too much error budget.'],
    ['KubeletClientCertificateRenewalErrors', 'Kubelet has failed to renew its client certificate.'],
    ['KubePersistentVolumeErrors', 'PersistentVolume is having issues with provisioning.'],
    ['NodeMemoryMajorPagesFaults', 'Memory major page faults are occurring at very high rate.'],
    ['PrometheusRuleFailures', 'Prometheus is failing rule evaluations.'],
    ['PrometheusRemoteStorageFailures', 'Prometheus fails to send samples to remote storage.'],
    ['CertManagerCertNotReady', 'The cert `gateway` is not ready to serve traffic.'],
    ['CertManagerHittingRateLimits', 'Cert manager hitting LetsEncrypt rate limits.'],
    ['CertManagerAbsent', 'Cert Manager has dissapeared from Prometheus service discovery.'],
    ['BlackboxProbeFailed', 'Blackbox probe failed (instance shop)'],
    ['BlackboxSslCertificateExpired', 'Blackbox SSL certificate expired (instance shop:443)'],
    ['PostgreSQLDown', 'PostgreSQL is not processing queries: db-1'],
    ['PostgresqlTooManyConnections', 'Postgresql too many connections (instance db-1)'],
    ['PostgreSQLMaxConnectionsReached', 'db-1 has maxed out Postgres connections.'],
    ['HostOutOfDiskSpace', 'Host out of disk space (instance db-1)'],
    ['HostOutOfMemory', 'Host out of memory (instance db-1)'],
    ['Watchdog', 'An alert that should always be firing to certify that Alertmanager is working properly.'],
  ])('%s, “%s” is now', (alertname, title) => {
    expect(isAhead({ title, labels: { alertname } })).toBe(false);
  });
});

it.each([
  ['CertificateExpires', 'The certificate of gateway in eu-prod is about to expire', true],
  ['KubePersistentVolumeFillingUp', 'the volume of objects', true],
  ['NodeFilesystemSpaceFillingUp', 'predicted to run out of space within the next 24 hours', true],
  ['MemoryGrowth', 'reports needs more and more memory in eu-prod', true],
  ['CertificateExpired', 'the certificate of gateway has expired', false],
  ['CertificateExpiring', 'gateway is down: its certificate expires', false],
  ['DiskFull', 'the disk of objects is full and writes fail, was filling up', false],
  ['ErrorRateHigh', '12 % of requests to files fail', false],
])('of name and summary together: %s, “%s” is to come: %s', (alertname, title, is) => {
  expect(isAhead({ title, labels: { alertname } })).toBe(is);
});

describe('of what people write', () => {
  it.each([
    'The certificate of gateway in eu-prod is about to expire',
    'The certificate of gateway in eu-prod expires within two weeks',
    'TLS certificate of orders expires in 503 hours',
    'Certificate shop.example:443: expires in 3 days',
    'SSL of shop.example expires in 5 days',
    'The certificate of search ends in 9 days, on 2027-01-05',
    'Less than 14 days left on the certificate of maps',
    'The licence of the maps server runs out in 5 days',
    'The volume of objects fills within 4 hours',
    'Volume pg-data will be full in 6 h',
    'disk of orders is 92 % full and full in 3 h at this rate',
    'The disk of objects is filling up',
    'Memory of reports grows and will cross its limit in 5 h',
    'memory of reports is expected to reach 100 % by 18:00',
    'reports needs more and more memory in eu-prod',
    'predictor: memory limit of 512 MB will be reached in 500 minutes',
    'The inodes of /var are running out',
    'Quota of the bucket uploads nearly full',
    'The error budget of checkout will be used up in 3 days',
    'Transaction IDs of orders will run out in 20 days',
    'Block storage volume fills within 4 hours',
  ])('“%s” is to come', (title) => {
    expect(isAhead({ title, labels: {} })).toBe(true);
  });

  it.each([
    // A word for what is to come that is part of a name.
    'PredictionApi5xxHigh',
    'PredictionApi5xxHigh: forecast',
    'forecast-service returns 502',
    'predictor pod non-ready',
    'weather forecast is empty',
    'token-service: sessions expire in 5 s',
    // A word for what is to come, of something that is used now.
    'sessions expire at once',
    'tokens expire at once',
    'links of invitations expire after 1 second',
    'carts are about to expire before people can pay',
    'requests will be throttled',
    'requests are being throttled',
    'offline, it will be back',
    'orders will be late',
    'Users will be logged out every minute',
    'We will post more as we know it',
    // What was to come has come.
    'out of database connections: 503 to users',
    'database connections run out, 503 to users',
    'OOMKilled',
    'memory of reports runs out and it is OOMKilled every 4 minutes',
    'writes blocked, disk full',
    'disk 100 % full',
    'volume of orders is filling up, writes are blocked',
    'volume of orders is filling up and orders rejected',
    'orders rejected',
    'certificate expired',
    'certificate expiration 2 days ago',
    'certificate expires in -2 days',
    'certificate expires in −2 days',
    'certificate expires in 0 days',
    'the certificate of pay ended on 2026-11-01',
    'licence has run out',
    'quota used up',
    'connection pool exhausted',
    'pods are being evicted: the disk will be full in 1 h',
    'disk read-only, will be full in 3 h',
    // What is to come beside what is.
    'checkout down; error budget will be exhausted in 2 h',
    'checkout answers 500, error budget will be exhausted in 2 h',
    'checkout burns its error budget',
    'gateway is unreachable: its certificate expires',
    'certificate expires in 3 days; logins time out',
    'certificate expires in 3 days and browsers cannot connect',
  ])('“%s” is now', (title) => {
    expect(isAhead({ title, labels: {} })).toBe(false);
  });

  test('the name of a rule says it as its title does', () => {
    expect(isAhead({ title: 'gateway', labels: { alertname: 'OOMKilled_certificate_expires' } })).toBe(false);
    expect(isAhead({ title: 'gateway', labels: { alertname: 'certificate_expires_in_3_days' } })).toBe(true);
  });
});

test('what our own checks see coming always is, and what they see failing never', () => {
  const what = 'Uploads in eu: It will be above 5 s in about 3 h, and down after that';
  expect(isAhead({ title: what, labels: { alertname: 'CheckImminent' } })).toBe(true);
  const failing = 'Disk will be full within 4 hours fails in eu';
  expect(isAhead({ title: failing, labels: { alertname: 'CheckFailing' } })).toBe(false);
});

test('the label is believed before any reading', () => {
  expect(isAhead({ title: 'gateway is down', labels: { symptom: 'Ahead ' } })).toBe(true);
  expect(isAhead({ title: 'its certificate expires', labels: { symptom: 'degraded' } })).toBe(false);
});
