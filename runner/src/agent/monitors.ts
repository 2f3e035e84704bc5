import type { Order } from '@fieldmarshal/contract/checks';
import type { AgentPlan, Outcome } from './agent.ts';

export interface Monitors {
  add(order: Order): void;
  free(): number;
  running(): Order[];
  drop(id: string): void;
  someFree(): Promise<void>;
  stop(): void;
}

/** Runs monitors side by side, as many as fit; without `runMonitor` none. */
export function monitorsOf(
  { runMonitor = unknownHere, monitorsMax, say }: AgentPlan,
  deliver: (outcome: Outcome) => void,
): Monitors {
  const most = runMonitor === unknownHere ? 0 : (monitorsMax ?? 200);
  const running = new Map<string, { order: Order; stop: AbortController }>();
  let onFree = (): void => undefined;
  return {
    free: () => most - running.size,
    running: () => [...running.values()].map(({ order }) => order),
    someFree: () =>
      new Promise((resolve) => {
        onFree = resolve;
      }),
    drop: (id) => running.get(id)?.stop.abort(),
    stop: () => {
      for (const { stop } of running.values()) stop.abort();
      onFree();
    },
    add: (order) => {
      const stop = new AbortController();
      running.set(order.id, { order, stop });
      void runMonitor(order, stop.signal)
        .then((outcome) => (stop.signal.aborted ? undefined : deliver(outcome)))
        .catch((error: unknown) =>
          say(`A monitor broke: ${error instanceof Error ? error.message : String(error)}`),
        )
        .finally(() => {
          running.delete(order.id);
          onFree();
        });
    },
  };
}

/** The server is never asked for these, so none comes. */
function unknownHere(): Promise<Outcome> {
  return Promise.reject(new Error('Monitors are not run here.'));
}
