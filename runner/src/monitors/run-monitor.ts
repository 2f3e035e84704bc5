import type { BlockList } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Imminent, NewRunReport, Order } from '@fieldmarshal/contract/checks';
import { productOf } from '@fieldmarshal/playwright/attribution';
import { rangesOf } from '../egress/address-guard.ts';
import { sound, withoutCredentials } from '../report/parts.ts';
import { probeDns } from './dns.ts';
import { MonitorFailure } from './failure.ts';
import type { Asking, Measure, Phase, Surroundings } from './found.ts';
import { probeHttp } from './http.ts';
import { probePromql } from './promql.ts';
import { fillSecrets, masked } from './secrets.ts';
import { probeTcp, probeTls } from './sockets.ts';

interface Attempt {
  readonly atMs: number;
  readonly durationMs: number;
  readonly failure: MonitorFailure | null;
  readonly measures: readonly Measure[];
  readonly phases: readonly Phase[];
  readonly requests: readonly Asking[];
  readonly imminent: Imminent | null;
}

/** A failed try is followed by the next after this. */
const betweenTriesMs = 250;

/** Whether anything else can be reached from here just now; asked where something did not answer at all. */
type HasWayOut = () => Promise<boolean>;
const unknownHere: HasWayOut = () => Promise.resolve(true);

/**
 * Makes one run of a monitor: as many tries as the order allows, each within its time. Never throws: whatever happens is a report. What
 * secrets hold is masked in everything that is said.
 */
export async function runMonitor(
  order: Order,
  stop: AbortSignal,
  hasWayOut: HasWayOut = unknownHere,
): Promise<NewRunReport> {
  const startedAt = new Date();
  const began = performance.now();
  const attempts: Attempt[] = [];
  for (let left = order.retries; left >= 0 && !stop.aborted; left -= 1) {
    if (attempts.length > 0) await wait(betweenTriesMs, undefined, { signal: stop }).catch(() => undefined);
    attempts.push(await attempt(order, { atMs: performance.now() - began, stop, hasWayOut }));
    if (attempts.at(-1)?.failure === null) break;
  }
  return report(order, { startedAt, durationMs: performance.now() - began, attempts });
}

interface Trying {
  readonly atMs: number;
  readonly stop: AbortSignal;
  readonly hasWayOut: HasWayOut;
}

async function attempt(order: Order, { atMs, stop, hasWayOut }: Trying): Promise<Attempt> {
  const began = performance.now();
  const measures: Measure[] = [];
  const phases: Phase[] = [];
  const requests: Asking[] = [];
  const note: Surroundings['note'] = (found, parts = []) => {
    measures.push(...found);
    phases.push(...parts);
  };
  const noteRequest = (asking: Asking): void => void requests.push(asking);
  const { signal, done } = within(order.timeoutMs, stop);
  const around = { reach: reachOf(order.privateRanges), signal, now: Date.now(), note, noteRequest };
  let failure: MonitorFailure | null = null;
  let imminent: Imminent | null = null;
  try {
    imminent = await probeOnce(order, around);
  } catch (error) {
    failure = error instanceof MonitorFailure ? error : broken(error);
  } finally {
    done();
  }
  const durationMs = performance.now() - began;
  if (failure?.inPlaceOfAnswer === 'silence' && !stop.aborted && !(await hasWayOut()))
    failure = cutOff(failure);
  return { atMs, durationMs, failure, measures, phases, requests, imminent };
}

/** As `AbortSignal.any` with a time-out, which costs a fifth of a probe: its signals live on until they are collected. */
function within(ms: number, stop: AbortSignal): { signal: AbortSignal; done: () => void } {
  const ending = new AbortController();
  const end = (): void => ending.abort(stop.reason);
  const timer = setTimeout(() => ending.abort(new DOMException('The time is over.', 'TimeoutError')), ms);
  stop.addEventListener('abort', end);
  if (stop.aborted) end();
  return {
    signal: ending.signal,
    done: () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
    },
  };
}

const reaches = new Map<string, BlockList>();

/** Environments are few, and their ranges are asked for with every run. */
function reachOf(cidrs: readonly string[]): BlockList {
  const key = cidrs.join(' ');
  const known = reaches.get(key);
  if (known) return known;
  if (reaches.size >= 1_000) reaches.clear();
  const made = rangesOf(cidrs);
  reaches.set(key, made);
  return made;
}

function cutOff({ message }: MonitorFailure): MonitorFailure {
  return new MonitorFailure('environment', message, { why: 'The runner reaches nothing at all just now.' });
}

async function probeOnce(order: Order, around: Surroundings): Promise<Imminent | null> {
  const probe = fillSecrets(order.probe, order.secrets);
  switch (probe.type) {
    case 'http':
      return probeHttp(probe, around);
    case 'tcp':
      return probeTcp(probe, around);
    case 'dns':
      return probeDns(probe, around);
    case 'tls':
      return probeTls(probe, around);
    case 'promql':
      return probePromql(probe, around);
    case 'e2e':
      throw new MonitorFailure('harness', 'an end-to-end test was given to a monitor');
  }
}

function broken(error: unknown): MonitorFailure {
  const words = error instanceof Error ? error.message : String(error);
  return new MonitorFailure('harness', words, { why: 'The monitor broke.' });
}

interface Made {
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly attempts: readonly Attempt[];
}

function report(order: Order, { startedAt, durationMs, attempts }: Made): NewRunReport {
  const last = attempts.at(-1);
  const failure = last === undefined ? new MonitorFailure('harness', 'the run was given up') : last.failure;
  // Only what failed says anything that a secret could be in.
  const mask = once(() => masked(order.secrets));
  const whatOf = (error: MonitorFailure) => ({ message: mask()(error.message) });
  const unique = new Map((last?.measures ?? []).map((measure) => [measure.name, measure]));
  return {
    id: order.id,
    attempt: order.attempt,
    startedAt: startedAt.toISOString(),
    durationMs,
    verdict: failure === null ? (attempts.length > 1 ? 'flaky' : 'passed') : 'failed',
    fault: failure === null ? null : faultOf(failure, mask()),
    error: failure === null ? null : whatOf(failure),
    tries:
      attempts.length < 2
        ? []
        : attempts.map((each) => ({
            atMs: each.atMs,
            durationMs: each.durationMs,
            verdict: each.failure === null ? ('passed' as const) : ('failed' as const),
            error: each.failure === null ? null : whatOf(each.failure),
          })),
    // One that passed is a row and nothing else.
    requests:
      failure === null ? [] : (last?.requests ?? []).map((asking) => requestOf(asking, order, mask())),
    steps: (last?.phases ?? []).map((phase) => ({ ...phase, category: 'monitor' })),
    measures: [...unique.values()].filter(({ value }) => Number.isFinite(value)),
    imminent: last?.imminent ?? null,
  };
}

function faultOf(
  { fault, why, inPlaceOfAnswer }: MonitorFailure,
  mask: (text: string) => string,
): NonNullable<NewRunReport['fault']> {
  return { class: fault, why: mask(why), unanswered: inPlaceOfAnswer !== null };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function requestOf(
  { url, failure, durationMs, ...asking }: Asking,
  { urlPatterns }: Order,
  mask: (text: string) => string,
): NonNullable<NewRunReport['requests']>[number] {
  return {
    ...asking,
    atMs: 0,
    durationMs,
    url: sound(mask(withoutCredentials(url)), 2_000),
    product: productOf(url, urlPatterns),
    failure: failure === null ? null : sound(mask(failure), 500),
  };
}
