import type { Order } from '@fieldmarshal/contract/checks';
import type { Client } from './client.ts';
import type { Lanes } from './lanes.ts';
import type { Monitors } from './monitors.ts';

/** Renews the leases of all that runs, well before the shortest ends, and drops what nobody wants any more. */
export function renewals({ client, lanes, monitors }: { client: Client; lanes: Lanes; monitors: Monitors }): {
  hold(order: Order): void;
  stop(): void;
} {
  let leaseMs = 60_000;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const renew = async (): Promise<void> => {
    const runs = [...lanes.running(), ...monitors.running()].map(({ id, attempt }) => ({ id, attempt }));
    if (runs.length > 0) {
      const answer = await client.renew(runs.slice(0, 1000)).catch(() => null);
      if (answer) leaseMs = answer.leaseMs;
      for (const id of answer?.ended ?? []) {
        lanes.drop(id);
        monitors.drop(id);
      }
    }
    plan();
  };
  const plan = (): void => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(() => void renew(), Math.max(1_000, leaseMs / 3)).unref();
  };
  plan();
  return {
    hold: (order) => {
      if (order.leaseMs >= leaseMs) return;
      leaseMs = order.leaseMs;
      plan();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
