import { createSocket } from 'node:dgram';
import { Readable } from 'node:stream';
import { beforeEach, expect, test, vi } from 'vitest';
import { declareIncident } from '#incidents';
import { readConfig } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { framed } from '../core/diode/framing.ts';
import { readHead } from '../core/diode/datagram.ts';
import { wholeOf } from '../bundle/whole.ts';
import { revokeSite } from '../enrol/enrol.ts';
import { relayHandlers } from '../jobs.ts';
import { readSite } from '../sites/read-sites.ts';
import { makeDown } from '../down/make-down.ts';
import { lastBundle } from '../store/bundle-store.ts';
import { readFile } from '../store/file-store.ts';
import { approvePrepared, prepareBundle } from '../up/prepare.ts';
import { bring, carryUp, enrolled, fileOf, stateOf, withCatalog, type Pair } from '../testing/pair.ts';
import { datagramsOf } from './datagrams.ts';
import { takeDatagrams } from './http.ts';
import { keyedLines } from './keys.ts';
import { startDiode } from './listen.ts';
import { sendOverDiode } from './queue.ts';
import { readDiode } from './read-diode.ts';
import { sendWaiting } from './send.ts';
import { linesTo, listenAt } from './udp.ts';

/** Small parts with little on top, so that a bundle of a test has several and some have to be asked for. */
const small = { dataShards: 8, parityShards: 2, shardBytes: 64 };

interface Apart extends Pair {
  readonly headquarters: TestEnv;
  readonly site: TestEnv;
  readonly port: number;
}

let pair: Apart;

beforeEach(async () => {
  const port = await freePort();
  const config = { secretKey: 'a key for tests only' };
  const [headquarters, site] = await Promise.all([
    testEnv({ config: { ...config, diodeListen: `127.0.0.1:${port}` } }),
    testEnv({ config: { ...config, site: 'field-1', diodeTo: `127.0.0.1:${port}`, diodeMegabits: 1_000 } }),
  ]);
  const both = await withCatalog({
    headquarters,
    site,
    port,
    atHeadquarters: as(headquarters, 'hanna', ['admin']),
    atSite: as(site, 'mira', ['admin']),
  });
  pair = await enrolled(both);
});

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

const titled = (title: string) => ({ title, summary: '', severity: 'SEV2' as const, drill: false });

/** The datagrams of the site's last bundle. */
async function datagrams(parts: readonly number[] | null = null, shape = small): Promise<Buffer[]> {
  const { site } = pair;
  const db = site.databases.web;
  const [line] = await keyedLines(site, db, 'up');
  if (!line) throw new Error('no line');
  const bundle = await lastBundle(db, line, ['written']);
  const file = bundle?.file ?? '';
  const whole = await wholeOf(readFile(db, file));
  return Array.fromAsync(
    datagramsOf(readFile(db, file), {
      ...whole,
      key: line.key,
      sequence: bundle?.sequence ?? 0,
      parts,
      shape,
    }),
  );
}

async function heard(all: readonly Buffer[]) {
  return takeDatagrams(pair.headquarters, Readable.from(all.map((datagram) => framed(datagram))));
}

/** The numbers after "bundle:", as the request page of headquarters has them. */
async function partsAskedFor(): Promise<number[]> {
  const { requests } = await readDiode(pair.atHeadquarters);
  const text = /^1: (.*) #/.exec(requests[0]?.text ?? '')?.[1] ?? '';
  return text
    .split(', ')
    .filter((each) => each !== '')
    .flatMap((range) => {
      const [first = 0, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, n) => first + n);
    });
}

/** The same numbers in every run (mulberry32); 0..1. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('a fifth of all datagrams is lost: the missing parts are named, and with them the bundle is taken in', async () => {
  const { atHeadquarters, atSite } = pair;
  await declareIncident(atSite, titled('Maps are blank'));
  await carryUp(pair);
  const random = dice(3);
  const all = await datagrams();
  const lossy = (each: readonly Buffer[]) => each.filter(() => random() >= 0.2);
  expect(await heard(lossy(all))).toMatchObject({ foreign: 0, forged: 0 });
  const { transfers, requests } = await readDiode(atHeadquarters);
  const missing = await partsAskedFor();
  expect(missing.length).toBeGreaterThan(0);
  expect(transfers[0]).toMatchObject({ site: 'field-1', sequence: 1, result: null });
  expect(transfers[0]?.have).toBe((transfers[0]?.parts ?? 0) - missing.length);
  expect(requests[0]).toMatchObject({ site: 'field-1', bundles: 0, parts: missing.length });
  // A restart forgets shards; parts that were whole stay.
  await heard(lossy(await datagrams(missing)));
  expect((await readSite(atHeadquarters, { name: 'field-1' })).lastSequence).toBe(1);
  expect(await readDiode(atHeadquarters)).toMatchObject({ transfers: [], requests: [] });
});

test('forged, changed, foreign and replayed datagrams change nothing, and a revoked site is not heard', async () => {
  const { headquarters, atHeadquarters, atSite } = pair;
  await declareIncident(atSite, titled('Maps are blank'));
  const bytes = await carryUp(pair);
  const all = await datagrams();
  const before = await stateOf(headquarters);
  const changed = all.map((datagram, n) => {
    const copy = Buffer.from(datagram);
    // Beyond the name of the key, by which it is foreign: the rest of the head, the shard, the seal.
    const at = 13 + ((n * 37) % (copy.length - 13));
    copy[at] = (copy[at] ?? 0) ^ (1 << (n % 8));
    return copy;
  });
  const { forged, foreign, taken } = await heard(changed);
  expect({ taken, all: forged + foreign }).toEqual({ taken: 0, all: all.length });
  expect(forged).toBeGreaterThan(all.length / 2);
  expect(await heard([Buffer.from('hello'), Buffer.alloc(1_400), bytes.subarray(0, 1_300)])).toEqual({
    taken: 0,
    forged: 0,
    foreign: 3,
  });
  expect(await readDiode(atHeadquarters)).toMatchObject({ transfers: [] });
  expect(await stateOf(headquarters)).toBe(before);
  await bring(atHeadquarters, bytes);
  const after = await stateOf(headquarters);
  expect((await heard(all)).taken).toBe(all.length);
  expect(await readDiode(atHeadquarters)).toMatchObject({ transfers: [] });
  expect(await stateOf(headquarters)).toBe(after);
  await revokeSite(atHeadquarters, { name: 'field-1' });
  expect(await keyedLines(headquarters, headquarters.databases.web, 'up')).toEqual([]);
});

test('what was approved leaves by itself, arrives by UDP, and is sent again by the numbers of the request', async () => {
  const { headquarters, site, atHeadquarters, atSite } = pair;
  const diode = startDiode(headquarters);
  try {
    const incident = await declareIncident(atSite, titled('Maps are blank'));
    await carryUp(pair);
    expect((await readDiode(atSite)).sendings).toMatchObject([
      { sequence: 1, parts: null, state: 'waiting' },
    ]);
    await sendWaiting(atSite);
    // Whether all of it came is not for the sender to know; it is sent until it is there, as the paper asks.
    while ((await readSite(atHeadquarters, { name: 'field-1' })).lastSequence !== 1) {
      await sendOverDiode(atSite, { numbers: '1' });
      await sendWaiting(atSite);
    }
    expect((await readSite(atHeadquarters, { name: 'field-1' })).incidents[0]?.id).toBe(incident.id);
    expect((await readDiode(atSite)).sendings[0]).toMatchObject({ state: 'sent', sentRatio: 1, error: null });
  } finally {
    await diode.stop();
  }
  await expect(sendOverDiode(atSite, { numbers: '1: 2' })).rejects.toThrow('no part 2');
  await expect(sendOverDiode(atSite, { numbers: '9' })).rejects.toThrow('No bundle 9');
  await expect(sendOverDiode(atSite, { numbers: 'one' })).rejects.toThrow('cannot be read');
  await expect(sendOverDiode(atHeadquarters, { site: 'field-1', numbers: '1' })).rejects.toThrow(
    'FIELDMARSHAL_DIODE_TO',
  );
  await expect(sendOverDiode(as(site, 'rudi'), { numbers: '1' })).rejects.toThrow(
    /may not|not allowed|found/i,
  );
  expect(relayHandlers.map(({ task }) => task.name)).toContain('relay.send');
});

test('the other way, headquarters sends and the site listens, each with a key of its own direction', async () => {
  const { headquarters, site, atHeadquarters, atSite } = pair;
  await makeDown(atHeadquarters, { name: 'field-1', catalog: true });
  const db = headquarters.databases.web;
  const [line] = await keyedLines(headquarters, db, 'down');
  if (!line) throw new Error('no line');
  const bytes = await fileOf(headquarters, 'down');
  const source = () => Readable.from([bytes]);
  const sending = { ...(await wholeOf(source())), key: line.key, sequence: 1, parts: null };
  const all = await Array.fromAsync(datagramsOf(source(), sending));
  expect(all.every((datagram) => readHead(datagram) !== null)).toBe(true);
  expect((await heard(all)).foreign).toBe(all.length);
  await takeDatagrams(site, Readable.from(all.map((datagram) => framed(datagram))));
  expect(await readDiode(atSite)).toMatchObject({ transfers: [], requests: [] });
  expect((await lastBundle(site.databases.web, line, ['received']))?.sequence).toBe(1);
});

test('several lines are each sent to, one for a site only to its own, and a broken one keeps nothing from the others', async () => {
  const named = 'field-1=127.0.0.1:7001, 127.0.0.1:7002,field-2=[::1]:7003';
  expect(linesTo('field-1', named).map(({ port }) => port)).toEqual([7001, 7002]);
  expect(linesTo('field-2', named)).toEqual([
    { host: '127.0.0.1', port: 7002 },
    { host: '::1', port: 7003 },
  ]);
  expect(linesTo('field-1', undefined)).toEqual([]);
  const read = (diodeTo: string) => readConfig({ FIELDMARSHAL_DIODE_TO: diodeTo }).diodeTo;
  expect(read(named)).toBe(named);
  for (const wrong of ['10.0.0.2', 'a=b=10.0.0.2:1', '10.0.0.2:1,', '10.0.0.2:70000'])
    expect(() => read(wrong)).toThrow('must be HOST:PORT or SITE=HOST:PORT');

  const { site, atSite } = pair;
  const heardAt = [0, 0];
  const listeners = await Promise.all(
    heardAt.map(async (_, n) =>
      listenAt(
        { host: '127.0.0.1', port: 0 },
        () => {
          heardAt[n] = (heardAt[n] ?? 0) + 1;
        },
        () => undefined,
      ),
    ),
  );
  const [one, two] = listeners.map(({ address }) => `127.0.0.1:${address.port}`);
  const own = {
    ...atSite,
    env: { ...site, config: { ...site.config, diodeTo: `${one},255.255.255.255:9,field-1=${two}` } },
  };
  try {
    await declareIncident(own, titled('Maps are blank'));
    const { hash } = await prepareBundle(own);
    await approvePrepared(own, { hash });
    await sendWaiting(own);
    const [sending] = (await readDiode(own)).sendings;
    expect(sending).toMatchObject({ state: 'failed' });
    expect(sending?.error).toMatch(/^To 255\.255\.255\.255:9: /);
    await vi.waitFor(() => expect(heardAt.every((count) => count > 0)).toBe(true));
  } finally {
    await Promise.all(listeners.map(async (each) => each.close()));
  }
});
