import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Identity } from './start-playwright.ts';

const firstUid = 1_000_000;
const uids = 1_000_000_000;

/**
 * A user number of its own for each lane of this runner, so that what a bundle starts can neither read what is the runner's nor escape
 * when it is ended. Null where the runner is not root, or where that user cannot read the program: then runs share the runner's user.
 */
export function identityOf(directory: string, part: string): Identity | null {
  if (process.getuid?.() !== 0) return null;
  const hash = createHash('sha256').update(`${directory}\n${part}`).digest().readUInt32BE(0);
  const uid = firstUid + (hash % uids);
  const identity = { uid, gid: uid };
  const playwright = createRequire(import.meta.url).resolve('@playwright/test/package.json');
  const look = `require('fs').accessSync(${JSON.stringify(playwright)});require('fs').accessSync(${JSON.stringify(directory)})`;
  const tried = spawnSync(process.execPath, ['-e', look], {
    ...identity,
    cwd: '/',
    env: {},
    timeout: 10_000,
  });
  return tried.status === 0 ? identity : null;
}
