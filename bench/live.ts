import { runTool } from './peer.ts';
import { skip, type BenchTools } from './prerequisites.ts';
import { bootstrapToken, startSubject } from './subject.ts';

/** From an alert's POST until each of 200 and of 1,000 open event streams has heard of it. */
export async function measureLive({ loadgen }: BenchTools): Promise<void> {
  if (loadgen === null) return skip('needs the load generators');
  const subject = await startSubject();
  try {
    for (const watchers of ['200', '1000']) {
      runTool(loadgen, 'sse.mjs', [
        ...[
          '--url',
          subject.url,
          '--path',
          subject.intakePath,
          '--events',
          '/api/v1/live',
          '--watchers',
          watchers,
          '--count',
          '50',
        ],
        ...['--header', `Authorization: Bearer ${bootstrapToken}`, '--pid', subject.pids()],
      ]);
    }
  } finally {
    await subject.stop();
  }
}
