import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Ended, Message, SpokenError } from '../inside/messages.ts';
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
  readonly projectDirectory: string;
  readonly configurationDirectory: string;
  /** Of this batch alone; its results lie there afterwards. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly identity: Identity | null;
  readonly limits: Limits;
  readonly browser: Family | null;
  readonly stop: AbortSignal;
}

export interface UnitOutcome {
  /** In the order in which they ended: one for each test and try. */
  readonly ended: readonly Ended[];
  /** How many tests it has; 0 where the project has none of that name. `null` where Playwright did not come so far. */
  readonly planned: number | null;
  /** When its try that has not ended began, in milliseconds since 1970, and where it was. */
  readonly open: { readonly test: string; readonly at: number; readonly step: string | null } | null;
}

export interface BatchOutcome {
  readonly units: ReadonlyMap<string, UnitOutcome>;
  /** `stop` was asked for. */
  readonly stopped: Limit | 'stop' | null;
  /** Of a project that others depend on, or of no test at all. */
  readonly trouble: readonly { readonly title: string | null; readonly errors: readonly SpokenError[] }[];
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
  for (const stream of [child.stdout, child.stderr]) take(stream, { output, plan, state });
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

function take(
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

/** Follows what the reporter says, and ends the family when a limit is passed. */
function watch(plan: BatchPlan, own: Family): Watched {
  const ended = new Map<string, Ended[]>(plan.units.map(({ id }) => [id, []]));
  const trouble: { title: string | null; errors: SpokenError[] }[] = [];
  let planned: Record<string, number> | null = null;
  let open: { unit: string; test: string; at: number; step: string | null } | null = null;
  let stopped: Limit | 'stop' | null = null;
  let isDone = false;
  const halt = (why: Limit | 'stop'): void => {
    stopped ??= why;
    own.kill();
  };
  let timer = setTimeout(() => halt('start'), plan.limits.startMs);
  const over = (limit: Limit): void => halt(limit);
  const watching = guard({ ...plan, family: own, onOver: over });
  const onStop = (): void => halt('stop');
  plan.stop.addEventListener('abort', onStop, { once: true });
  if (plan.stop.aborted) onStop();
  const bound = (limit: Limit, ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => halt(limit), ms);
  };
  return {
    over,
    hear: (message) => {
      switch (message.type) {
        case 'planned':
          planned = message.units;
          break;
        case 'began':
          open = { ...message, step: null };
          bound('time', plan.timeoutMs + plan.limits.graceMs);
          break;
        case 'at-step':
          if (open?.unit === message.unit) open.step = message.title;
          break;
        case 'ended':
          ended.get(message.unit)?.push(message);
          open = null;
          // Between two tests a worker may start anew.
          bound('start', plan.limits.startMs);
          break;
        case 'set-up-failed':
          trouble.push(message);
          break;
        case 'trouble':
          trouble.push({ title: null, errors: [message.error] });
          break;
        case 'listed':
          break;
        case 'done':
          isDone = true;
          bound('time', plan.limits.graceMs);
      }
    },
    end: () => {
      clearTimeout(timer);
      watching.stop();
      plan.stop.removeEventListener('abort', onStop);
      const outcome = ({ id }: Unit): [string, UnitOutcome] => [
        id,
        {
          ended: ended.get(id) ?? [],
          planned: planned === null ? null : (planned[id] ?? 0),
          open: open?.unit === id ? { test: open.test, at: open.at, step: open.step } : null,
        },
      ];
      return { units: new Map(plan.units.map(outcome)), stopped, trouble, isDone };
    },
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
