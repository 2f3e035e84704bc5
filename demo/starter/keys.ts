import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const keys = z.object({ token: z.string().min(16), intakeKey: z.string().min(16) });

/** The demo's own ways into its Fieldmarshal. */
export type Keys = z.output<typeof keys>;

/** Made once for each data directory and kept there, readable by the owner only. A file that cannot be read is an error. */
export function keysOf(dataDirectory: string): Keys {
  mkdirSync(dataDirectory, { recursive: true });
  const path = join(dataDirectory, 'demo-keys.json');
  const made: Keys = { token: `fm_${secret()}`, intakeKey: `fmi_${secret()}` };
  try {
    writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return keys.parse(JSON.parse(readFileSync(path, 'utf8')));
  }
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}
