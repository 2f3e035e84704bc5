import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { applyLimits } from '@fieldmarshal/contract/catalog';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { MadeObject } from './core/convert.ts';

const folders: Readonly<Record<string, string>> = {
  Person: 'people',
  Team: 'teams',
  Schedule: 'schedules',
  EscalationPolicy: 'escalation-policies',
  Product: 'products',
  Route: 'routes',
};

/** Beyond this many objects people share files, so that `apply` still takes them all at once. */
const filesMax = applyLimits.files - 100;
const peoplePerFile = 100;

/** The files for `apply`, by path below the directory. */
export function filesOf(objects: readonly MadeObject[]): Map<string, string> {
  const files = new Map<string, string>();
  const isLarge = objects.length > filesMax;
  const people = objects.filter(({ kind }) => kind === 'Person');
  for (const object of objects) {
    const number = Math.floor(people.indexOf(object) / peoplePerFile);
    const name = isLarge && object.kind === 'Person' ? `people-${number + 1}` : object.name;
    const path = join(folders[object.kind] ?? 'others', `${name}.yaml`);
    const before = files.get(path);
    files.set(path, (before === undefined ? '' : `${before}---\n`) + textOf(object));
  }
  return files;
}

function textOf({ kind, name, labels, spec }: MadeObject): string {
  return stringify(
    { apiVersion: 'fieldmarshal/v1', kind, metadata: { name, labels }, spec },
    { lineWidth: 140 },
  );
}

const memory = z.object({ files: z.record(z.string(), z.string()) });

export interface Written {
  readonly written: readonly string[];
  readonly unchanged: number;
  /** Files with edits of somebody's own; the new text is beside them, with `.new` after the name. */
  readonly kept: readonly string[];
  /** Files of an earlier plan whose object is gone in the source. They are left as they are. */
  readonly stale: readonly string[];
}

/** Writes the files. What somebody edited since the last plan is left as it is, and said so. */
export async function writeFiles(directory: string, files: ReadonlyMap<string, string>): Promise<Written> {
  const memoryPath = join(directory, '.import.json');
  const known = memory.catch({ files: {} }).parse(jsonOf((await textAt(memoryPath)) ?? '{}')).files;
  const [written, kept]: [string[], string[]] = [[], []];
  let unchanged = 0;
  for (const [path, text] of files) {
    const before = await textAt(join(directory, path));
    const isOwnEdit = before !== null && before !== text && hashOf(before) !== known[path];
    if (before === text) unchanged += 1;
    else (isOwnEdit ? kept : written).push(path);
    if (before !== text) await put(join(directory, isOwnEdit ? `${path}.new` : path), text);
  }
  const now = Object.fromEntries(
    [...files].map(([path, text]) => [path, kept.includes(path) ? (known[path] ?? '') : hashOf(text)]),
  );
  await put(memoryPath, JSON.stringify({ files: { ...known, ...now } }, null, 1));
  return { written, unchanged, kept, stale: Object.keys(known).filter((path) => !files.has(path)) };
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function textAt(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
