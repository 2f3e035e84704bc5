import type { Fault, FaultKind } from '../faults/fault.ts';
import { byName, type House } from '../house.ts';
import { environmentNames, type EnvironmentName, type ProductName } from '../ports.ts';
import { startEnvironment, type Environment } from './environment.ts';
import type { Logging } from './logging.ts';
import type { Tracing } from './tracing.ts';

export interface Deploy {
  environment: EnvironmentName;
  product: ProductName;
  from: string;
  to: string;
}

/** All environments, and the one place where faults are switched on and off. */
export interface World {
  readonly environments: Readonly<Record<EnvironmentName, Environment>>;
  isConnected(environment: EnvironmentName): boolean;
  faults(): readonly FaultOn[];
  /** Replaces a fault of the same kind at the same place. */
  set(fault: Fault): Promise<FaultOn>;
  /** `false` when it was not on. */
  clear(id: string): Promise<boolean>;
  stop(): Promise<void>;
}

export interface FaultOn {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly fault: Fault;
}

export interface WorldPlan {
  house: House;
  portOf: (environment: EnvironmentName, product: ProductName) => number;
  tracing: Tracing;
  logging?: Logging;
  now: () => number;
  /** A new version went out, or was taken back. */
  onDeploy: (deploy: Deploy) => void;
}

/** Either everything runs afterwards, or nothing does and the reason is thrown. */
export async function startWorld(plan: WorldPlan): Promise<World> {
  const started = await Promise.allSettled(
    environmentNames.map((name) =>
      startEnvironment({ ...plan, name, portOf: (product) => plan.portOf(name, product) }),
    ),
  );
  const running = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async () => {
    await Promise.all(running.map((environment) => environment.stop()));
  };
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const environments = byName(environmentNames, (name) => environmentNamed(running, name));
  const faults = () => running.flatMap((environment) => environment.faults().map(withId));
  const change = async (
    at: { environment: EnvironmentName; product: ProductName },
    act: () => Promise<void>,
  ) => {
    const from = environments[at.environment].versionOf(at.product);
    await act();
    const to = environments[at.environment].versionOf(at.product);
    if (from !== to) plan.onDeploy({ environment: at.environment, product: at.product, from, to });
  };
  return {
    environments,
    isConnected: (environment) => plan.house.environments[environment].connected,
    faults,
    set: async (wanted) => {
      const fault = versioned(wanted, environments[wanted.environment]);
      await change(fault, () => environments[fault.environment].set(fault));
      return withId({ fault, since: plan.now() });
    },
    clear: async (id) => {
      const found = faults().find((entry) => entry.id === id)?.fault;
      if (!found) return false;
      await change(found, () => environments[found.environment].clear(found.product, found.fault));
      return true;
    },
    stop,
  };
}

function environmentNamed(running: readonly Environment[], name: EnvironmentName): Environment {
  const found = running.find((environment) => environment.name === name);
  if (!found) throw new Error(`${name} is not running.`);
  return found;
}

function withId(entry: { fault: Fault; since: number }): FaultOn {
  return { ...entry, id: faultId(entry.fault) };
}

function faultId(fault: { environment: string; product: string; fault: FaultKind }): string {
  return `${fault.environment}.${fault.product}.${fault.fault}`;
}

/** A bad deploy without a version is the next minor one. */
function versioned(fault: Fault, environment: Environment): Fault {
  if (fault.fault !== 'bad-deploy' || fault.version !== undefined) return fault;
  const [major, minor] = environment.versionOf(fault.product).split('.');
  return { ...fault, version: `${major ?? '1'}.${Number(minor ?? 0) + 1}.0` };
}
