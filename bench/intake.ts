import { join } from 'node:path';
import { pair, type Pair } from './pair.ts';
import { startAlertmanager } from './peer.ts';
import { skip, type BenchTools } from './prerequisites.ts';
import { startSubject } from './subject.ts';
import { judge } from './verdict.ts';

const grouped = `
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: bench }
spec: { action: alert-only }
`;

interface Case {
  readonly name: string;
  readonly common: string;
  readonly judge: (figures: Pair, name: string) => void;
}

const of = 'Alertmanager';

function rate(least: number): Case['judge'] {
  return (figures, name) =>
    judge({ name: `${name}: alerts/s`, value: figures.ratio('alerts_per_s'), least, of });
}

const cases: readonly Case[] = [
  {
    name: 'batch 1, 64 connections',
    common: '--alerts 20000 --batch 1 --concurrency 64',
    judge: (figures, name) => {
      rate(0.5)(figures, name);
      judge({ name: `${name}: p99`, value: figures.ratio('req_p99_ms'), most: 1, of });
    },
  },
  {
    name: 'batch 64, 8 connections',
    common: '--alerts 60032 --batch 64 --concurrency 8',
    judge: (figures, name) => {
      rate(0.5)(figures, name);
      judge({ name: `${name}: CPU`, value: figures.ratio('server_cpu_us_per_alert'), most: 2, of });
    },
  },
  {
    name: 'batch 500, 8 connections',
    common: '--alerts 100000 --batch 500 --concurrency 8',
    judge: rate(0.5),
  },
  {
    name: '10,000 alerts sent again and again, batch 64',
    common: '--alerts 100032 --batch 64 --concurrency 8 --distinct 10000',
    judge: rate(0.8),
  },
];

/** Accepted alerts per second, durable here, in memory there, at batch 1, 64 and 500, and unchanged ones sent again. */
export async function measureIntake({ loadgen, alertmanager }: BenchTools): Promise<void> {
  if (loadgen === null || alertmanager === null)
    return skip('needs the load generators and prometheus-alertmanager');
  for (const { name, common, judge: judgeCase } of cases) {
    console.log(`\n## ${name}`);
    const peer = await startAlertmanager(alertmanager, join(loadgen, 'peers/alertmanager-grouped.yml'));
    const subject = await startSubject();
    try {
      await subject.apply(grouped);
      const figures = pair(loadgen, {
        tool: 'ingest',
        common,
        targets: [
          { name: 'alertmanager', argv: `--url ${peer.url} --pid ${peer.pid}` },
          {
            name: 'fieldmarshal',
            argv: `--url ${subject.url} --path ${subject.intakePath} --pid ${subject.pids()}`,
          },
        ],
      });
      figures.print('alerts_per_s', 'req_p50_ms', 'req_p99_ms', 'server_cpu_us_per_alert', 'others_cpu_pct');
      judgeCase(figures, name);
    } finally {
      await Promise.all([subject.stop(), peer.stop()]);
    }
  }
}
