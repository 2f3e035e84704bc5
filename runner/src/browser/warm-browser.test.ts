import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWarmBrowser } from './warm-browser.ts';

test.runIf(process.platform === 'linux')(
  'a folder whose path is too long for the socket of a browser is named, in place of a browser that crashes',
  async () => {
    const home = join('/tmp', 'x'.repeat(60));
    await expect(
      startWarmBrowser({ executable: process.execPath, browserFolder: '/tmp', home, identity: null }),
    ).rejects.toThrow('Set TMPDIR to a shorter one.');
  },
);
