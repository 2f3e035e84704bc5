import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundledProgram, stampOf } from './bin/bundled.js';

const root = join(import.meta.dirname, '..');
let folder: string;
let source: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fm-bundled-'));
  source = join(folder, 'source.ts');
  writeFileSync(source, 'export {};');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what was built is the program until a source changes or is gone', () => {
  const built = pathToFileURL(`${folder}/`);
  expect(bundledProgram(built)).toBeNull();
  const path = relative(root, source);
  writeFileSync(join(folder, 'sources.json'), JSON.stringify({ [path]: stampOf(path) }));
  expect(bundledProgram(built)).toBe(new URL('main.mjs', built).href);
  const { mtimeMs } = statSync(source);
  // As a layer of an image keeps it.
  utimesSync(source, Math.floor(mtimeMs / 1_000), Math.floor(mtimeMs / 1_000));
  expect(bundledProgram(built)).toBe(new URL('main.mjs', built).href);
  utimesSync(source, 1_000, 1_000);
  expect(bundledProgram(built)).toBeNull();
  rmSync(source);
  expect(bundledProgram(built)).toBeNull();
});
