import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerOne } from '../answer.ts';
import { readSet, type Dataset } from './index.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fm-sets-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const put = (path: string, text: string) => {
  mkdirSync(join(dir, path, '..'), { recursive: true });
  writeFileSync(join(dir, path), path.endsWith('.gz') ? gzipSync(text) : text);
};
const answers = (set: Dataset) =>
  Object.fromEntries(
    [...readSet(set, dir, { byProduct: false })].map((one) => [one.id, answerOne(one).ranked] as const),
  );

const petshopRow = {
  ...{ case_id: 'good', scenario: 'x', graph: 'g', normal: 'normal-x', normal_rows: 20 },
  target: { node: 'front', metric: 'latency', stat: 'Average', offset_s: 600 },
  window: {
    offset_s: [0, 300, 600, 900, 1200],
    series: {
      'front|latency|Average': [1, 1.01, 9, 9, 9],
      'back|latency|Average': [1, 1.02, 8.5, 8.6, 8.7],
      'back|requests|Sum': 'nothing',
    },
  },
};
const quiet = Array.from({ length: 20 }, (_, row) => 1 + (row % 3) / 100);

test('NaN, holes, a missing graph and a case of another shape cost only themselves', () => {
  const rows = [
    {
      ...petshopRow,
      case_id: 'holes',
      window: { ...petshopRow.window, offset_s: [0, null, 600, 900, 1200] },
    },
    { ...petshopRow, case_id: 'no graph', graph: 'gone', normal: 'normal-gone' },
    { case_id: 'another shape', target: 7 },
    'no case at all',
    petshopRow,
  ];
  put(
    'cases.json.gz',
    JSON.stringify({ cases: rows }).replaceAll('8.6', 'NaN').replaceAll('1.02', '-Infinity'),
  );
  put(
    'graphs.json',
    JSON.stringify({ g: { nodes: ['front', 'back', 3], edges: [['front', 'back'], ['front']] } }),
  );
  put(
    'normal-x.json.gz',
    JSON.stringify({ series: { 'front|latency|Average': quiet, 'back|latency|Average': quiet } }),
  );
  const found = answers('petshop');
  expect(Object.keys(found)).toEqual(['holes', 'no graph', 'another shape', 'good']);
  expect(found['good']?.[0]).toBe('back');
  expect(found['holes']?.[0]).toBe('back');
  expect(found['another shape']).toEqual([]);
});

const traces = Array.from({ length: 30 }, (_, trace) => trace);
const nezhaBlock = (slowUs: number) => ({
  services: ['front', 'back'],
  ops: ['look', 'read'],
  trace_minutes: traces.map(() => 4),
  spans: {
    trace: traces.flatMap((trace) => [trace, trace]),
    parent: traces.flatMap((trace) => [-1, trace * 2]),
    svc: traces.flatMap(() => [0, 1]),
    op: traces.flatMap(() => [0, 1]),
    start_us: traces.flatMap((trace) => [trace * 1e6, trace * 1e6 + 100]),
    dur_us: traces.flatMap((trace) => [slowUs + 9_000 + trace, slowUs + 5_000 + trace]),
  },
});
const nezhaRow = {
  ...nezhaBlock(900_000),
  ...{ case_id: 'good', normal: 'day', paper_minute: 2, minutes_available: [2] },
  ...{ metrics: { services: {} }, metrics_minutes: [] },
};

test('a broken file, a missing normal day and columns with holes leave the other cases as they are', () => {
  put('normal/day.json.gz', JSON.stringify({ ...nezhaBlock(0), metrics_quiet: { services: {} } }));
  put('cases/good.json.gz', JSON.stringify(nezhaRow));
  put('cases/no-day.json.gz', JSON.stringify({ ...nezhaRow, case_id: 'no day', normal: 'gone' }));
  put('cases/broken.json.gz', '{"case_id": ');
  const holes = nezhaRow.spans.dur_us.map((us, row) => (row % 7 === 0 ? null : us));
  put(
    'cases/holes.json.gz',
    JSON.stringify({ ...nezhaRow, case_id: 'holes', spans: { ...nezhaRow.spans, dur_us: holes } }),
  );
  const found = answers('nezha');
  expect(Object.keys(found).toSorted()).toEqual(['broken', 'good', 'holes', 'no day']);
  expect([found['good']?.[0], found['holes']?.[0], found['broken']]).toEqual(['back', 'back', []]);
});

test('a commit, a span and a measurement that cannot be read are left out alone', () => {
  const commit = {
    sha: 'guilty',
    timestamp: '2026-01-01T10:00:00Z',
    message: 'rename amount',
    files_changed: ['shop/pay.go'],
    diff: '-  Amount int `json:"amount"`\n+  Total int `json:"total"`',
  };
  const row = {
    case_id: 'one',
    alert: { service: 'shop', metric: 'errors', fired_at: '2026-01-01T10:05:00Z', summary: 'parse failed' },
    commits: [{ timestamp: 'no sha' }, commit, null],
    deploys: [{ timestamp: '2026-01-01T10:01:00Z', service: 'shop', commit_sha: 'guilty' }, {}],
    traces: [{ trace_id: 1 }],
    patterns: [
      {
        signature: "parse failed: missing field 'amount'",
        service: 'shop',
        count: 40,
        delta_vs_baseline: 40,
        sentiment: 'negative',
      },
      { signature: 7 },
    ],
    metrics: { 'shop|errors': [['2026-01-01T10:00:00Z', 0.1], ['2026-01-01T10:01:00Z']], other: 3 },
  };
  put('cases.json.gz', JSON.stringify({ cases: [row, { case_id: 'two' }, 5] }));
  expect(answers('rootcausebench')).toEqual({ one: ['guilty'], two: [] });
});
