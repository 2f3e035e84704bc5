import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf, newRunnerKey, runnerKeys, type RunnerKeys } from './sealed.ts';

export interface KeptKeys {
  readonly keys: RunnerKeys;
  /** Whether they are there again after the next start. */
  readonly isKept: boolean;
}

const fileName = 'runner.key';

/**
 * The keys of this runner from its folder, readable by nobody else; made there by the first start. Says the fingerprint, which whoever
 * enrols it compares. Where the folder takes no file, or holds one that is no key, it says so and goes on with new keys.
 */
export function keptKeys(directory: string, say: (words: string) => void): KeptKeys {
  const path = join(directory, fileName);
  const kept = readKept(path, say) ?? makeKept(path, say);
  const keys = kept ?? { keys: runnerKeys(), isKept: false };
  say(`The key of this runner is ${fingerprintOf(keys.keys.publicKey)}.`);
  return keys;
}

function readKept(path: string, say: (words: string) => void): KeptKeys | null {
  try {
    return { keys: runnerKeys(readFileSync(path, 'utf8')), isKept: true };
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing)
      say(`${path} holds no key that can be read, so a new one is made. An administrator has to accept it.`);
    return null;
  }
}

/** In one step, so that a start that is killed leaves the whole key or none. */
function makeKept(path: string, say: (words: string) => void): KeptKeys | null {
  const key = newRunnerKey();
  try {
    const file = openSync(`${path}.new`, 'w', 0o600);
    writeSync(file, key);
    fsyncSync(file);
    closeSync(file);
    renameSync(`${path}.new`, path);
    return { keys: runnerKeys(key), isKept: true };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    say(`The key of this runner cannot be kept (${words}): it has a new one with each start.`);
    return null;
  }
}
