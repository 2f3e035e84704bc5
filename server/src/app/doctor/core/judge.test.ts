import { describe, expect, test } from 'vitest';
import {
  judgeCertificate,
  judgeClock,
  judgeDisk,
  judgeQueue,
  judgeSettings,
  judgeUnwritable,
  judgeVersion,
} from './judge.ts';

const gib = 1024 ** 3;
const now = new Date('2026-11-26T00:00:00Z');
const sound = {
  fsync: 'on',
  full_page_writes: 'on',
  server_encoding: 'UTF8',
  synchronous_commit: 'on',
};
const good = { pulseLateS: -4, oldestDueJobS: 0, overduePages: 0 };

describe('doctor', () => {
  test.each([
    [{ free: 60 * gib, size: 100 * gib }, 'ok'],
    [{ free: 50 * gib, size: 1_000 * gib }, 'ok'],
    [{ free: 9 * gib, size: 100 * gib }, 'warning'],
    [{ free: 0.5 * gib, size: 100 * gib }, 'failed'],
    [{ free: 0.9 * gib, size: 1 * gib }, 'ok'],
    [{ free: 0.03 * gib, size: 0.06 * gib }, 'failed'],
    [{ free: 9 * gib, size: 10 * gib, files: 1_000_000, filesFree: 600 }, 'failed'],
    [{ free: 9 * gib, size: 10 * gib, files: 100_000, filesFree: 9_000 }, 'warning'],
    [{ free: 9 * gib, size: 10 * gib, files: 100_000, filesFree: 90_000 }, 'ok'],
  ])('room of %o is %s, and what is not well has advice', (room, state) => {
    const found = judgeDisk('/data', { files: 0, filesFree: 0, ...room });
    expect(found.state).toBe(state);
    expect(found.advice === null).toBe(state === 'ok');
  });

  test('little room is told in a unit in which it is not nothing', () => {
    const small = { free: 70 * 1024 ** 2, size: 3 * gib, files: 0, filesFree: 0 };
    expect(judgeDisk('/data', small).found).toBe('/data: 70 MiB of 3 GiB are free.');
  });

  test.each([
    ['EROFS', /read-only/, /Mount it for writing/],
    ['EACCES', /may not be written/, /chown/],
    ['ENOTDIR', /is no directory/, /--data/],
    ['EIO', /EIO/, /Look at/],
  ])('a place that cannot be written for %s is failed, with what to do', (code, found, advice) => {
    const finding = judgeUnwritable('/data', code);
    expect(finding.state).toBe('failed');
    expect(finding.found).toMatch(found);
    expect(finding.advice).toMatch(advice);
  });

  test.each([
    [0.01, 'ok', 'ahead'],
    [-3, 'warning', 'behind'],
    [7_200, 'failed', 'ahead'],
    [-86_400, 'failed', 'behind'],
  ])('a clock %d s ahead is %s', (aheadS, state, word) => {
    const finding = judgeClock(aheadS);
    expect(finding.state).toBe(state);
    expect(finding.found).toContain(word);
  });

  test.each([
    ['2027-02-01', null, 'ok'],
    ['2026-12-10', null, 'warning'],
    ['2026-11-28', null, 'failed'],
    ['2027-02-01', 'self-signed certificate', 'failed'],
  ])('a certificate until %s with problem %s is %s', (until, problem, state) => {
    expect(judgeCertificate('fm.example.org', { validTo: new Date(until), problem }, now).state).toBe(state);
  });

  test.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /signed by itself/, /FIELDMARSHAL_CA_FILE/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /does not send the certificates between/, /whole chain/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /for other names/, /FIELDMARSHAL_PUBLIC_URL/],
    ['CERT_HAS_EXPIRED', /has ended, on 2026-11-20/, /Renew it/],
    ['CERT_SOMETHING_NEW', /CERT_SOMETHING_NEW/, /whole chain/],
  ])('%s is said in words, with what to do about it', (problem, found, advice) => {
    const finding = judgeCertificate('fm.example.org', { validTo: new Date('2026-11-20'), problem }, now);
    expect(finding.found).toMatch(found);
    expect(finding.advice).toMatch(advice);
  });

  test('one is one', () => {
    const one = judgeCertificate('fm.example.org', { validTo: new Date('2026-11-27'), problem: null }, now);
    expect(one.found).toContain('(1 day)');
    expect(judgeQueue({ ...good, overduePages: 1 }).found).toMatch(/^1 page should/);
    expect(judgeQueue({ ...good, overduePages: 2 }).found).toMatch(/^2 pages should/);
  });

  test.each([
    [{}, 'ok'],
    [{ fsync: 'off' }, 'failed'],
    [{ synchronous_commit: 'off' }, 'failed'],
    [{ synchronous_commit: 'remote_apply' }, 'ok'],
    [{ server_encoding: 'LATIN1' }, 'failed'],
  ])('database settings with %o are %s', (changed, state) => {
    expect(judgeSettings({ ...sound, ...changed }).state).toBe(state);
  });

  test('a PostgreSQL before 15 is failed', () => {
    expect([judgeVersion(140_005, '14.5').state, judgeVersion(150_000, '15.0').state]).toEqual([
      'failed',
      'ok',
    ]);
  });

  test.each([
    [{}, 'ok'],
    [{ pulseLateS: null }, 'not-checked'],
    [{ pulseLateS: 40 }, 'failed'],
    [{ overduePages: 1 }, 'failed'],
    [{ oldestDueJobS: 60 }, 'warning'],
    [{ oldestDueJobS: 600 }, 'failed'],
  ])('a queue with %o is %s, and what is not well has advice', (changed, state) => {
    const found = judgeQueue({ ...good, ...changed });
    expect(found.state).toBe(state);
    expect(found.advice === null).toBe(state === 'ok' || state === 'not-checked');
  });
});
