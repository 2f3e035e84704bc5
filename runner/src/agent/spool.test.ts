import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NewRunReport } from '@fieldmarshal/contract/checks';
import type { Artefact } from '../report/artefacts.ts';
import { openSpool } from './spool.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fieldmarshal-spool-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function report(): NewRunReport {
  return {
    id: randomUUID(),
    attempt: 1,
    startedAt: '2026-11-26T00:00:00Z',
    durationMs: 1,
    verdict: 'passed',
  };
}

function artefact(name: string, text: string): Artefact {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { announced: { name, kind: 'log', contentType: 'text/plain', bytes: bytes.length, sha256 }, bytes };
}

test('what was added is there in its order after a new start, and artefacts only after their report was taken', () => {
  const reports = [report(), report(), report()];
  const before = openSpool(directory);
  for (const one of reports) before.add(one, [artefact('log.txt', one.id), artefact('more.txt', 'x')]);
  const after = openSpool(directory);
  const waiting = after.reports(10);
  expect(waiting.map((one) => one.report.id)).toEqual(reports.map(({ id }) => id));
  expect(after.nextArtefact()).toBe(null);
  for (const one of waiting) after.settle(one, true);
  expect(after.length).toBe(0);
  const sent: string[] = [];
  for (let next = openSpool(directory).nextArtefact(); next; next = openSpool(directory).nextArtefact()) {
    sent.push(`${next.run} ${next.name} ${next.bytes.toString()}`);
    openSpool(directory).dropArtefact(next);
  }
  expect(sent).toEqual(reports.flatMap(({ id }) => [`${id} log.txt ${id}`, `${id} more.txt x`]));
  expect(openSpool(directory).reports(10)).toEqual([]);
});

test('nothing of a report that nobody wants is kept', () => {
  const spool = openSpool(directory);
  spool.add(report(), [artefact('log.txt', 'x')]);
  const [one] = spool.reports(1);
  if (one) spool.settle(one, false);
  expect(openSpool(directory).reports(1)).toEqual([]);
  expect(openSpool(directory).nextArtefact()).toBe(null);
});

test('a folder that was not whole when the process was killed is not there, and a torn report does not hold up others', () => {
  mkdirSync(join(directory, '0000000000000001-x.part'));
  writeFileSync(join(directory, '0000000000000001-x.part', 'report.json'), '{');
  mkdirSync(join(directory, '0000000000000002-y'));
  writeFileSync(join(directory, '0000000000000002-y', 'report.json'), '{"id":');
  const spool = openSpool(directory);
  const good = report();
  spool.add(good, []);
  expect(spool.reports(10).map((one) => one.report.id)).toEqual([good.id]);
});
