import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { runArtefact, runReport, type NewRunReport } from '@fieldmarshal/contract/checks';
import { z } from 'zod';
import type { Artefact } from '../report/artefacts.ts';

/**
 * What is still to be sent, on the disk, one folder for each run in the order in which they ended. A folder appears whole, after its
 * bytes are safe, and goes when the server has all of it; so a kill at any moment loses nothing that was added, and what is sent again
 * is told apart by the server, by the id of the run.
 */
export interface Spool {
  /** Returns when it would survive a power cut. Throws where the disk takes no more; nothing of it is left there then. */
  add(report: NewRunReport, artefacts: readonly Artefact[]): void;
  readonly length: number;
  /** The oldest whose reports the server has not taken, at most `count`. */
  reports(count: number): Spooled[];
  /** The server has this report for good, or does not want it: then nothing of it is kept. */
  settle(spooled: Spooled, isWanted: boolean): void;
  /** Artefacts of reports that were taken, the oldest first. */
  nextArtefact(): SpooledArtefact | null;
  dropArtefact(artefact: SpooledArtefact): void;
}

interface Spooled {
  readonly folder: string;
  readonly report: NewRunReport;
}

export interface SpooledArtefact {
  readonly folder: string;
  readonly run: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

const reportFile = 'report.json';
const takenFile = 'taken.json';
const taken = z.object({ run: z.uuid(), artefacts: z.array(runArtefact) });

/** Artefacts of new runs are not kept while this much waits; the reports themselves always are. */
const artefactBytesMax = 2 * 1024 * 1024 * 1024;

export function openSpool(directory: string): Spool {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // What had not become whole was never added.
  for (const name of readdirSync(directory)) if (name.endsWith('.part')) remove(join(directory, name));
  let folders = readdirSync(directory).sort();
  let next = Number(folders.at(-1)?.slice(0, 16) ?? 0) + 1;
  let waitingBytes = folders.reduce((sum, name) => sum + bytesOf(join(directory, name)), 0);

  const forget = (folder: string): void => {
    waitingBytes -= bytesOf(join(directory, folder));
    remove(join(directory, folder));
    folders = folders.filter((name) => name !== folder);
  };

  return {
    get length() {
      return folders.filter((name) => isThere(join(directory, name, reportFile))).length;
    },
    add: (report, artefacts) => {
      const folder = `${String(next).padStart(16, '0')}-${report.id}`;
      next += 1;
      const stage = join(directory, `${folder}.part`);
      const kept = waitingBytes > artefactBytesMax ? [] : artefacts;
      try {
        fill(stage, { report, kept, isCut: kept.length < artefacts.length });
        renameSync(stage, join(directory, folder));
      } catch (error) {
        remove(stage);
        throw error;
      }
      syncFolder(directory);
      waitingBytes += bytesOf(join(directory, folder));
      folders.push(folder);
    },
    reports: (count) => {
      const found: Spooled[] = [];
      for (const folder of folders) {
        if (found.length >= count) break;
        const path = join(directory, folder, reportFile);
        if (!isThere(path)) continue;
        const report = parsed(path);
        if (report) found.push({ folder, report });
        else forget(folder);
      }
      return found;
    },
    settle: ({ folder, report }, isWanted) => {
      const artefacts = report.artefacts ?? [];
      if (!isWanted || artefacts.length === 0) {
        forget(folder);
        return;
      }
      save(join(directory, folder, takenFile), Buffer.from(JSON.stringify({ run: report.id, artefacts })));
      remove(join(directory, folder, reportFile));
    },
    nextArtefact: () => {
      for (const folder of folders) {
        const path = join(directory, folder, takenFile);
        if (!isThere(path)) continue;
        const found = firstArtefact(join(directory, folder), path);
        if (found) return { folder, ...found };
        forget(folder);
      }
      return null;
    },
    dropArtefact: ({ folder, name }) => {
      remove(join(directory, folder, `a-${name}`));
    },
  };
}

interface Filling {
  readonly report: NewRunReport;
  readonly kept: readonly Artefact[];
  readonly isCut: boolean;
}

function fill(stage: string, { report, kept, isCut }: Filling): void {
  mkdirSync(stage, { mode: 0o700 });
  for (const { announced, bytes } of kept) save(join(stage, `a-${announced.name}`), bytes);
  const cut = isCut ? ['Artefacts: too much waits to be sent.'] : [];
  const whole = {
    ...report,
    artefacts: kept.map(({ announced }) => announced),
    cut: [...(report.cut ?? []), ...cut].slice(0, 20),
  };
  save(join(stage, reportFile), Buffer.from(JSON.stringify(whole)));
}

function firstArtefact(folder: string, path: string): Omit<SpooledArtefact, 'folder'> | null {
  // A report without its `report.json` and with a torn `taken.json` cannot be: the latter is safe before the former goes.
  const { run, artefacts } = taken.parse(JSON.parse(readFileSync(path, 'utf8')));
  for (const { name, contentType } of artefacts) {
    const file = join(folder, `a-${name}`);
    if (isThere(file)) return { run, name, contentType, bytes: readFileSync(file) };
  }
  return null;
}

function parsed(path: string): NewRunReport | null {
  try {
    return runReport.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function save(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w', 0o600);
  try {
    // One write may take less than it was given.
    for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(directory: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(directory, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function bytesOf(folder: string): number {
  try {
    return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  } catch {
    return 0;
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true });
}
