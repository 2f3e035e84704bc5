import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { UnitOutcome } from '../batch/run-batch.ts';
import type { Ended } from '../inside/messages.ts';
import { picturesOf } from './pictures.ts';

let results: string;
beforeEach(() => {
  results = mkdtempSync(join(tmpdir(), 'fieldmarshal-pictures-'));
  mkdirSync(join(results, 'pictures'));
});
afterEach(() => rmSync(results, { recursive: true, force: true }));

const picture = (at: number, text: string): string =>
  JSON.stringify({ at, image: Buffer.from(text).toString('base64') });
const write = (name: string, lines: readonly string[]): void =>
  writeFileSync(join(results, 'pictures', name), lines.join('\n'));
const ended = (retry: number): Ended => ({
  ...{ type: 'ended', unit: 'run', test: 'a1-b2', title: 'a', retry, isExpected: false, isLast: false },
  ...{ status: 'failed', at: 1000, durationMs: 50, errors: [], steps: [], attachments: [], output: '' },
});
const open = { test: 'a1-b2', at: 2000, step: null };
const seen = (unit: Partial<UnitOutcome>): string[] =>
  picturesOf({ planned: 1, open, ended: [], ...unit }, results).map(
    ({ at, image }) => `${at} ${Buffer.from(image, 'base64').toString()}`,
  );

test('a test that was killed shows its last try as far as it was written; one that ended has its trace', () => {
  write('a1-b2-0.ndjson', [picture(1001, 'first try')]);
  write('a1-b2-1.ndjson', [picture(2001, 'before'), picture(2002, 'at the end'), '{"at":2003,"ima']);
  expect(seen({ ended: [ended(0)] })).toEqual(['2001 before', '2002 at the end']);
  expect(seen({ ended: [ended(0)], open: null })).toEqual([]);
});

test('nothing is read from elsewhere, whatever a test is called and wherever its file leads', () => {
  writeFileSync(join(results, 'secret-0.ndjson'), picture(1, 'secret'));
  const elsewhere = mkdtempSync(join(tmpdir(), 'fieldmarshal-elsewhere-'));
  writeFileSync(join(elsewhere, 'secret'), picture(1, 'secret'));
  symlinkSync(join(elsewhere, 'secret'), join(results, 'pictures', 'a1-b2-0.ndjson'));
  expect(seen({})).toEqual([]);
  expect(seen({ open: { ...open, test: '../secret' } })).toEqual([]);
  rmSync(elsewhere, { recursive: true });
});

test('of more lines than are ever taken only the first are looked at', () => {
  write(
    'a1-b2-0.ndjson',
    Array.from({ length: 5_000 }, (_, index) => picture(index, 'x')),
  );
  expect(seen({})).toHaveLength(400);
});
