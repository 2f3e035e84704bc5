// A release for real: made twice, installed into an empty folder in a network namespace without a way out, served, taken back.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'fm-offline-'));
const at = (name: string): string => join(work, name);
const port = 24_410;
const release = `fieldmarshal-${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}-${process.platform}-${process.arch}.release`;

/** Without a network where the machine allows it; an environment that knows nothing of this checkout. */
const apart =
  spawnSync('unshare', ['-n', 'true']).status === 0 ? ['unshare', '-n', 'sh', '-c'] : ['sh', '-c'];
const offline = (script: string): string => {
  const words = ['-i', `PATH=/usr/sbin:/usr/bin:/sbin:/bin`, ...apart, script];
  return execFileSync('env', words, { cwd: work, encoding: 'utf8' });
};

const timed = <T>(what: string, run: () => T): T => {
  const from = performance.now();
  const result = run();
  console.log(`${what}: ${((performance.now() - from) / 1_000).toFixed(1)} s`);
  return result;
};

/** Peak memory in MiB of `fieldmarshal …` in this checkout, by the kernel's count. */
async function make(out: string): Promise<number> {
  const child = spawn(
    process.execPath,
    [join(root, 'cli/bin/fieldmarshal.js'), 'bundle', 'release', '--key', at('release.key'), '--out', out],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  let peak = 0;
  const look = setInterval(() => {
    try {
      peak = Math.max(
        peak,
        Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]),
      );
    } catch {
      // It has just ended.
    }
  }, 100);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`bundle release ended with ${String(code)}`);
  return Math.round(peak / 1_024);
}

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

try {
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(at('release.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const from = performance.now();
  const memory = await make(at('one'));
  console.log(`made: ${((performance.now() - from) / 1_000).toFixed(1)} s, at most ${memory} MiB`);
  await make(at('two'));
  const bytes = readFileSync(at(`one/${release}`)).length;
  console.log(
    `${(bytes / 1e6).toFixed(0)} MB; twice the same: ${digest(at(`one/${release}`)) === digest(at(`two/${release}`))}`,
  );
  mkdirSync(at('home'));
  const words = `${at(`one/${release}`)} --key ${at('one/release.pem')} --to ${at('opt')}`;
  timed(
    `installed ${apart.length > 2 ? 'without a network' : 'with a network: unshare is not allowed here'}`,
    () => console.log(offline(`sh ${at('one/install.sh')} ${words}`).trim()),
  );
  const page = timed('serves and answers /sign-in', () =>
    offline(`ip link set lo up 2>/dev/null
${at('opt/bin/fieldmarshal')} serve --port ${port} --data ${at('data')} >${at('serve.log')} 2>&1 & server=$!
${at('opt')}/current/node_modules/node-*/bin/node -e '
const ask = () => fetch("http://127.0.0.1:${port}/sign-in").then(async (r) => { console.log(r.status, /<title>.*<\\/title>/.exec(await r.text())?.[0]); process.exit(0); }, () => setTimeout(ask, 100));
setTimeout(() => process.exit(1), 60000); ask();'
kill $server; wait $server; true`),
  );
  console.log(page.trim());
  if (!page.startsWith('200 <title>')) throw new Error('The sign-in page does not answer.');
  console.log(readFileSync(at('serve.log'), 'utf8').trim());
} finally {
  rmSync(work, { recursive: true, force: true });
}
