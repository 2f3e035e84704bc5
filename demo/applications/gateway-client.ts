import type { Tracer } from '@opentelemetry/api';
import type { Agent } from 'node:http';
import type { ProductName } from '../ports.ts';
import type { Json } from '../products/behaviour.ts';
import { call } from '../products/call.ts';
import { isJson } from '../products/fields.ts';

/** All an application knows of the twelve products: the one door to them. */
export interface GatewayClient {
  /** Throws what the gateway says: a `Refusal` or a `DependencyFailed`. */
  get(product: ProductName, operation: string, input: Json): Promise<Json>;
  /** Who the gateway took the last caller for; `null` before its first answer. */
  readonly who: Json | null;
}

export interface GatewayAccess {
  port: () => number;
  agent: Agent;
  tracer: Tracer;
  session: string;
}

const patienceMs = 6000;

export function gatewayClient({ port, agent, tracer, session }: GatewayAccess): GatewayClient {
  let who: Json | null = null;
  return {
    get who() {
      return who;
    },
    get: async (product, operation, input) => {
      const answer = await call({
        agent,
        tracer,
        port: port(),
        product: 'gateway',
        operation: 'pass',
        input: { session, product, operation, input },
        timeoutMs: patienceMs,
      });
      if (isJson(answer['who'])) who = answer['who'];
      return isJson(answer['result']) ? answer['result'] : {};
    },
  };
}
