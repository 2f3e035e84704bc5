import type { Tracer } from '@opentelemetry/api';
import type { Fault, FaultKind } from '../faults/fault.ts';
import { byName, type House } from '../house.ts';
import { productNames, type EnvironmentName, type ProductName } from '../ports.ts';
import { connections } from './call.ts';
import { startLogging, type Log, type Logging } from './logging.ts';
import { startProduct, type ProductPlan, type RunningProduct } from './product.ts';
import type { Tracing } from './tracing.ts';
import { trouble, type Trouble } from './trouble.ts';

export interface EnvironmentPlan {
  name: EnvironmentName;
  house: House;
  /** 0 for any free port. */
  portOf: (product: ProductName) => number;
  tracing: Tracing;
  /** Where nothing is said, nothing is written. */
  logging?: Logging;
  now: () => number;
}

/** The twelve products of one environment. */
export interface Environment {
  readonly name: EnvironmentName;
  portOf: (product: ProductName) => number;
  versionOf(product: ProductName): string;
  tracer(service: string): Tracer;
  faults(): readonly { fault: Fault; since: number }[];
  set(fault: Fault): Promise<void>;
  clear(product: ProductName, kind: FaultKind): Promise<void>;
  stop(): Promise<void>;
}

export async function startEnvironment(plan: EnvironmentPlan): Promise<Environment> {
  const agent = connections();
  const portNow = byName(productNames, plan.portOf);
  const troubles = byName(productNames, () => trouble(plan.now));
  const versionOf = (product: ProductName) =>
    troubles[product].find('bad-deploy')?.version ?? plan.house.environments[plan.name].versions[product];
  const tracerOf = tracers(plan);
  const logOf = logs(plan);
  const shared = { agent, now: plan.now, portOf: (product: ProductName) => portNow[product] };
  const hosts = byName(productNames, (name) => {
    const version = () => versionOf(name);
    const tracer = () => tracerOf(name, version());
    const log = () => logOf(name, version());
    const own = {
      name,
      version,
      tracer,
      log,
      trouble: troubles[name],
      dependsOn: plan.house.dependsOn[name],
    };
    return host(() => ({ ...shared, ...own, port: portNow[name] }));
  });
  const stop = async () => {
    await Promise.all(productNames.map((name) => hosts[name].stop()));
    agent.destroy();
  };
  try {
    await Promise.all(
      productNames.map(async (name) => {
        portNow[name] = await hosts[name].start();
      }),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name: plan.name,
    portOf: (product) => portNow[product],
    versionOf,
    tracer: (service) => tracerOf(service, '1.0.0'),
    faults: () => productNames.flatMap((name) => troubles[name].all()),
    set: (fault) => setFault(hosts[fault.product], { fault, trouble: troubles[fault.product] }),
    clear: async (product, kind) => {
      troubles[product].clear(kind);
      if (kind === 'crash') await hosts[product].start();
    },
    stop,
  };
}

/** One tracer for each service and version: a deploy makes a new one, as a restart would. */
function tracers(plan: EnvironmentPlan): (name: string, version: string) => Tracer {
  const made = new Map<string, Tracer>();
  return (name, version) => {
    const key = `${name} ${version}`;
    const tracer = made.get(key) ?? plan.tracing.tracer({ name, version, environment: plan.name });
    made.set(key, tracer);
    return tracer;
  };
}

/** One log for each product and version. */
function logs({ logging = startLogging(undefined), name: environment }: EnvironmentPlan) {
  const made = new Map<string, Log>();
  return (name: string, version: string): Log => {
    const key = `${name} ${version}`;
    const log = made.get(key) ?? logging.log({ name, version, environment });
    made.set(key, log);
    return log;
  };
}

interface Host {
  /** Starts it where it is not running; answers its port. */
  start(): Promise<number>;
  stop(): Promise<void>;
  /** Goes down at once, memory and all, and comes back after `ms`. */
  crash(ms: number, onBack: () => void): Promise<void>;
}

/**
 * Keeps one product up or down. Changes happen one after the other, so that a switch-off during a crash cannot start it twice.
 */
function host(plan: () => ProductPlan): Host {
  let running: RunningProduct | undefined;
  let back: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const mine = turn.then(change, change);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const down = async () => {
    clearTimeout(back);
    const stopping = running;
    running = undefined;
    await stopping?.stop();
  };
  const start = () =>
    inTurn(async () => {
      clearTimeout(back);
      running ??= await startProduct(plan());
      return running.port;
    });
  return {
    start,
    stop: () => inTurn(down),
    crash: (ms, onBack) =>
      inTurn(async () => {
        await down();
        back = setTimeout(() => {
          onBack();
          // A port taken meanwhile by somebody else: it stays down, and its alert says so.
          start().catch((error: unknown) =>
            console.error(`${plan().name} did not come back: ${String(error)}`),
          );
        }, ms);
      }),
  };
}

async function setFault(host: Host, { fault, trouble }: { fault: Fault; trouble: Trouble }): Promise<void> {
  trouble.set(fault);
  if (fault.fault === 'crash') await host.crash(fault.downSeconds * 1000, () => trouble.clear('crash'));
}
