import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { canCutOff, cutOff } from '../demo/site/namespace.ts';
import { findInstalled } from '../runner/src/browser/find-browser.ts';

const run = promisify(execFile);
const cli = new URL('../cli/bin/fieldmarshal.js', import.meta.url).pathname;
const intakeKey = 'fmi_a-key-for-the-test-of-silence';
const token = 'fm_a-token-for-the-test-of-silence';

/** Runs inside: an alert comes in, somebody declares an incident, and the workers look at their jobs. */
const inside = `
const url = process.argv[1];
const alert = [{ labels: { alertname: 'Silence', severity: 'critical' } }];
const sent = await fetch(url + '/intake/k/${intakeKey}/alertmanager/api/v2/alerts', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(alert) });
const told = { method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer ${token}', 'idempotency-key': 'silence' } };
const declared = await fetch(url + '/api/v1/incidents', { ...told, body: JSON.stringify({ title: 'Maps are blank', severity: 'SEV1' }) });
let ready = 0;
while (ready !== 200) ready = (await fetch(url + '/readyz')).status;
console.log(sent.status, declared.status, ready);
`;

async function started(child: ChildProcess): Promise<{ baseline: number; url: string }> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const url = /Open +(http:\S+)[\s\S]*Ctrl-C/.exec(output)?.[1];
      if (url !== undefined) resolve({ url, baseline: Number(/sent (\d+)/.exec(output)?.[1]) });
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
}

async function packetsSent(pid: number): Promise<number> {
  const line = (await readFile(`/proc/${pid}/net/dev`, 'utf8'))
    .split('\n')
    .find((each) => /^\s*out:/.test(each));
  return Number(
    line
      ?.replace(/^\s*out:/, '')
      .trim()
      .split(/\s+/)[9],
  );
}

test.skipIf(!canCutOff()).each([
  { who: 'a server', flags: [] },
  { who: 'a site', flags: ['--site', 'field-1'] },
])(
  '$who sends nothing to anybody that no operator has named (skipped where no network namespace can be made)',
  async ({ flags }) => {
    const data = await mkdtemp(join(tmpdir(), 'fm-silence-'));
    const inOwnNetwork = cutOff([cli, 'serve', '--port', '0', '--data', data, ...flags]);
    const env = {
      PATH: process.env['PATH'],
      FIELDMARSHAL_BOOTSTRAP_INTAKE_KEY: intakeKey,
      FIELDMARSHAL_BOOTSTRAP_TOKEN: token,
    };
    const child = spawn(inOwnNetwork.command, inOwnNetwork.arguments, {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const { baseline, url } = await started(child);
      expect(baseline).toBeGreaterThan(0);
      const pid = child.pid ?? 0;
      const enter = ['-t', String(pid), '-n', process.execPath, '--input-type=module', '-e', inside, url];
      expect((await run('nsenter', enter)).stdout.trim()).toBe('200 200 200');
      expect((await packetsSent(pid)) - baseline).toBe(0);
    } finally {
      child.removeAllListeners('exit');
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      await rm(data, { recursive: true, force: true });
    }
  },
);

/** Runs inside: the browser of the runner shows a page with a form to sign in, as checks do, and a while goes by. */
const browsing = `
import { createServer } from 'node:http';
import { chromium } from '${import.meta.resolve('@playwright/test')}';
import { startWarmBrowser } from '${new URL('../runner/src/browser/warm-browser.ts', import.meta.url).href}';
const form = '<form><input name=user autocomplete=username><input type=password autocomplete=current-password></form>';
const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(form));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const [executable, home] = process.argv.slice(2);
const warm = await startWarmBrowser({ executable, browserFolder: home, home, identity: null });
const browser = await chromium.connect(warm.endpoint);
const page = await browser.newPage();
await page.goto('http://127.0.0.1:' + server.address().port);
await page.fill('input[name=user]', 'mira');
await page.fill('input[type=password]', 'tulip rain over delta');
await page.waitForTimeout(8000);
const { readFileSync } = await import('node:fs');
const line = readFileSync('/proc/net/dev', 'utf8').split('\\n').find((each) => each.trim().startsWith('out:'));
console.log('left ' + line.trim().split(/[\\s:]+/)[10]);
warm.stop();
// What is being killed still writes into its folder.
while (warm.family.members().length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
process.exit();
`;

/** The whole browser where there is one: the headless shell asks nobody anyway. */
const { browser } = findInstalled({ ...process.env, FIELDMARSHAL_BROWSER: '/usr/bin/chromium' });

test.skipIf(!canCutOff() || browser === null)(
  'the browser of a runner asks nobody by itself: neither for updates nor for accounts or forms of its maker',
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'fm-quiet-'));
    try {
      const program = join(home, 'browse.mjs');
      await writeFile(program, browsing);
      const words = [program, browser ?? '', home];
      const inOwnNetwork = cutOff(words);
      const { stdout } = await run(inOwnNetwork.command, [...inOwnNetwork.arguments], {
        env: { PATH: process.env['PATH'] },
      });
      const [, before, after] = /sent (\d+)[^]*left (\d+)/.exec(stdout) ?? [];
      expect(Number(before)).toBeGreaterThan(0);
      expect(after).toBe(before);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
  60_000,
);
