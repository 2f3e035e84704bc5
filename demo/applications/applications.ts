import { byName } from '../house.ts';
import { applicationNames, environmentNames, type ApplicationName, type EnvironmentName } from '../ports.ts';
import { connections } from '../products/call.ts';
import type { World } from '../products/world.ts';
import { startApplication } from './application.ts';
import { hearthway } from './hearthway.ts';
import { tidelist } from './tidelist.ts';

const applications = { hearthway, tidelist };

export interface RunningApplications {
  portOf(environment: EnvironmentName, application: ApplicationName): number;
  stop(): Promise<void>;
}

/** Both applications in every environment; rejects when a port is taken, with nothing left running. */
export async function startApplications(
  world: World,
  portOf: (environment: EnvironmentName, application: ApplicationName) => number,
): Promise<RunningApplications> {
  const agent = connections();
  const places = environmentNames.flatMap((environment) =>
    applicationNames.map((name) => ({ environment, name })),
  );
  const started = await Promise.allSettled(
    places.map(async ({ environment, name }) => ({
      environment,
      name,
      running: await startApplication({
        name,
        environment,
        application: applications[name],
        port: portOf(environment, name),
        gatewayPort: () => world.environments[environment].portOf('gateway'),
        tracer: world.environments[environment].tracer(name),
        agent,
      }),
    })),
  );
  const up = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async () => {
    await Promise.all(up.map(({ running }) => running.stop()));
    agent.destroy();
  };
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const at = byName(environmentNames, (environment) =>
    byName(
      applicationNames,
      (name) =>
        up.find((entry) => entry.environment === environment && entry.name === name)?.running.port ?? 0,
    ),
  );
  return { portOf: (environment, name) => at[environment][name], stop };
}
