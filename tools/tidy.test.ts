import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ranks } from '../architecture.ts';
import { bannedWords, brokenLinks, linesOver, misorderedMigrations } from './tidy.ts';

const root = new URL('..', import.meta.url).pathname;
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = tracked.filter(
  (path) =>
    /\.(ts|tsx|css|sql|md|yaml|yml|json|html)$/.test(path) &&
    !/generated|package-lock|schema\.sql/.test(path),
);

describe('tidy', () => {
  test('no source file is longer than 500 lines', () => {
    const code = sources.filter((path) => /\.(ts|tsx|css)$/.test(path) && !/\.test\.tsx?$/.test(path));
    expect(code.filter((path) => linesOver(read(path), 500))).toEqual([]);
  });

  test('no folder holds more than 15 source files beside its tests', () => {
    const counts = new Map<string, number>();
    for (const path of tracked.filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))) {
      counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    }
    // ui/ is a flat catalogue of primitives, one file each, by design.
    const allowed = new Set(['web/src/ui']);
    expect([...counts].filter(([folder, count]) => count > 15 && !allowed.has(folder))).toEqual([]);
  });

  test('every domain of the server has a README and an index', () => {
    const domains = ranks.flat().filter((name) => !['platform', 'app'].includes(name));
    const missing = domains
      .flatMap((domain) => ['README.md', 'index.ts'].map((file) => `server/src/${domain}/${file}`))
      .filter((path) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });

  test('every server folder has a rank', () => {
    const folders = readdirSync(join(root, 'server/src')).filter((name) =>
      statSync(join(root, 'server/src', name)).isDirectory(),
    );
    expect(folders.filter((folder) => folder !== 'testing' && !ranks.flat().includes(folder))).toEqual([]);
  });

  test('no banned word', () => {
    const text = sources.filter((path) => !path.startsWith('tools/tidy'));
    expect(text.flatMap((path) => bannedWords(read(path)).map((word) => `${path}: ${word}`))).toEqual([]);
  });

  test('every relative link in a document leads somewhere', () => {
    const documents = tracked.filter((path) => path.endsWith('.md'));
    expect(
      documents.flatMap((path) =>
        brokenLinks(read(path), (target) => existsSync(join(root, dirname(path), target))).map(
          (link) => `${path}: ${link}`,
        ),
      ),
    ).toEqual([]);
  });

  test('migrations are named by time and never two at the same', () => {
    expect(misorderedMigrations(readdirSync(join(root, 'server/migrations')))).toEqual([]);
  });

  test('no file is named for nothing', () => {
    expect(
      tracked.filter((path) => /(^|\/)(utils?|helpers?|common|misc|types)(\.tsx?)?(\/|$)/.test(path)),
    ).toEqual([]);
  });
});
