import { randomUUID } from 'node:crypto';
import { monitorProbe, type Order } from '@fieldmarshal/contract/checks';

/** An order as the server would give it, for `file` and `title` of a project. */
export function orderFor(
  [file, ...title]: readonly [string, ...string[]],
  more: Partial<Omit<Order, 'probe'>> & { playwrightProject?: string } = {},
): Order {
  const { playwrightProject, ...rest } = more;
  return {
    id: randomUUID(),
    attempt: 1,
    leaseMs: 60_000,
    check: title.join('-'),
    environment: 'eu-prod',
    place: 'here',
    dueAt: '2026-11-26T00:00:00Z',
    timeoutMs: 10_000,
    retries: 0,
    probe: {
      type: 'e2e',
      project: 'shop',
      file,
      title,
      ...(playwrightProject === undefined ? {} : { playwrightProject }),
    },
    bundle: { project: 'shop', digest: '0'.repeat(64), bytes: 1 },
    variables: {},
    secrets: {},
    urlPatterns: [],
    privateRanges: [],
    ...rest,
  };
}

/** Orders of a monitor that needs no bundle, each with an id of its own. */
export function monitorOrders(count: number): Order[] {
  const probe = monitorProbe.parse({ type: 'tcp', host: 'shop.example', port: 443 });
  return Array.from({ length: count }, () => ({ ...orderFor(['x', 'x']), bundle: null, probe }));
}
