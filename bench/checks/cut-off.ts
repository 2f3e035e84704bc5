import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sizeFrom } from '../paging/probes.ts';
import { skip } from '../prerequisites.ts';
import { applyTo, bootstrapToken, freePort, launch, untilOk } from '../subject.ts';
import { judge } from '../verdict.ts';

const cli = new URL('../../cli/bin/fieldmarshal.js', import.meta.url).pathname;
const space = `fm-bench-${process.pid}`;
/** Names of network devices have 15 characters at most. */
const [ours, theirs] = [`fmb${process.pid % 100_000}a`, `fmb${process.pid % 100_000}b`];
const [here, there] = ['10.213.77.1', '10.213.77.2'];
/** How long the runner is cut off; the long form is an hour, 3600. */
const cutS = sizeFrom('FIELDMARSHAL_BENCH_CUT_S', 60);
const monitors = 60;
/** Each run takes so long, so that many are under way when the line breaks. */
const answerMs = 3_000;

/** A runner in a network of its own is cut off, killed while it is, started again and let back: is anything lost or counted twice? */
export async function measureCutOff(): Promise<void> {
  if (!canUseSpaces()) return skip('making a network namespace needs root and iproute2');
  const directory = mkdtempSync(join(tmpdir(), 'fm-bench-cut-'));
  const port = await freePort();
  const url = `http://${here}:${port}`;
  const children: ChildProcess[] = [];
  link();
  try {
    children.push(launch(join(directory, 'server'), port, { FIELDMARSHAL_HOST: '0.0.0.0' }));
    await untilOk(`http://127.0.0.1:${port}/readyz`);
    const target = inside(['-e', targetProgram]);
    children.push(target);
    await applyTo(`http://127.0.0.1:${port}`, files());
    const token = await enrol(port);
    const data = join(directory, 'runner');
    const run = (): ChildProcess => inside([cli, 'runner', '--url', url, '--token', token, '--data', data]);
    let runner = run();
    children.push(runner);
    await sleep(12_000);
    ip('link', 'set', ours, 'down');
    await sleep(answerMs + 3_000);
    const waiting = spooled(data);
    runner.kill('SIGKILL');
    await sleep((cutS * 1_000) / 2);
    runner = run();
    children.push(runner);
    await sleep((cutS * 1_000) / 2);
    ip('link', 'set', ours, 'up');
    await until(
      () => spooled(data).length === 0 || spooled(data).every((id) => !waiting.includes(id)),
      90_000,
    );
    await sleep(3_000);
    report(waiting, await runsOf(port));
  } finally {
    for (const child of children.toReversed()) await ended(child);
    ip('netns', 'del', space);
    rmSync(directory, { recursive: true, force: true });
  }
}

const targetProgram = `require('node:http').createServer((_, res) => setTimeout(() => res.end('ok'), ${answerMs})).listen(8099, '127.0.0.1')`;

function canUseSpaces(): boolean {
  try {
    ip('netns', 'add', space);
    return true;
  } catch {
    return false;
  }
}

function ip(...words: readonly string[]): void {
  execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function link(): void {
  ip('link', 'add', ours, 'type', 'veth', 'peer', 'name', theirs);
  ip('link', 'set', theirs, 'netns', space);
  ip('addr', 'add', `${here}/30`, 'dev', ours);
  ip('link', 'set', ours, 'up');
  ip('-n', space, 'addr', 'add', `${there}/30`, 'dev', theirs);
  ip('-n', space, 'link', 'set', theirs, 'up');
  ip('-n', space, 'link', 'set', 'lo', 'up');
}

function inside(argv: readonly string[]): ChildProcess {
  return spawn('ip', ['netns', 'exec', space, process.execPath, ...argv], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function files(): string {
  const object = (kind: string, name: string, spec: object): string =>
    JSON.stringify({ apiVersion: 'fieldmarshal/v1', kind, metadata: { name }, spec });
  return [
    object('Environment', 'far', { privateRanges: ['127.0.0.0/8'] }),
    ...Array.from({ length: monitors }, (_, index) =>
      object('Check', `m${index}`, {
        everySeconds: 2,
        timeoutSeconds: 10,
        probe: { type: 'http', url: 'http://127.0.0.1:8099/' },
        places: { names: ['far-away'] },
        environments: [{ environment: 'far' }],
      }),
    ),
  ].join('\n---\n');
}

async function ask<T>(port: number, path: string, init: RequestInit = {}): Promise<T> {
  const headers = { authorization: `Bearer ${bootstrapToken}`, 'content-type': 'application/json' };
  const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, { ...init, headers });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer of the contract
  return (await response.json()) as T;
}

async function enrol(port: number): Promise<string> {
  const body = JSON.stringify({ name: 'far away', place: 'far-away' });
  return (await ask<{ token: string }>(port, '/runners', { method: 'POST', body })).token;
}

interface Run {
  readonly id: string;
  readonly check: string;
  readonly state: string;
  readonly dueAt: string;
}

async function runsOf(port: number): Promise<Run[]> {
  const all: Run[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: { items: Run[]; nextCursor: string | null } = await ask(port, `/runs?limit=200${query}`);
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}

/** Ids of runs whose reports wait on the disk of the runner. */
function spooled(data: string): string[] {
  const folder = join(data, 'spool');
  return readdirSync(folder).flatMap((name) => {
    try {
      const text = readFileSync(join(folder, name, 'report.json'), 'utf8');
      return /"id":"([0-9a-f-]{36})"/.exec(text)?.[1] ?? [];
    } catch {
      return [];
    }
  });
}

function report(waiting: readonly string[], runs: readonly Run[]): void {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const lost = waiting.filter((id) => byId.get(id)?.state !== 'ended');
  const ended = runs.filter(({ state }) => state === 'ended');
  const distinct = new Set(ended.map(({ check, dueAt }) => `${check} ${dueAt}`));
  const count = (state: string): number => runs.filter((run) => run.state === state).length;
  console.log(
    `cut off for ${cutS} s and killed meanwhile: ${waiting.length} finished runs waited on its disk; afterwards ${ended.length} runs are stored, ${count('lost')} were made anew because nobody finished them`,
  );
  judge({ name: 'finished runs that waited', value: waiting.length, least: 1 });
  judge({ name: 'of them lost', value: lost.length, most: 0 });
  judge({ name: 'runs counted twice', value: ended.length - distinct.size, most: 0 });
}

async function until(isSo: () => boolean, limitMs: number): Promise<void> {
  const start = performance.now();
  while (!isSo()) {
    if (performance.now() - start > limitMs) throw new Error(`nothing was delivered within ${limitMs} ms`);
    await sleep(200);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await Promise.race([new Promise((resolve) => child.once('exit', resolve)), sleep(10_000)]);
  child.kill('SIGKILL');
}
