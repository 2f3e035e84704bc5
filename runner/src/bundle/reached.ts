import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Imports } from './imports.ts';
import { ownPackages } from './own-packages.ts';

/**
 * The sources that tests are made of: what imports Playwright, what imports that, the configuration with the files that it names, and all
 * that these import. A folder may hold a whole application beside its tests, and what only that needs is no fault of a test.
 * Where none imports Playwright, all count.
 */
export function reachedByTests(
  imports: Imports,
  { sources, configuration }: { sources: readonly string[]; configuration: string | null },
): Set<string> {
  const known = [...sources, ...[...imports.files.values()].flatMap((files) => [...files])];
  const seeds = known.filter((file) => importsPlaywright(imports, file) || isBrokenTest(imports, file));
  if (seeds.length === 0) return new Set(known);
  const named = configuration === null ? [] : [configuration, ...namedIn(configuration, sources)];
  const upwards = spread(seeds, reversed(imports.files));
  return spread([...upwards, ...named], imports.files);
}

function importsPlaywright({ packages }: Imports, file: string): boolean {
  return [...(packages.get(file) ?? [])].some((name) => ownPackages.has(name));
}

/** What cannot be read says nothing of its imports; its name or its text do. */
function isBrokenTest({ broken }: Imports, file: string): boolean {
  if (!broken.has(file)) return false;
  return (
    /\.(spec|test|setup|teardown)\./.test(basename(file)) || readFileSync(file, 'utf8').includes('playwright')
  );
}

/** `globalSetup: './setup'` and such. */
function namedIn(configuration: string, sources: readonly string[]): string[] {
  const bare = (path: string): string => path.replace(/\.[cm]?[jt]sx?$/, '');
  const text = readFileSync(configuration, 'utf8');
  const words = [...text.matchAll(/(['"`])([^'"`\n]{1,200})\1/g)].map(([, , word = '']) =>
    bare(join(dirname(configuration), word)),
  );
  const named = new Set(words);
  return sources.filter((file) => named.has(bare(file)));
}

function reversed(edges: Imports['files']): Imports['files'] {
  const back: Imports['files'] = new Map();
  for (const [from, to] of edges)
    for (const file of to) back.set(file, (back.get(file) ?? new Set()).add(from));
  return back;
}

function spread(from: readonly string[], edges: Imports['files']): Set<string> {
  const reached = new Set(from);
  for (const file of reached) for (const next of edges.get(file) ?? []) reached.add(next);
  return reached;
}
