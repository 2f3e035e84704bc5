import { setTimeout as sleep } from 'node:timers/promises';
import type { DiodeView } from '@fieldmarshal/contract/relay';
import { connect, type Client, type Server } from '../client.ts';
import { Refusal } from '../failure.ts';
import { ask, chunksOf } from './carry.ts';

interface SendOptions extends Server {
  /** From this machine; without it the server sends, where it was told to. */
  readonly udp?: string | undefined;
  readonly rate: number;
  readonly site?: string | undefined;
}

/** Sends bundles, or parts of them, over a one-way line: the last one, unless numbers of a request page say which. */
export async function sendBundles(numbers: readonly string[], options: SendOptions): Promise<void> {
  const client = connect(options);
  const { site, direction, last } = await lineOf(client, options.site);
  const text = numbers.join(' ') || String(last ?? '');
  if (text === '') throw new Refusal('No bundle has been written yet.');
  if (options.udp === undefined) {
    await client.relay.send({ numbers: text, ...(options.site === undefined ? {} : { site: options.site }) });
    return console.log(
      `The server sends ${text} over its one-way line. Whether it came, only the other end knows.`,
    );
  }
  const { readAddress, readRequest, sendPaced, unframed } = await import('@fieldmarshal/server/bundles');
  const asked = readRequest(text);
  if (typeof asked === 'string') throw new Refusal(asked);
  for (const { sequence, parts } of asked) {
    const of = parts === null ? '' : `?parts=${encodeURIComponent(parts.join(','))}`;
    const address = `/api/v1/relay/bundles/${site}/${direction}/${sequence}/datagrams${of}`;
    const { body } = await ask(options, address, { method: 'GET' });
    if (body === null) throw new Refusal('The server sent nothing.');
    const to = readAddress(options.udp);
    const count = await sendPaced(unframed(chunksOf(body)), to, { megabits: options.rate });
    console.log(
      `Sent ${parts === null ? `bundle ${sequence}` : `${parts.length} parts of bundle ${sequence}`}: ${count} datagrams.`,
    );
  }
}

async function lineOf(
  client: Client,
  site: string | undefined,
): Promise<{ site: string; direction: 'up' | 'down'; last: number | null }> {
  const self = await client.relay.self({});
  if (self.role === 'site')
    return { site: self.siteName ?? '', direction: 'up', last: self.lastWritten?.sequence ?? null };
  if (site === undefined) throw new Refusal('At headquarters, say for which site: --site NAME.');
  const { bundles } = await client.relay.site({ name: site });
  const last = bundles.find(({ direction, state }) => direction === 'down' && state === 'written');
  return { site, direction: 'down', last: last?.sequence ?? null };
}

interface ListenOptions extends Server {
  readonly udp: string;
}

/** What is kept for a server that does not answer; beyond this the oldest goes, and is asked for. */
const heldBytesMax = 64 * 1024 * 1024;
const batchBytesMax = 4 * 1024 * 1024;
const everyMs = 250;

/** Listens on this machine and hands what comes to the server, until it is ended. The keys stay with the server. */
export async function listenForBundles({ udp, ...server }: ListenOptions): Promise<void> {
  const { framed, listenAt, readAddress } = await import('@fieldmarshal/server/bundles');
  const held = new Held();
  const at = readAddress(udp);
  const socket = await listenAt(
    at,
    (datagram) => held.add(framed(datagram)),
    (error) => console.error(error.message),
  ).catch((error: unknown) => {
    throw new Refusal(
      `Nothing can listen at ${udp}: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  console.log(`Listening at ${at.host}:${socket.address.port}. End it with Ctrl-C.`);
  let known = '';
  for (;;) {
    const batch = held.take();
    if (batch.length === 0) {
      await sleep(everyMs);
      continue;
    }
    try {
      await handOver(server, batch);
      const request = requestLines(await connect(server).relay.diode({}));
      if (request !== known) console.log(request === '' ? 'Nothing is missing.' : request);
      known = request;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      console.error(`${error.message} What came is kept and tried again.`);
      held.putBack(batch);
      await sleep(everyMs * 8);
    }
  }
}

async function handOver(server: Server, batch: readonly Buffer[]): Promise<void> {
  const response = await ask(server, '/api/v1/relay/datagrams', {
    method: 'POST',
    body: Buffer.concat(batch),
    headers: { 'content-type': 'application/octet-stream' },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server is ours
  const { forged, foreign } = (await response.json()) as { forged: number; foreign: number };
  if (forged + foreign > 0)
    console.error(`${foreign} datagrams of somebody else's and ${forged} that were changed were left out.`);
}

/** Datagrams that wait to be handed over, oldest first. */
class Held {
  #waiting: Buffer[] = [];
  #bytes = 0;

  add(datagram: Buffer): void {
    this.#waiting.push(datagram);
    this.#bytes += datagram.length;
    let gone = 0;
    while (this.#bytes > heldBytesMax) {
      this.#bytes -= this.#waiting[gone]?.length ?? 0;
      gone += 1;
    }
    if (gone > 0) this.#waiting = this.#waiting.slice(gone);
  }

  take(): Buffer[] {
    let count = 0;
    let bytes = 0;
    while (count < this.#waiting.length && bytes < batchBytesMax) {
      bytes += this.#waiting[count]?.length ?? 0;
      count += 1;
    }
    this.#bytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  putBack(batch: readonly Buffer[]): void {
    this.#waiting = [...batch, ...this.#waiting];
    this.#bytes += batch.reduce((sum, { length }) => sum + length, 0);
  }
}

/** Prints what to ask for; with nothing to ask it says so. */
export async function printRequest(server: Server): Promise<void> {
  const view = await connect(server).relay.diode({});
  for (const { site, sequence, result } of view.transfers)
    if (result !== null) console.log(`Bundle ${sequence} of ${site} came whole and was refused: ${result}`);
  const request = requestLines(view);
  console.log(request === '' ? 'Nothing is missing of what is known.' : request);
}

function requestLines({ requests, transfers }: DiodeView): string {
  return requests
    .map(({ site, text, bundles, parts }) => {
      const missing = [
        ...(bundles === 0 ? [] : [`${bundles} ${bundles === 1 ? 'bundle' : 'bundles'}`]),
        ...(parts === 0 ? [] : [`${parts} ${parts === 1 ? 'part' : 'parts'} of others`]),
      ];
      const lastAt = transfers.findLast((each) => each.site === site)?.lastAt;
      return `${site}: missing ${missing.join(' and ')}${lastAt === undefined ? '' : `, last heard ${lastAt}`}. Send again: ${text}`;
    })
    .join('\n');
}
