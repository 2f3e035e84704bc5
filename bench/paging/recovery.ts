import { setTimeout as sleep } from 'node:timers/promises';
import { launch, startSubject, untilOk } from '../subject.ts';
import { judge, round } from '../verdict.ts';
import { madeAt, probeRules, send, sizeFrom, untilArrived } from './probes.ts';
import { killServer } from './kill.ts';
import { openSink } from './sink.ts';

const probes = sizeFrom('FIELDMARSHAL_BENCH_DUE', 50);
/** Seconds until the step that falls due while the server is dead: every first page must have left before the kill. */
const dueS = 15;
/** Arrivals are waited for so long after the last one was seen, to find what comes twice. */
const lingerMs = 3_000;

/** Steps that fell due while the server was dead: how long after it is ready again all of them have run, and whether any ran twice. */
export async function measureRecovery(): Promise<void> {
  const sink = await openSink();
  const subject = await startSubject();
  await subject.apply(probeRules({ sink: sink.url, steps: 1, seconds: dueS }));
  await send(subject.url + subject.intakePath, 'probe', probes);
  await untilArrived(sink, { ring: 'r0s0', count: probes });
  const pagedAt = Math.max(...sink.arrivals.map(({ at }) => at));
  const firstAt = Math.min(...sink.arrivals.map(({ at }) => at));
  if (pagedAt - firstAt > (dueS - 2) * 1_000)
    throw new Error('the first pages took too long for this measurement');
  await killServer(subject.dataDir);
  await sleep(pagedAt + dueS * 1_000 + 500 - Date.now());
  const child = launch(subject.dataDir, subject.port);
  try {
    await untilOk(`${subject.url}/readyz`);
    const readyAt = Date.now();
    await untilArrived(sink, { ring: 'r0s1', count: probes });
    await sleep(lingerMs);
    const late = sink.arrivals.filter(({ ring }) => ring === 'r0s1');
    const first = new Map(late.toReversed().map(({ id, at }) => [id, at]));
    const made: number[] = [];
    for (const { page } of late) made.push((await madeAt(subject.url, page)).get('r0s1') ?? Number.NaN);
    console.log(
      `\n## ${probes} steps due while the server was dead\nthe last one was carried out ${round(Math.max(...made) - readyAt)} ms, and the ` +
        `last page arrived ${round(Math.max(...first.values()) - readyAt)} ms, after the server was ready; ` +
        `${first.size} of ${probes} arrived, ${late.length - first.size} twice`,
    );
    judge({ name: 'recovery: last step after ready, ms', value: Math.max(...made) - readyAt, most: 1_000 });
    judge({ name: 'recovery: missing', value: probes - first.size, most: 0 });
    judge({ name: 'recovery: twice', value: late.length - first.size, most: 0 });
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    await Promise.all([subject.forget(), sink.close()]);
  }
}
