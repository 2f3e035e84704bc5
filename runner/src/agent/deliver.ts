import { setTimeout as delay } from 'node:timers/promises';
import { Away, Turned, Unwanted, type Client } from './client.ts';
import type { Spool, SpooledArtefact } from './spool.ts';

export interface Delivery {
  /** Something was added. */
  wake(): void;
  stop(): Promise<void>;
}

const reportsAtOnce = 50;
const waitsMs = [500, 1_000, 2_000, 5_000, 10_000, 15_000];

/**
 * Sends what the spool holds: reports first and in order, artefacts when no report waits. Whatever is not answered is sent again, later
 * and later up to 15 s apart. `onTrouble` hears of it once each time it begins.
 */
export function startDelivery(
  { client, spool }: { client: Client; spool: Spool },
  onTrouble: (words: string) => void,
): Delivery {
  const ended = new AbortController();
  let wakeUp = (): void => undefined;
  let failures = 0;

  const once = async (): Promise<boolean> => {
    if (await deliverReports(client, spool)) return true;
    const artefact = spool.nextArtefact();
    if (!artefact) return false;
    await deliverArtefact(client, artefact);
    spool.dropArtefact(artefact);
    return true;
  };

  const sleep = (ms: number | null): Promise<void> =>
    new Promise((resolve) => {
      wakeUp = resolve;
      ended.signal.addEventListener('abort', () => resolve(), { once: true });
      if (ms !== null) void delay(ms, undefined, { signal: ended.signal }).then(resolve, resolve);
    });

  const loop = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      try {
        const isMore = await once();
        failures = 0;
        if (!isMore) await sleep(null);
      } catch (error) {
        if (failures === 0)
          onTrouble(`Results wait to be sent: ${error instanceof Error ? error.message : ''}`);
        failures += 1;
        await sleep(waitsMs[Math.min(failures, waitsMs.length) - 1] ?? 15_000);
      }
    }
  };
  const running = loop();
  return {
    wake: () => {
      if (failures === 0) wakeUp();
    },
    stop: async () => {
      ended.abort();
      await running;
    },
  };
}

/** Whether there was one. A refused one is as settled as a taken one; the server names every id that it was sent. */
async function deliverReports(client: Client, spool: Spool): Promise<boolean> {
  const waiting = spool.reports(reportsAtOnce);
  if (waiting.length === 0) return false;
  const answer = await client.report(waiting.map(({ report }) => report)).catch((error: unknown) => {
    // One report that the server cannot read must not hold up the others.
    if (error instanceof Unwanted && waiting.length === 1)
      return { taken: [], refused: [{ id: waiting[0]?.report.id }] };
    if (error instanceof Unwanted) return null;
    throw error;
  });
  if (answer === null) return deliverOneByOne(client, spool);
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

async function deliverOneByOne(client: Client, spool: Spool): Promise<boolean> {
  for (const one of spool.reports(reportsAtOnce)) {
    const answer = await client.report([one.report]).catch((error: unknown) => {
      if (error instanceof Unwanted) return null;
      throw error;
    });
    spool.settle(one, answer?.taken.includes(one.report.id) ?? false);
  }
  return true;
}

/** An artefact that the server does not want is gone with that. */
async function deliverArtefact(client: Client, artefact: SpooledArtefact): Promise<void> {
  await client.putArtefact(artefact.run, artefact).catch((error: unknown) => {
    if (error instanceof Turned || error instanceof Away) throw error;
  });
}
