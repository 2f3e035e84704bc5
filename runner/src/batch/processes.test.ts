import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { family, seeProcesses } from './processes.ts';

/** Starts one in a session of its own, as Playwright does its browsers, and says its number. */
const parent = `
const { pid } = require('node:child_process').spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
console.log(pid);
setInterval(() => undefined, 60_000);
`;

test.skipIf(process.platform !== 'linux')(
  'a family that nobody has looked at before ends as a whole, also who has a session of its own',
  async () => {
    const leader = spawn(process.execPath, ['-e', parent], { detached: true });
    const [said] = (await once(leader.stdout, 'data')) as [Buffer];
    const child = Number(said);
    const isThere = () => seeProcesses().some(({ pid }) => pid === child);
    expect(isThere()).toBe(true);
    family(leader.pid ?? -1, null).kill();
    await expect.poll(isThere).toBe(false);
  },
);
