import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Outcome } from './agent.ts';
import { keeping } from './keep.ts';
import { openSpool, type Spool } from './spool.ts';

let directory: string;
let folder: string;
let spool: Spool;
const problems = new Set<string>();
const said: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  directory = mkdtempSync(join(tmpdir(), 'fieldmarshal-keep-'));
  folder = join(directory, 'spool');
  spool = openSpool(folder);
  problems.clear();
  said.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(directory, { recursive: true, force: true });
});

function outcome(artefact?: string): Outcome {
  const id = randomUUID();
  const bytes = Buffer.from('x');
  const announced = {
    name: artefact ?? 'log.txt',
    kind: 'log' as const,
    contentType: 'text/plain',
    bytes: 1,
    sha256: 'a'.repeat(64),
  };
  return {
    report: { id, attempt: 1, startedAt: '2026-11-26T00:00:00Z', durationMs: 1, verdict: 'failed' },
    artefacts: artefact === undefined ? [] : [{ announced, bytes }],
  };
}

function start() {
  return keeping(spool, { problems, say: (words) => said.push(words), onKept: () => undefined });
}
/** As a disk that takes nothing: where the spool was is a file. */
function takeAway(): void {
  rmSync(folder, { recursive: true });
  writeFileSync(folder, '');
}
function giveBack(): void {
  rmSync(folder);
  mkdirSync(folder);
}
const idsIn = (): string[] => spool.reports(100).map(({ report }) => report.id);

test('while the disk takes nothing results wait in memory, the server is told why, and later all are there in their order', () => {
  const kept = start();
  takeAway();
  const outcomes = [outcome(), outcome(), outcome()];
  for (const each of outcomes) kept.add(each);
  expect([...problems].join()).toContain('Results cannot be written to the disk');
  expect(said).toHaveLength(1);
  vi.advanceTimersByTime(12_000);
  expect(said).toHaveLength(1);
  giveBack();
  vi.advanceTimersByTime(5_000);
  expect(idsIn()).toEqual(outcomes.map(({ report }) => report.id));
  expect([...problems]).toEqual([]);
  const later = outcome();
  kept.add(later);
  expect(idsIn().at(-1)).toBe(later.report.id);
});

test('what is too large for the disk goes without what it left behind, and says so', () => {
  const kept = start();
  // A name that no file can have, as bytes for which there is no room.
  const large = outcome('x'.repeat(300));
  kept.add(large);
  expect(spool.reports(1)[0]?.report).toMatchObject({
    id: large.report.id,
    artefacts: [],
    cut: ['Artefacts: the disk of the runner took no more.'],
  });
  expect(said).toEqual([]);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('what still waits is written at the end where there is room again', () => {
  const kept = start();
  takeAway();
  const waiting = outcome();
  kept.add(waiting);
  giveBack();
  kept.stop();
  expect(idsIn()).toEqual([waiting.report.id]);
});
