import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { applyLimits } from '@fieldmarshal/contract/catalog';
import { Refusal } from './failure.ts';

interface YamlFile {
  /** As an editor finds it from here: the argument and the way below it. */
  readonly path: string;
  readonly text: string;
}

/** What was found, and what was left alone although somebody may have meant it. */
export interface Found {
  readonly files: readonly YamlFile[];
  /** Paths of Markdown that is no object and too large to be one. */
  readonly tooLarge: readonly string[];
}

/**
 * The files named, and those in the directories named, at any depth but not in hidden ones or `node_modules`; in order of their paths:
 * YAML, and Markdown that begins with an object. Other Markdown in the same directories is no object, and is not asked to be one.
 */
export async function readYamlFiles(places: readonly string[]): Promise<Found> {
  const paths = new Set<string>();
  const tooLarge: string[] = [];
  for (const place of places)
    for await (const { path, isObject, isLarge } of find(normalize(place), true)) {
      if (isLarge && isObject) throw new Refusal(`${path} is larger than 1 MiB. Nothing was applied.`);
      if (isObject) add(paths, path);
      else if (isLarge) tooLarge.push(path.replaceAll('\\', '/'));
    }
  const files = [];
  for (const path of [...paths].sort())
    files.push({ path: path.replaceAll('\\', '/'), text: decode(path, await readFile(path)) });
  if (files.length === 0)
    throw new Refusal(
      `There is no .yaml or .yml file, and no .md file that begins with an object, in ${places.join(', ')}.`,
    );
  return { files, tooLarge };
}

const objectHead = /^\ufeff?---[ \t]*\r?\n(?:(?!---)[^\n]*\n){0,200}?apiVersion:[ \t]*fieldmarshal\//u;
/** An object that begins a file of Markdown is told by so many bytes. */
const headBytes = 64 * 1024;

async function beginsWithObject(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return objectHead.test(buffer.subarray(0, bytesRead).toString('utf8'));
  } finally {
    await file.close();
  }
}

function isMarkdown(path: string): boolean {
  return path.endsWith('.md');
}

function add(paths: Set<string>, path: string): void {
  paths.add(path);
  if (paths.size > applyLimits.files)
    throw new Refusal(`There are more than ${applyLimits.files} files. Nothing was applied.`);
}

interface FoundFile {
  readonly path: string;
  readonly isObject: boolean;
  readonly isLarge: boolean;
}

async function* find(path: string, isNamed: boolean): AsyncGenerator<FoundFile> {
  const found = await stat(path).catch(() => {
    throw new Refusal(
      `${path} cannot be read: there is no such file or directory, or it is not yours to read.`,
    );
  });
  if (found.isFile() && (isNamed || /\.(ya?ml|md)$/.test(path))) {
    const isObject = isNamed || !isMarkdown(path) || (await beginsWithObject(path));
    yield { path, isObject, isLarge: found.size > applyLimits.fileBytes };
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
