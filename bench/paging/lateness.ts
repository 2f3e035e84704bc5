import { setTimeout as sleep } from 'node:timers/promises';
import { startSubject, type Subject } from '../subject.ts';
import { judge, quantile, round } from '../verdict.ts';
import {
  madeAt,
  patientStepS,
  probeRules,
  send,
  sizeFrom,
  stepS,
  untilArrived,
  untilThought,
} from './probes.ts';
import { openSink, type Sink } from './sink.ts';

/** Escalations that are open while others are measured. */
const open = sizeFrom('FIELDMARSHAL_BENCH_ESCALATIONS', 10_000);
const probes = sizeFrom('FIELDMARSHAL_BENCH_PROBES', 200);
/** Timed steps of each probe. */
const steps = 3;
/** Milliseconds from one probe to the next. */
const everyMs = 50;
/** How many open ones are made at once: more would only wait in the queue of reactions. */
const batch = 100;
/** Alerts per second of the storm, and in how many requests per second they come. */
const storm = { perSecond: 1_000, requests: 20 };
/** The API tells whole milliseconds; the difference of two may be one less than it was. */
const roundingMs = 1;

/**
 * How late the steps of escalations are carried out while many others are open: on a server that does nothing else, while twenty incidents
 * a second are opened, and while alerts pour in besides.
 */
export async function measureLateness(): Promise<void> {
  const sink = await openSink();
  const subject = await startSubject();
  try {
    await subject.apply(probeRules({ sink: sink.url, steps }));
    await fill(subject, sink);
    console.log(`\n## ${open} open escalations, idle`);
    report('idle', 50, await measured(subject, sink, 'patient'));
    console.log(`\n## ${open} open escalations, ${1_000 / everyMs} new incidents per second`);
    report('new incidents', 250, await measured(subject, sink, 'probe'));
    console.log(`\n## ${open} open escalations, ${storm.perSecond} alerts per second`);
    const rain = new AbortController();
    const raining = pour(subject, rain.signal);
    report('storm', 250, await measured(subject, sink, 'probe'));
    rain.abort();
    console.log(`alerts per second that were accepted meanwhile: ${round(await raining)}`);
  } finally {
    await Promise.all([subject.stop(), sink.close()]);
  }
}

async function fill(subject: Subject, sink: Sink): Promise<void> {
  const start = performance.now();
  for (let made = 0; made < open; made += batch) {
    await send(subject.url + subject.intakePath, 'open', Math.min(batch, open - made));
    await untilArrived(sink, { ring: 'r0s0', count: made + 1 });
  }
  await untilArrived(sink, { ring: 'r0s0', count: open, limitMs: 1_200_000 });
  console.log(`${open} escalations opened and paged in ${round((performance.now() - start) / 1_000)} s`);
  await untilThought(subject.url);
  console.log(
    `their impact, causes and drafts were done after ${round((performance.now() - start) / 1_000)} s`,
  );
}

interface Lateness {
  /** Milliseconds from when a step was due until it was carried out, by the database's clock. */
  readonly made: number[];
  /** The same until its page had arrived. */
  readonly arrived: number[];
}

/** Opens the probes and waits for their last step. What a patient one was opened for is worked out before its first step is due. */
async function measured(subject: Subject, sink: Sink, kind: 'probe' | 'patient'): Promise<Lateness> {
  const everyS = kind === 'probe' ? stepS : patientStepS;
  const before = sink.arrivals.length;
  for (let count = 0; count < probes; count += 1) {
    await send(subject.url + subject.intakePath, kind, 1);
    await sleep(everyMs);
  }
  const last = `r0s${steps}`;
  const doneBefore = sink.arrivals.slice(0, before).filter(({ ring }) => ring === last).length;
  await untilArrived(sink, { ring: last, count: doneBefore + probes });
  const arrivals = sink.arrivals.slice(before);
  const pages = arrivals.filter(({ ring }) => ring === last).map(({ page }) => page);
  const result: Lateness = { made: [], arrived: [] };
  for (const page of new Set(pages)) {
    const made = await madeAt(subject.url, page);
    for (let step = 1; step <= steps; step += 1) {
      const dueAt = (made.get(`r0s${step - 1}`) ?? Number.NaN) + everyS * 1_000;
      const arrival = arrivals.find((each) => each.page === page && each.ring === `r0s${step}`);
      result.made.push((made.get(`r0s${step}`) ?? Number.NaN) - dueAt);
      result.arrived.push((arrival?.at ?? Number.NaN) - dueAt);
    }
  }
  return result;
}

function report(name: string, p99Max: number, { made, arrived }: Lateness): void {
  const text = (list: readonly number[]) =>
    `p50 ${round(quantile(list, 0.5))} ms, p99 ${round(quantile(list, 0.99))} ms, longest ${round(Math.max(...list))} ms`;
  console.log(
    `${made.length} steps carried out late by ${text(made)}; their pages arrived late by ${text(arrived)}`,
  );
  judge({ name: `${name}: lateness of steps, p99 ms`, value: quantile(made, 0.99), most: p99Max });
  judge({ name: `${name}: earliest, ms`, value: Math.min(...made), least: -roundingMs });
}

/** Alerts that share an incident, until told to stop; how many per second were accepted. */
async function pour(subject: Subject, signal: AbortSignal): Promise<number> {
  const start = performance.now();
  const pending: Promise<number>[] = [];
  for (let tick = 1; !signal.aborted; tick += 1) {
    const count = storm.perSecond / storm.requests;
    pending.push(sendStorm(subject, count));
    await sleep(Math.max(0, start + (tick * 1_000) / storm.requests - performance.now()));
  }
  const sent = (await Promise.all(pending)).reduce((sum, count) => sum + count, 0);
  return sent / ((performance.now() - start) / 1_000);
}

async function sendStorm(subject: Subject, count: number): Promise<number> {
  await send(subject.url + subject.intakePath, 'storm', count);
  return count;
}
