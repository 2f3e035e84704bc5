// Inside a network of its own: a door to Fieldmarshal, and a runner that sees nothing else. Started by others.ts.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ports } from '../../demo/ports.ts';
import { openDoor } from '../../demo/site/door.ts';
import { root } from '../../demo/starter/fieldmarshal.ts';

const door = await openDoor({ port: ports.fieldmarshal }, { path: process.env['PROOF_DOOR'] ?? '' });
const runner = spawn(
  process.execPath,
  [
    join(root, 'cli/bin/fieldmarshal.js'),
    'runner',
    ...['--url', `http://127.0.0.1:${ports.fieldmarshal}`, '--data', process.env['PROOF_DATA'] ?? ''],
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => runner.kill('SIGTERM'));
runner.on('exit', (code) => {
  void door.close().then(() => process.exit(code ?? 0));
});
