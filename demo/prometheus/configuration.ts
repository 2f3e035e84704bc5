import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** One product to scrape; product and environment become labels of everything read there. */
export interface Target {
  product: string;
  environment: string;
  port: number;
}

export interface AlertReceiver {
  /** Host and port, such as `127.0.0.1:4600`. */
  address: string;
  /** What stands before `/api/v2/alerts`, such as `/intake/k/…/alertmanager`. */
  pathPrefix: string;
}

export const rulesFile = join(import.meta.dirname, 'rules.yml');

/** The configuration for these targets and this receiver, as Prometheus 2.40 and later read it. */
export function prometheusConfiguration(targets: readonly Target[], receiver: AlertReceiver): string {
  return stringify({
    global: { scrape_interval: '5s', scrape_timeout: '4s', evaluation_interval: '5s' },
    rule_files: [rulesFile],
    alerting: {
      alertmanagers: [
        {
          scheme: 'http',
          api_version: 'v2',
          path_prefix: receiver.pathPrefix,
          timeout: '5s',
          static_configs: [{ targets: [receiver.address] }],
        },
      ],
    },
    scrape_configs: [
      {
        job_name: 'products',
        static_configs: targets.map(({ product, environment, port }) => ({
          targets: [`127.0.0.1:${port}`],
          labels: { product, environment },
        })),
      },
    ],
  });
}

export interface PrometheusRun {
  directory: string;
  arguments: string[];
}

/** Writes the configuration into a new directory under the system's temporary one, readable by its owner only: it holds a key. */
export function prepareRun(configuration: string, port: number): PrometheusRun {
  const directory = mkdtempSync(join(tmpdir(), 'fieldmarshal-prometheus-'));
  const file = join(directory, 'prometheus.yml');
  writeFileSync(file, configuration, { mode: 0o600 });
  return {
    directory,
    arguments: [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      '--storage.tsdb.retention.time=2h',
      `--web.listen-address=127.0.0.1:${port}`,
      '--rules.alert.resend-delay=30s',
      '--log.level=warn',
    ],
  };
}
