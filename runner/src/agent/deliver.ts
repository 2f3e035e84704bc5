import type { NewRunReport } from '@fieldmarshal/contract/checks';
import { Away, TooLarge, Turned, Unwanted, type Client } from './client.ts';
import type { Spool, SpooledArtefact } from './spool.ts';

export interface Delivery {
  /** Something was added. */
  wake(): void;
  stop(): Promise<void>;
}

const reportsAtOnce = 50;
const waitsMs = [500, 1_000, 2_000, 5_000, 10_000, 15_000];

interface Sending {
  readonly client: Client;
  readonly spool: Spool;
  /** In words for who keeps the runner. */
  readonly say: (words: string) => void;
}

/**
 * Sends what the spool holds: reports in order, and beside them, one after the other, the artefacts of those that were taken: a video over a
 * slow line holds up no verdict. Whatever is not answered is sent again, later and later up to 15 s apart; of that it tells once each time it
 * begins.
 */
export function startDelivery(
  { client, spool }: { client: Client; spool: Spool },
  say: (words: string) => void,
): Delivery {
  const sending: Sending = { client, spool, say };
  const artefacts = courier(async () => deliverArtefact(sending), {
    say,
    what: 'What runs left behind waits to be sent',
  });
  const reports = courier(
    async () => {
      const isMore = await deliverReports(sending);
      if (isMore) artefacts.wake();
      return isMore;
    },
    { say, what: 'Results wait to be sent' },
  );
  return {
    wake: () => reports.wake(),
    stop: async () => {
      await Promise.all([reports.stop(), artefacts.stop()]);
    },
  };
}

/** Calls `once` as long as it says that there is more, and again when woken; after a failure later and later. */
function courier(
  once: () => Promise<boolean>,
  { say, what }: { say: (words: string) => void; what: string },
): Delivery {
  const ended = new AbortController();
  let wakeUp = (): void => undefined;
  let isWoken = false;
  let failures = 0;

  const sleep = (ms: number | null): Promise<void> =>
    new Promise((resolve) => {
      const timer = ms === null ? undefined : setTimeout(end, ms);
      wakeUp = end;
      ended.signal.addEventListener('abort', end, { once: true });
      function end(): void {
        clearTimeout(timer);
        ended.signal.removeEventListener('abort', end);
        resolve();
      }
    });

  const loop = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      isWoken = false;
      try {
        const isMore = await once();
        failures = 0;
        // What was added meanwhile has been seen or woke us.
        if (!isMore && !isWoken) await sleep(null);
      } catch (error) {
        if (failures === 0) say(`${what}: ${error instanceof Error ? error.message : String(error)}`);
        failures += 1;
        await sleep(waitsMs[Math.min(failures, waitsMs.length) - 1] ?? 15_000);
      }
    }
  };
  const running = loop();
  return {
    wake: () => {
      isWoken = true;
      if (failures === 0) wakeUp();
    },
    stop: async () => {
      ended.abort();
      await running;
    },
  };
}

/** Whether there was one. A refused one is as settled as a taken one; the server names every id that it was sent. */
async function deliverReports(sending: Sending): Promise<boolean> {
  const { client, spool } = sending;
  const waiting = spool.reports(reportsAtOnce);
  if (waiting.length === 0) return false;
  const answer = await client.report(waiting.map(({ report }) => report)).catch((error: unknown) => {
    // One report that the server cannot read must not hold up the others.
    if (error instanceof Unwanted) return null;
    throw error;
  });
  if (answer === null) return deliverOneByOne(sending);
  const taken = new Set(answer.taken);
  const refused = new Set(answer.refused.map(({ id }) => id));
  let settled = 0;
  for (const one of waiting) {
    if (!taken.has(one.report.id) && !refused.has(one.report.id)) continue;
    spool.settle(one, taken.has(one.report.id));
    settled += 1;
  }
  if (settled === 0) throw new Away('The server named none of the reports that it was sent.');
  return true;
}

async function deliverOneByOne({ client, spool, say }: Sending): Promise<boolean> {
  for (const one of spool.reports(reportsAtOnce)) {
    const answer = await reportAlone(client, one.report).catch((error: unknown) => {
      if (!(error instanceof Unwanted)) throw error;
      say(`The server does not take the result ${one.report.id}: ${error.message}`);
      return null;
    });
    spool.settle(one, answer?.taken.includes(one.report.id) ?? false);
  }
  return true;
}

/** Where it is too much for what stands between, the verdict goes without what led to it. */
async function reportAlone(client: Client, report: NewRunReport): ReturnType<Client['report']> {
  try {
    return await client.report([report]);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return client.report([lean(report)]);
  }
}

function lean(report: NewRunReport): NewRunReport {
  const words = 'Steps, requests and console: more than is taken at once on the way to the server.';
  const cut = [...(report.cut ?? []), words].slice(-20);
  return { ...report, steps: [], failedStep: null, requests: [], console: [], measures: [], cut };
}

/** Whether there was one. An artefact that the server does not want is gone with that, and said to be. */
async function deliverArtefact({ client, spool, say }: Sending): Promise<boolean> {
  const artefact = spool.nextArtefact();
  if (!artefact) return false;
  await client.putArtefact(artefact.run, artefact).catch((error: unknown) => {
    if (error instanceof Turned || error instanceof Away) throw error;
    say(wordsOfLost(artefact, error));
  });
  spool.dropArtefact(artefact);
  return true;
}

function wordsOfLost({ run, name }: SpooledArtefact, error: unknown): string {
  return `The server does not take ${name} of the run ${run}: ${error instanceof Error ? error.message : String(error)}`;
}
