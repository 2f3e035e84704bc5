import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface BenchTools {
  /** Folder of the load generators; `null` where they are not at hand. */
  readonly loadgen: string | null;
  /** Path of Debian's Alertmanager; `null` where it is not installed. */
  readonly alertmanager: string | null;
}

/** The load generators live beside the project; `FIELDMARSHAL_LOADGEN` names another place. */
export function loadgenFolder(): string | null {
  const folder =
    process.env['FIELDMARSHAL_LOADGEN'] ?? new URL('../../shared/tools/loadgen', import.meta.url).pathname;
  return existsSync(join(folder, 'ingest.mjs')) ? folder : null;
}

export function alertmanagerBinary(): string | null {
  try {
    return execFileSync('which', ['prometheus-alertmanager'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

/** Says aloud why a section is not measured. */
export function skip(why: string): void {
  console.log(`not measured: ${why}`);
}

/** Rounds of a paired measurement; each waits for the machine to be quiet for so many seconds before. */
export const rounds = process.env['FIELDMARSHAL_BENCH_ROUNDS'] ?? '5';
export const quietS = process.env['FIELDMARSHAL_BENCH_QUIET_S'] ?? '20';
