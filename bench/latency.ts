import { join } from 'node:path';
import { runTool, startAlertmanager } from './peer.ts';
import { quietS, rounds, skip, type BenchTools } from './prerequisites.ts';
import { startSubject } from './subject.ts';

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

/** Time from POST to the webhook of the person paged. The peer only notifies; here an incident and a page lie between. */
export async function measureLatency({ loadgen, alertmanager }: BenchTools): Promise<void> {
  if (loadgen === null || alertmanager === null)
    return skip('needs the load generators and prometheus-alertmanager');
  const peer = await startAlertmanager(alertmanager, join(loadgen, 'peers/alertmanager-each.yml'));
  const subject = await startSubject();
  try {
    await subject.apply(pageEachAlert(subjectSinkPort));
    runTool(loadgen, 'pair.mjs', [
      '--tool',
      'latency',
      '--rounds',
      rounds,
      '--quiet-s',
      quietS,
      '--target',
      `alertmanager=--url ${peer.url} --sink-port ${peerSinkPort}`,
      '--target',
      `fieldmarshal=--url ${subject.url} --path ${subject.intakePath} --sink-port ${subjectSinkPort}`,
      '--common=--count 200 --interval-ms 50',
    ]);
  } finally {
    await Promise.all([subject.stop(), peer.stop()]);
  }
}
