import { guardedFetch } from '#platform';
import { isWhole, readReadiness, type Readiness, type Watched } from './readiness.ts';

const timeoutMs = 10_000;
const firstBeatMs = 5_000;

/** The heartbeat to somebody outside who raises the alarm when it stops. */
export interface DeadMan {
  /** When somebody outside last took it, on this process's clock. */
  readonly lastSentAt: Date | null;
  stop(): void;
}

/**
 * Asks for `config.deadManUrl` every `deadManIntervalS`, as long as the whole way of a page is whole: storage, worker, auditor, nothing
 * overdue. Otherwise it keeps silent, so that the outside alarms. Does nothing without an address or without a worker in this process.
 */
export function startDeadMan(watched: Watched): DeadMan {
  const { config, log } = watched.env;
  const state: { lastSentAt: Date | null; last: string } = { lastSentAt: null, last: 'sent' };
  const url = config.deadManUrl;
  if (url === undefined || watched.worker === null) return { lastSentAt: null, stop: () => undefined };
  const beat = async (): Promise<void> => {
    const word = await beatOnce(watched, url);
    if (word === 'sent') state.lastSentAt = watched.env.clock.now();
    // Said when it changes: a heartbeat that fails every minute must not fill the log.
    if (word !== state.last) log.error({ deadMan: hostOf(url), state: word }, 'dead-man heartbeat');
    state.last = word;
  };
  const everyMs = config.deadManIntervalS * 1_000;
  // Not at once: worker and auditor have not looked yet, and whoever waits outside must not wait a whole interval.
  const first = setTimeout(() => void beat(), Math.min(everyMs, firstBeatMs));
  const timer = setInterval(() => void beat(), everyMs);
  return {
    get lastSentAt() {
      return state.lastSentAt;
    },
    stop: () => {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
}

/** `sent`, or why not. */
async function beatOnce(watched: Watched, url: string): Promise<string> {
  const readiness = await readReadiness(watched);
  if (!isWhole(readiness)) return `kept silent: ${whatIsWrong(readiness)}`;
  try {
    const { status } = await guardedFetch({
      url,
      method: watched.env.config.deadManMethod,
      headers: { 'user-agent': 'Fieldmarshal' },
      timeoutMs,
      responseBytesMax: 2_000,
      // The operator chose it, and it is mostly a neighbour in the same network.
      allowPrivate: true,
    });
    return status >= 200 && status < 300 ? 'sent' : `refused with status ${status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function whatIsWrong({ database, worker, auditor, overduePages, oldestDueJobS }: Readiness): string {
  if (database !== 'ok') return 'storage does not answer';
  if (worker === 'stalled') return 'the worker stands still';
  if (auditor === 'stalled') return 'the auditor stands still';
  if (overduePages !== 0) return `${overduePages} pages are overdue`;
  return `the oldest due job waits ${Math.round(oldestDueJobS ?? 0)} s`;
}

/** The path of such an address is a secret. */
function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}
