import { readdir, readFile, stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { applyLimits } from '@fieldmarshal/contract/catalog';
import { Refusal } from './failure.ts';

export interface YamlFile {
  /** As an editor finds it from here: the argument and the way below it. */
  readonly path: string;
  readonly text: string;
}

/**
 * The files named, and those in the directories named, at any depth but not in hidden ones or `node_modules`; in order of their paths:
 * YAML, and Markdown that begins with an object.
 */
export async function readYamlFiles(places: readonly string[]): Promise<YamlFile[]> {
  const paths = new Set<string>();
  for (const place of places) for await (const path of find(normalize(place), true)) add(paths, path);
  const named = new Set(places.map((place) => normalize(place)));
  const files = [];
  for (const path of [...paths].sort()) {
    const text = decode(path, await readFile(path));
    if (!isMarkdown(path) || named.has(path) || objectHead.test(text))
      files.push({ path: path.replaceAll('\\', '/'), text });
  }
  if (files.length === 0)
    throw new Refusal(
      `There is no .yaml or .yml file, and no .md file that begins with an object, in ${places.join(', ')}.`,
    );
  return files;
}

/** Other Markdown in the same directories is no object, and is not asked to be one. */
const objectHead = /^\ufeff?---[ \t]*\r?\n(?:(?!---)[^\n]*\n){0,200}?apiVersion:[ \t]*fieldmarshal\//u;

function isMarkdown(path: string): boolean {
  return path.endsWith('.md');
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
  if (found.isFile() && (isNamed || /\.(ya?ml|md)$/.test(path))) {
    if (found.size > applyLimits.fileBytes)
      throw new Refusal(`${path} is larger than 1 MiB. Nothing was applied.`);
    yield path;
  }
  if (!found.isDirectory()) return;
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries) {
    const isHidden = entry.name.startsWith('.') || entry.name === 'node_modules';
    // A linked directory could lead back to one above it.
    if (!isHidden && (entry.isDirectory() || /\.(ya?ml|md)$/.test(entry.name)))
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
