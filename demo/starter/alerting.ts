import { accessSync, constants, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { environmentNames, ports, productNames } from '../ports.ts';
import { startProber } from '../prober/prober.ts';
import type { World } from '../products/world.ts';
import {
  prepareRun,
  prometheusConfiguration,
  type AlertReceiver,
  type Target,
} from '../prometheus/configuration.ts';
import { startTethered } from './tether.ts';

export interface Alerting {
  /** What watches the products, for the block that says what runs. */
  readonly description: string;
  /** What Fieldmarshal is told to ask it, as files to apply; null where it answers no questions. */
  readonly catalog: string | null;
  stop(): Promise<void>;
}

/** What can be scraped from headquarters: the products of the connected environments. From inside of the others: theirs. */
export function targets(world: World, isConnected = true): Target[] {
  return environmentNames
    .filter((environment) => world.isConnected(environment) === isConnected)
    .flatMap((environment) =>
      productNames.map((product) => ({
        product,
        environment,
        port: world.environments[environment].portOf(product),
      })),
    );
}

export interface AlertingPlan {
  world: World;
  receiver: AlertReceiver;
  /** The fault page, to which the prober's alerts point back. */
  controlUrl: string;
  onTrouble: (sentence: string) => void;
}

/** A Prometheus where one is installed, else the built-in prober; both with the same rules. */
export function startAlerting(plan: AlertingPlan): Alerting {
  const command = onPath('prometheus');
  return command === null ? startBuiltIn(plan) : startPrometheus(command, plan);
}

function startBuiltIn({ world, receiver, controlUrl, onTrouble }: AlertingPlan): Alerting {
  const prober = startProber({
    targets: targets(world),
    alertsUrl: `http://${receiver.address}${receiver.pathPrefix}/api/v2/alerts`,
    generatorURL: controlUrl,
    onTrouble,
  });
  return {
    catalog: null,
    description: 'the built-in prober, every 5 s (no Prometheus is installed)',
    stop: () => prober.stop(),
  };
}

function startPrometheus(command: string, { world, receiver, onTrouble }: AlertingPlan): Alerting {
  const run = prepareRun(prometheusConfiguration(targets(world), receiver), ports.prometheus);
  const program = startTethered({
    command,
    arguments: run.arguments,
    directory: run.directory,
    environment: {},
  });
  let isStopping = false;
  const watch = async () => {
    await program.ended;
    if (!isStopping) onTrouble(`Prometheus ended. ${program.lastWords()}`);
  };
  void watch();
  return {
    catalog: 'demo/prometheus/catalog.yaml',
    description: `your own Prometheus, http://127.0.0.1:${ports.prometheus}`,
    stop: async () => {
      isStopping = true;
      await program.stop();
      rmSync(run.directory, { recursive: true, force: true });
    },
  };
}

function onPath(name: string): string | null {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const candidates = (process.env['PATH'] ?? '').split(delimiter).map((directory) => join(directory, file));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
