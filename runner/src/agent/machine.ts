import { lookup, Resolver } from 'node:dns/promises';
import { readFileSync, statfsSync } from 'node:fs';
import { isIP } from 'node:net';
import { availableParallelism, freemem, loadavg, networkInterfaces, totalmem } from 'node:os';
import type { RunnerFacts } from '../faults/facts.ts';

/** 0..1 of the last ten seconds in which something wanted a core and got none; from the load where the kernel does not say. */
export function starvedRatio(): number {
  try {
    const some = /^some avg10=([\d.]+)/.exec(readFileSync('/proc/pressure/cpu', 'utf8'))?.[1];
    if (some !== undefined) return Math.min(1, Number(some) / 100);
  } catch {
    // Not Linux, or not told.
  }
  const waiting = (loadavg()[0] ?? 0) / availableParallelism() - 1;
  return Math.min(1, Math.max(0, waiting / 4));
}

export function memoryRatio(): number {
  try {
    const text = readFileSync('/proc/meminfo', 'utf8');
    const value = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1]);
    const ratio = 1 - value('MemAvailable') / value('MemTotal');
    if (Number.isFinite(ratio)) return Math.min(1, Math.max(0, ratio));
  } catch {
    // Not Linux.
  }
  return 1 - freemem() / totalmem();
}

const lookMs = 2_000;
const diskLeft = 32 * 1024 * 1024;

/** How the machine is, looked at when a run has failed. `hosts` are those that it could not reach. */
export async function lookAround(
  hosts: readonly string[],
  { serverUrl, directory }: { serverUrl: string; directory: string },
): Promise<RunnerFacts> {
  const name = hosts.find((host) => isIP(host.replace(/^\[|\]$/g, '')) === 0 && host !== 'localhost');
  const isFar = hosts.some((host) => !isLoopback(host));
  const [dns, route] = await Promise.all([
    name === undefined ? null : resolves(name),
    isFar ? reaches(new URL(serverUrl)) : null,
  ]);
  return {
    dns,
    route,
    starvedRatio: starvedRatio(),
    memoryRatio: memoryRatio(),
    diskFull: bytesLeft(directory) < diskLeft,
  };
}

/** An answer of "no such name" is an answer. */
async function resolves(name: string): Promise<boolean> {
  const isNamed = await lookup(name).then(
    () => true,
    () => false,
  );
  if (isNamed) return true;
  const resolver = new Resolver({ timeout: lookMs, tries: 1 });
  return resolver.resolve4(name).then(
    () => true,
    (error: unknown) =>
      error instanceof Error && 'code' in error && ['ENOTFOUND', 'ENODATA'].includes(String(error.code)),
  );
}

const believedMs = 2_000;

/** Asks {@link reaches} for all that want to know within two seconds together. */
export function wayOut(serverUrl: string): () => Promise<boolean> {
  let asked: { readonly at: number; readonly answer: Promise<boolean> } | null = null;
  return () => {
    const now = performance.now();
    if (asked === null || now - asked.at > believedMs)
      asked = { at: now, answer: reaches(new URL(serverUrl)) };
    return asked.answer;
  };
}

/**
 * Whether there is any way out: an interface that is up, and, where it lies elsewhere, our own server. It is asked the way that everything
 * goes to it, through a proxy where there is one; whatever answers has been reached.
 */
async function reaches(server: URL): Promise<boolean> {
  const isUp = Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ internal }) => !internal),
  );
  if (!isUp) return false;
  if (isLoopback(server.hostname)) return true;
  try {
    const signal = AbortSignal.timeout(lookMs);
    const response = await fetch(new URL('/livez', server), { redirect: 'manual', signal });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.startsWith('127.') || host === '::1' || host === '[::1]';
}

function bytesLeft(directory: string): number {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}
