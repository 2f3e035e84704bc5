import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Ended, Message, SetUpFailed, SpokenError } from '../inside/messages.ts';
import { settingsVariable, type Settings, type Unit } from '../inside/settings.ts';
import { guard } from './guard.ts';
import type { Limit, Limits } from './limits.ts';
import { listenTo, printed, type Printed } from './listen.ts';
import { family, type Family } from './processes.ts';
import { startPlaywright, type Identity } from './start-playwright.ts';

export interface BatchPlan {
  readonly units: readonly Unit[];
  readonly timeoutMs: number;
  readonly retries: number;
  readonly baseUrl: string | undefined;
  readonly video: boolean;
  readonly filmStrip: boolean;
  readonly projectDirectory: string;
  readonly configurationDirectory: string;
  /** Of this batch alone; its results lie there afterwards. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly identity: Identity | null;
  readonly limits: Limits;
  readonly browser: Family | null;
  readonly stop: AbortSignal;
  /** A unit has come to its verdict, while others still run. */
  readonly onUnit?: (id: string, outcome: UnitOutcome) => void;
}

export interface UnitOutcome {
  /** In the order in which they ended: one for each test and try. */
  readonly ended: readonly Ended[];
  /** How many tests it has; 0 where the project has none of that name. `null` where Playwright did not come so far. */
  readonly planned: number | null;
  /** When its try that has not ended began, in milliseconds since 1970, and where it was. */
  readonly open: { readonly test: string; readonly at: number; readonly step: string | null } | null;
}

interface Trouble {
  readonly title: string | null;
  readonly errors: readonly SpokenError[];
  /** The try of a set-up, and what it left behind. */
  readonly setUp?: SetUpFailed;
}

export interface BatchOutcome {
  readonly units: ReadonlyMap<string, UnitOutcome>;
  /** `stop` was asked for. */
  readonly stopped: Limit | 'stop' | null;
  /** Of a project that others depend on, or of no test at all. */
  readonly trouble: readonly Trouble[];
  /** Playwright came to its end by itself. */
  readonly isDone: boolean;
  readonly exit: number | NodeJS.Signals | null;
  readonly output: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/**
 * One `playwright test` for several runs of one bundle in one environment. Resolves when no process of it is left, however it ended;
 * rejects only when it cannot be started at all.
 */
export async function runBatch(plan: BatchPlan): Promise<BatchOutcome> {
  const settings: Settings = {
    isListing: false,
    units: plan.units,
    timeoutMs: plan.timeoutMs,
    retries: plan.retries,
    video: plan.video,
    filmStrip: plan.filmStrip,
    baseUrl: plan.baseUrl,
    outputDirectory: plan.directory,
    observedDirectory: join(plan.directory, 'observed'),
  };
  const settingsFile = join(plan.directory, 'batch.json');
  writeFileSync(settingsFile, JSON.stringify(settings));
  const startedAt = Date.now();
  const child = startPlaywright({
    ...plan,
    arguments: [...new Set(plan.units.map(({ file }) => `/${escaped(file)}$`))],
    environment: { ...plan.environment, [settingsVariable]: settingsFile },
  });
  const own = family(child.pid ?? -1, plan.identity?.uid ?? null);
  const state = watch(plan, own);
  const output = printed();
  for (const stream of [child.stdout, child.stderr]) keep(stream, { output, plan, state });
  const channel = child.stdio[3];
  if (channel && 'setEncoding' in channel) listenTo(channel, (message) => state.hear(message));
  const exit = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal));
    // A process that left the group may hold the pipes open for ever.
    child.on('exit', () => own.kill());
  });
  own.kill();
  return { ...state.end(), exit, output: output.text(), startedAt, endedAt: Date.now() };
}

function keep(
  stream: Readable | null,
  { output, plan, state }: { output: Printed; plan: BatchPlan; state: Watched },
): void {
  stream?.on('data', (bytes: Buffer) => {
    output.add(bytes);
    if (output.bytes > plan.limits.outputBytes) state.over('output');
  });
}

interface Watched {
  hear(message: Message): void;
  over(limit: Limit): void;
  end(): Pick<BatchOutcome, 'units' | 'stopped' | 'trouble' | 'isDone'>;
}

/** What the reporter has said so far. */
interface Heard {
  readonly ended: Map<string, Ended[]>;
  readonly trouble: Trouble[];
  planned: Record<string, number> | null;
  open: { unit: string; test: string; at: number; step: string | null } | null;
  stopped: Limit | 'stop' | null;
  isDone: boolean;
}

/** Follows what the reporter says, and ends the family when a limit is passed. */
function watch(plan: BatchPlan, own: Family): Watched {
  const heard: Heard = {
    ended: new Map(plan.units.map(({ id }) => [id, []])),
    trouble: [],
    planned: null,
    open: null,
    stopped: null,
    isDone: false,
  };
  const halt = (why: Limit | 'stop'): void => {
    heard.stopped ??= why;
    own.kill();
  };
  let timer = setTimeout(() => halt('start'), plan.limits.startMs);
  const bound = (limit: Limit, ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => halt(limit), ms);
  };
  const watching = guard({ ...plan, family: own, onOver: halt });
  const onStop = (): void => halt('stop');
  plan.stop.addEventListener('abort', onStop, { once: true });
  if (plan.stop.aborted) onStop();
  return {
    over: halt,
    hear: (message) => take(heard, message, { plan, bound }),
    end: () => {
      clearTimeout(timer);
      watching.stop();
      plan.stop.removeEventListener('abort', onStop);
      const units = new Map(plan.units.map(({ id }) => [id, outcomeOf(heard, id)]));
      return { units, stopped: heard.stopped, trouble: heard.trouble, isDone: heard.isDone };
    },
  };
}

function take(
  heard: Heard,
  message: Message,
  { plan, bound }: { plan: BatchPlan; bound: (limit: Limit, ms: number) => void },
): void {
  switch (message.type) {
    case 'planned':
      heard.planned = message.units;
      break;
    case 'began':
      heard.open = { ...message, step: null };
      bound('time', plan.timeoutMs + plan.limits.graceMs);
      break;
    case 'at-step':
      if (heard.open?.unit === message.unit) heard.open.step = message.title;
      break;
    case 'ended':
      heard.ended.get(message.unit)?.push(message);
      heard.open = null;
      // Between two tests a worker may start anew.
      bound('start', plan.limits.startMs);
      if (isOver(heard, message)) plan.onUnit?.(message.unit, outcomeOf(heard, message.unit));
      break;
    case 'set-up-failed':
      heard.trouble.push({ title: message.title, errors: message.errors, setUp: message });
      break;
    case 'trouble':
      heard.trouble.push({ title: null, errors: [message.error] });
      break;
    case 'listed':
      break;
    case 'done':
      heard.isDone = true;
      bound('time', plan.limits.graceMs);
  }
}

/** Whether a unit has its verdict: every test of it ended in this try, well, or with no try left by what the test itself says. */
function isOver({ ended, planned }: Heard, { unit, retry, isLast }: Ended): boolean {
  const tries = (ended.get(unit) ?? []).filter((one) => one.retry === retry);
  const count = planned?.[unit] ?? 0;
  return count > 0 && tries.length >= count && (isLast || tries.every((one) => one.isExpected));
}

function outcomeOf({ ended, planned, open }: Heard, id: string): UnitOutcome {
  return {
    ended: [...(ended.get(id) ?? [])],
    planned: planned === null ? null : (planned[id] ?? 0),
    open: open?.unit === id ? { test: open.test, at: open.at, step: open.step } : null,
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
