import { setTimeout as sleep } from 'node:timers/promises';
import { sizeFrom } from '../paging/probes.ts';
import { skip } from '../prerequisites.ts';
import { bootstrapToken, startSubject, type Subject } from '../subject.ts';
import { judge, quantile, round } from '../verdict.ts';
import { startBlackbox, type Blackbox } from './blackbox.ts';
import { monitorFiles } from './monitor-files.ts';
import { cpuOfTrees } from './cpu.ts';
import { startTarget, type Target } from './target.ts';

/** Monitors that are due each second, in turn: more than one core bears, and few enough to be in time. */
const loads = [sizeFrom('FIELDMARSHAL_BENCH_MONITORS', 1_000), 300];
const windowMs = 15_000;
const settleMs = 4_000;
const peerRounds = 3;
const peerProbes = 6_000;
const peerAtOnce = 8;

/** HTTP monitors that are scheduled, run, stored and judged, per second of CPU of server and database; beside an exporter that only probes. */
export async function measureMonitors(): Promise<void> {
  const target = await startTarget();
  try {
    const peer = await peerRate(target);
    const rates: number[] = [];
    for (const count of loads) rates.push(await ownRate(target, count));
    if (peer === null) return skip('prometheus-blackbox-exporter is not installed');
    console.log(`blackbox exporter: ${round(peer)} probes per second and core`);
    judge({
      name: 'probes per second and core',
      value: Math.max(...rates) / peer,
      least: 0.5,
      of: 'blackbox',
    });
  } finally {
    target.stop();
  }
}

async function peerRate(target: Target): Promise<number | null> {
  const blackbox = await startBlackbox();
  if (blackbox === null) return null;
  const rates: number[] = [];
  try {
    await probeAll(blackbox, target, peerProbes / 10);
    for (let index = 0; index < peerRounds; index += 1) {
      const before = cpuOfTrees([blackbox.pid]);
      await probeAll(blackbox, target, peerProbes);
      rates.push(peerProbes / (cpuOfTrees([blackbox.pid]) - before));
    }
  } finally {
    await blackbox.stop();
  }
  return quantile(rates, 0.5);
}

async function probeAll(blackbox: Blackbox, target: Target, count: number): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next++ < count) await blackbox.probe(`${target.url}/peer`);
  };
  await Promise.all(Array.from({ length: peerAtOnce }, worker));
}

async function ownRate(target: Target, count: number): Promise<number> {
  const subject = await startSubject();
  try {
    await subject.apply(monitorFiles({ count, everySeconds: 1, url: target.url }));
    await sleep(settleMs);
    const pids = subject.pids().split(',').map(Number);
    const [hits, cpu, start] = [target.hits(), cpuOfTrees(pids), performance.now()];
    await sleep(windowMs);
    const seconds = (performance.now() - start) / 1_000;
    const made = target.hits() - hits;
    const used = cpuOfTrees(pids) - cpu;
    const late = await latenessOf(subject, made);
    console.log(
      `${count} monitors each second: ${round(made / seconds)} probes/s stored with ${round(used / seconds)} cores, ` +
        `${round(made / used)} per second and core; began late by p50 ${round(quantile(late, 0.5))} ms, p95 ${round(quantile(late, 0.95))} ms, p99 ${round(quantile(late, 0.99))} ms`,
    );
    judge({
      name: `${count} monitors each second, how late they began, p99 ms`,
      value: quantile(late, 0.99),
      most: 100,
    });
    return made / used;
  } finally {
    await subject.stop();
  }
}

interface RunPage {
  items: { dueAt: string; startedAt: string | null }[];
  nextCursor: string | null;
}

/** Of the latest runs that ended: how long after they were due they began, in milliseconds. */
async function latenessOf({ url }: Subject, count: number): Promise<number[]> {
  const late: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null && late.length < count) {
    const query: string = new URLSearchParams({
      limit: '200',
      ...(cursor === '' ? {} : { cursor }),
    }).toString();
    const response = await fetch(`${url}/api/v1/runs?${query}`, {
      headers: { authorization: `Bearer ${bootstrapToken}` },
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer of the contract
    const page = (await response.json()) as RunPage;
    for (const { dueAt, startedAt } of page.items)
      if (startedAt !== null) late.push(Date.parse(startedAt) - Date.parse(dueAt));
    cursor = page.nextCursor;
  }
  return late;
}
