import { readdir, readFile, stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { applyLimits } from '@fieldmarshal/contract/catalog';
import { Refusal } from './failure.ts';

export interface YamlFile {
  /** As an editor finds it from here: the argument and the way below it. */
  readonly path: string;
  readonly text: string;
}

/** The YAML files named, and those in the directories named, at any depth but not in hidden ones or `node_modules`; in order of their paths. */
export async function readYamlFiles(places: readonly string[]): Promise<YamlFile[]> {
  const paths = new Set<string>();
  for (const place of places) for await (const path of find(normalize(place), true)) add(paths, path);
  if (paths.size === 0) throw new Refusal(`There is no .yaml or .yml file in ${places.join(', ')}.`);
  return Promise.all(
    [...paths]
      .sort()
      .map(async (path) => ({ path: path.replaceAll('\\', '/'), text: decode(path, await readFile(path)) })),
  );
}

function add(paths: Set<string>, path: string): void {
  paths.add(path);
  if (paths.size > applyLimits.files)
    throw new Refusal(`There are more than ${applyLimits.files} files. Nothing was applied.`);
}

async function* find(path: string, isNamed: boolean): AsyncGenerator<string> {
  const found = await stat(path).catch(() => {
    throw new Refusal(
      `${path} cannot be read: there is no such file or directory, or it is not yours to read.`,
    );
  });
  if (found.isFile() && (isNamed || /\.ya?ml$/.test(path))) {
    if (found.size > applyLimits.fileBytes)
      throw new Refusal(`${path} is larger than 1 MiB. Nothing was applied.`);
    yield path;
  }
  if (!found.isDirectory()) return;
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries) {
    const isHidden = entry.name.startsWith('.') || entry.name === 'node_modules';
    // A linked directory could lead back to one above it.
    if (!isHidden && (entry.isDirectory() || /\.ya?ml$/.test(entry.name)))
      yield* find(join(path, entry.name), false);
  }
}

function decode(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal(`${path} is not UTF-8 text. Nothing was applied.`);
  }
}
