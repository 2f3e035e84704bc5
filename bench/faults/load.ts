import { setTimeout as sleep } from 'node:timers/promises';

/** Alerts that were acknowledged, by name, with when they were first sent; and what senders heard meanwhile. */
export interface Load {
  readonly acknowledged: ReadonlyMap<string, number>;
  /** Answers other than 2xx, by status; 0: no answer. */
  readonly refused: ReadonlyMap<number, number>;
  /** The longest wait for any answer. */
  readonly slowestMs: number;
  /** Sends no new ones and waits until all that were begun are acknowledged. */
  stop(): Promise<void>;
}

/** Sixteen a second, each with an incident and a page: on two cores little is left. */
const usualEveryMs = 60;
const againAfterMs = 250;
/** Prometheus gives up on a request after this long. */
const patienceMs = 10_000;
let rounds = 0;

/** Sends one alert after the other, each until it is acknowledged, as senders do; to the first of `urls` that answers. */
export function startLoad(urls: () => readonly string[], everyMs = usualEveryMs): Load {
  const acknowledged = new Map<string, number>();
  const refused = new Map<number, number>();
  const sending = new Set<Promise<void>>();
  const state = { slowestMs: 0, stopped: false };
  rounds += 1;
  let number = 0;
  const one = async (name: string): Promise<void> => {
    const sentAt = Date.now();
    for (let attempt = 0; ; attempt += 1) {
      const list = urls();
      const started = performance.now();
      const status = await post(list[attempt % list.length] ?? '', name);
      state.slowestMs = Math.max(state.slowestMs, performance.now() - started);
      if (status >= 200 && status < 300) break;
      refused.set(status, (refused.get(status) ?? 0) + 1);
      await sleep(againAfterMs);
    }
    acknowledged.set(name, sentAt);
  };
  const timer = setInterval(() => {
    const done = one(`fault-${rounds}-${(number += 1)}`).finally(() => sending.delete(done));
    sending.add(done);
  }, everyMs);
  return {
    acknowledged,
    refused,
    get slowestMs() {
      return state.slowestMs;
    },
    stop: async () => {
      clearInterval(timer);
      await Promise.all(sending);
    },
  };
}

async function post(url: string, name: string): Promise<number> {
  const endsAt = new Date(Date.now() + 86_400_000).toISOString();
  const alert = { labels: { alertname: name, severity: 'critical' }, annotations: { summary: name }, endsAt };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([alert]),
      signal: AbortSignal.timeout(patienceMs),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
