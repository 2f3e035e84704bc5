import { join } from 'node:path';
import { runTool, startAlertmanager } from './peer.ts';
import { quietS, rounds, skip, type BenchTools } from './prerequisites.ts';
import { startSubject } from './subject.ts';

const grouped = `
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: bench }
spec: { action: alert-only }
`;

/** Accepted alerts per second, durable here, in memory there, at batch 1, 64 and 500, and unchanged ones sent again. */
export async function measureIntake({ loadgen, alertmanager }: BenchTools): Promise<void> {
  if (loadgen === null || alertmanager === null)
    return skip('needs the load generators and prometheus-alertmanager');
  const cases = [
    ['batch 1, 64 connections', '--alerts 20000 --batch 1 --concurrency 64'],
    ['batch 64, 8 connections', '--alerts 60032 --batch 64 --concurrency 8'],
    ['batch 500, 8 connections', '--alerts 100000 --batch 500 --concurrency 8'],
    [
      'batch 64, 10,000 alerts sent again and again',
      '--alerts 100032 --batch 64 --concurrency 8 --distinct 10000',
    ],
  ] as const;
  for (const [name, common] of cases) {
    console.log(`\n## ${name}`);
    const peer = await startAlertmanager(alertmanager, join(loadgen, 'peers/alertmanager-grouped.yml'));
    const subject = await startSubject();
    try {
      await subject.apply(grouped);
      runTool(loadgen, 'pair.mjs', [
        '--tool',
        'ingest',
        '--rounds',
        rounds,
        '--quiet-s',
        quietS,
        '--target',
        `alertmanager=--url ${peer.url} --pid ${peer.pid}`,
        '--target',
        `fieldmarshal=--url ${subject.url} --path ${subject.intakePath} --pid ${subject.pids()}`,
        `--common=${common}`,
      ]);
    } finally {
      await Promise.all([subject.stop(), peer.stop()]);
    }
  }
}
