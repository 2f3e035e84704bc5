import { join } from 'node:path';
import { pair, type Pair } from './pair.ts';
import { startAlertmanager } from './peer.ts';
import { skip, type BenchTools } from './prerequisites.ts';
import { startSubject } from './subject.ts';
import { judge } from './verdict.ts';

/** One incident and one page by webhook for each alert: the longest way through the product. */
export function pageEachAlert(sinkPort: number): string {
  return `
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: bench }
spec: { email: bench@example.org, contactMethods: [{ channel: webhook, url: "http://127.0.0.1:${sinkPort}/" }] }
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: bench }
spec: { default: true, steps: [{ targets: [{ person: bench }], minutes: 60 }] }
---
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: bench }
spec: { groupBy: ["..."], escalationPolicy: bench }
`;
}

const peerSinkPort = 9911;
const subjectSinkPort = 9912;

const of = 'Alertmanager';

/** Milliseconds that a durable server without incident or page needs here, the limit that the p99 under load is held against. */
const loadedP99MsMax = 150;

/** The same while as many incidents are opened as one process can open and page: a page that waits for the one before it falls behind there. */
const stormP99MsMax = 1_000;

const cases: readonly { name: string; common: string; judge: (figures: Pair) => void }[] = [
  {
    name: 'idle',
    common: '--count 200 --interval-ms 50',
    judge: (figures) => {
      judge({ name: 'idle: p50', value: figures.ratio('notify_p50_ms'), most: 4, of });
      judge({ name: 'idle: p99', value: figures.ratio('notify_p99_ms'), most: 5, of });
    },
  },
  {
    name: '80 alerts per second for half a minute, each notified',
    common: '--count 2400 --interval-ms 12.5 --wait-ms 60000',
    judge: (figures) => {
      judge({ name: '80/s: p99, ms', value: figures.value('notify_p99_ms'), most: stormP99MsMax });
    },
  },
  {
    name: '1,000 alerts per second, each notified',
    common: '--count 5000 --interval-ms 1 --wait-ms 60000',
    judge: (figures) => {
      judge({ name: '1,000/s: p50', value: figures.ratio('notify_p50_ms'), most: 5, of });
      judge({ name: '1,000/s: p99, ms', value: figures.value('notify_p99_ms'), most: loadedP99MsMax });
    },
  },
  {
    name: 'burst of 1,000 at once',
    common: '--count 1 --burst 1000 --wait-ms 60000',
    judge: (figures) => judge({ name: 'burst: last', value: figures.ratio('notify_max_ms'), most: 2, of }),
  },
];

/** Time from POST to the webhook of the person paged. The peer only notifies; here an incident and a page lie between. */
export async function measureLatency({ loadgen, alertmanager }: BenchTools): Promise<void> {
  if (loadgen === null || alertmanager === null)
    return skip('needs the load generators and prometheus-alertmanager');
  for (const { name, common, judge: judgeCase } of cases) {
    console.log(`\n## ${name}`);
    const peer = await startAlertmanager(alertmanager, join(loadgen, 'peers/alertmanager-each.yml'));
    const subject = await startSubject();
    try {
      await subject.apply(pageEachAlert(subjectSinkPort));
      const figures = pair(loadgen, {
        tool: 'latency',
        common,
        targets: [
          { name: 'alertmanager', argv: `--url ${peer.url} --sink-port ${peerSinkPort}` },
          {
            name: 'fieldmarshal',
            argv: `--url ${subject.url} --path ${subject.intakePath} --sink-port ${subjectSinkPort}`,
          },
        ],
      });
      figures.print(
        'notify_p50_ms',
        'notify_p99_ms',
        'notify_max_ms',
        'ack_p50_ms',
        'lost',
        'others_cpu_pct',
      );
      judgeCase(figures);
      judge({ name: `${name}: never notified`, value: figures.value('lost'), most: 0 });
    } finally {
      await Promise.all([subject.stop(), peer.stop()]);
    }
  }
}
