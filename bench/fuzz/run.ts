// Sends the server what nobody should send: `npm run fuzz`, or `npm run fuzz -- --requests 50000 --seed 7`.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { bootstrapToken, intakeKey, startSubject } from '../subject.ts';
import { apiShots, type Description } from './api-shots.ts';
import { intakeShots } from './intake-shots.ts';
import { Random } from './random.ts';
import { send, type Shot } from './send.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '6000' },
    seed: { type: 'string', default: '1' },
    'seconds-max': { type: 'string', default: '240' },
  },
});
const requests = Number(values.requests);
const stopAt = performance.now() + Number(values['seconds-max']) * 1_000;
const atOnce = 8;
const memoryMiBMax = 700;
/** Prometheus gives up after this long. */
const slowMs = 10_000;
const random = new Random(Number(values.seed));

const subject = await startSubject();
const pid = Number(subject.pids().split(',')[0]);
const described = await fetch(`${subject.url}/api/openapi.json`);
// The server describes itself.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const description = (await described.json()) as Description;
const kinds: Readonly<Record<string, () => Shot>> = {
  intake: intakeShots(intakeKey, random),
  api: apiShots(description, bootstrapToken, random),
};
const statuses = new Map<string, number>();
const found = new Map<string, string>();
let sent = 0;
let slowest = 0;
let memoryMiB = 0;

/** When this process was last busy itself, making a large request: answers that came meanwhile say nothing of the server's speed. */
let busyAt = 0;
let beatAt = performance.now();
const beat = setInterval(() => {
  const now = performance.now();
  if (now - beatAt > 400) busyAt = now;
  beatAt = now;
}, 50);

function judge(kind: string, shot: Shot, { status, text, ms }: Awaited<ReturnType<typeof send>>): void {
  const label = `${kind} ${status === 0 ? 'no answer' : status}`;
  statuses.set(label, (statuses.get(label) ?? 0) + 1);
  const wasBusy = busyAt > performance.now() - ms || performance.now() - beatAt > 400;
  if (!wasBusy) slowest = Math.max(slowest, ms);
  if (status !== 0 && status < 500 && (ms < slowMs || wasBusy)) return;
  const where = `${label} ${shot.method} ${shot.path.split('?')[0]?.slice(0, 90)}`;
  if (found.has(where)) return;
  const what = `${shot.path.slice(0, 300)} ${JSON.stringify(shot.headers).slice(0, 200)} ${shot.body?.subarray(0, 400).toString() ?? ''}`;
  found.set(where, `${Math.round(ms)} ms, ${text.slice(0, 200)}\n      ${what}`);
}

async function worker(): Promise<void> {
  while (sent < requests && performance.now() < stopAt) {
    sent += 1;
    const kind = random.chance(0.5) ? 'intake' : 'api';
    const shot = kinds[kind]?.();
    if (shot) judge(kind, shot, await send(subject.url, shot));
    if (sent % 250 === 0) memoryMiB = Math.max(memoryMiB, residentMiB());
  }
}

function residentMiB(): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1_024;
}

await Promise.all(Array.from({ length: atOnce }, worker));
const alive = await fetch(`${subject.url}/readyz`).then(
  ({ status }) => status,
  () => 0,
);
const usable = await fetch(`${subject.url}/api/v1/incidents`, {
  headers: { authorization: `Bearer ${bootstrapToken}` },
}).then(
  ({ status }) => status,
  () => 0,
);
console.log(
  `${sent} requests with seed ${values.seed}; slowest ${Math.round(slowest)} ms; at most ${Math.round(memoryMiB)} MiB`,
);
for (const [label, count] of [...statuses].sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`  ${label}: ${count}`);
for (const [where, what] of found) console.log(`  FOUND ${where}\n      ${what}`);
const isWell = found.size === 0 && alive === 200 && usable === 200 && memoryMiB < memoryMiBMax;
console.log(
  isWell
    ? 'Nothing found.'
    : `Found ${found.size}; ready ${alive}, API ${usable}, memory ${Math.round(memoryMiB)} of ${memoryMiBMax} MiB.`,
);
clearInterval(beat);
await subject.stop();
process.exitCode = isWell ? 0 : 1;
