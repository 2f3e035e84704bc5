import type { Agent } from 'node:http';
import { gatewayClient, type GatewayClient } from '../applications/gateway-client.ts';
import type { ProductName } from '../ports.ts';
import { connections } from './call.ts';
import type { Json } from './behaviour.ts';
import type { Environment } from './environment.ts';

/** What people do all day. It touches every product and leaves nothing behind that a page would show. */
const day: readonly { product: ProductName; operation: string; input: Json }[] = [
  { product: 'objects', operation: 'list', input: { kind: 'case' } },
  { product: 'search', operation: 'find', input: { kind: 'case', text: 'a' } },
  { product: 'objects', operation: 'put', input: rehearsed({ value: { name: 'Rehearsal' } }) },
  { product: 'pipelines', operation: 'submit', input: rehearsed({}) },
  { product: 'files', operation: 'put', input: { case: 'rehearsal', name: 'scan.pdf', bytes: 1024 } },
  { product: 'maps', operation: 'near', input: { place: 'Nordhaven', homes: [] } },
  {
    product: 'messages',
    operation: 'send',
    input: { to: 'Rehearsal', about: 'rehearsal', text: 'Hello', remind: 'yes' },
  },
  { product: 'objects', operation: 'list', input: { kind: 'patient' } },
  { product: 'scheduler', operation: 'book', input: rehearsed({ place: 'Mon 09:30' }) },
  { product: 'reports', operation: 'generate', input: { kind: 'patient', by: 'priority' } },
];

function rehearsed(more: Json): Json {
  return { kind: 'rehearsal', id: 'rehearsal', ...more };
}

export interface Traffic {
  stop(): void;
}

/** One action every `everyMs` in an environment, in a fixed order; answers that fail are part of the day. */
export function startTraffic(environment: Environment, everyMs: number): Traffic {
  const agent = connections();
  const gateway = rehearsalClient(environment, agent);
  let next = 0;
  const timer = setInterval(() => {
    next = (next + 1) % day.length;
    void act(gateway, next);
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      agent.destroy();
    },
  };
}

/** Does the whole day once; answers how many actions failed. */
export async function liveOneDay(environment: Environment): Promise<number> {
  const agent = connections();
  const gateway = rehearsalClient(environment, agent);
  let failed = 0;
  for (const index of day.keys()) failed += (await act(gateway, index)) ? 0 : 1;
  agent.destroy();
  return failed;
}

function rehearsalClient(environment: Environment, agent: Agent): GatewayClient {
  const port = () => environment.portOf('gateway');
  return gatewayClient({ port, agent, tracer: environment.tracer('rehearsal'), session: 'rehearsal' });
}

async function act(gateway: GatewayClient, index: number): Promise<boolean> {
  const action = day[index];
  if (!action) return true;
  try {
    await gateway.get(action.product, action.operation, action.input);
    return true;
  } catch {
    return false;
  }
}
