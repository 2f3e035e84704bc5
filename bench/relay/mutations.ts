import { declareIncident } from '../../server/src/incidents/index.ts';
import type { Env } from '../../server/src/platform/index.ts';
import { fingerprintOf, newKeyPair } from '../../server/src/relay/bundle/keys.ts';
import { sealHead } from '../../server/src/relay/bundle/pack.ts';
import { preambleBytes } from '../../server/src/relay/core/frame.ts';
import { parseManifest } from '../../server/src/relay/core/manifest.ts';
import { takeFile } from '../../server/src/relay/inbox/take-file.ts';
import { approvePrepared, prepareBundle } from '../../server/src/relay/up/prepare.ts';
import { readFile } from '../../server/src/relay/store/file-store.ts';
import { stateOf } from '../../server/src/relay/testing/pair.ts';
import { judge } from '../verdict.ts';
import { adminOf } from './made-site.ts';

interface Tampering {
  readonly headquarters: Env;
  readonly site: Env;
  readonly count: number;
}

/** Bundles that were changed at random on the way: none may be accepted, crash, or change what is stored. */
export async function measureMutations({ headquarters, site, count }: Tampering): Promise<void> {
  const [known, fresh] = [await aBundle(site, 'known'), await aBundle(site, 'fresh')];
  await takeFile(adminOf(headquarters), streamed(known));
  const before = await stateOf(headquarters);
  const random = seeded(20_261_126);
  const outcomes = new Map<string, number>();
  let accepted = 0;
  let crashed = 0;
  for (let n = 0; n < count; n += 1) {
    const changed = tampered({ known, fresh, random });
    const result = await takeFile(adminOf(headquarters), streamed(changed)).catch(() => null);
    if (result === null) crashed += 1;
    else if (result.outcome === 'taken' || result.outcome === 'waits') accepted += 1;
    const outcome = result === null ? 'crashed' : (result.reason ?? result.outcome);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  console.log(
    [...outcomes]
      .toSorted(([, a], [, b]) => b - a)
      .map(([outcome, n]) => `${outcome} ${n}`)
      .join(', '),
  );
  judge({ name: `of ${count} tampered bundles accepted`, value: accepted, most: 0 });
  judge({ name: 'crashed', value: crashed, most: 0 });
  judge({ name: 'state changed', value: (await stateOf(headquarters)) === before ? 0 : 1, most: 0 });
}

async function aBundle(site: Env, title: string): Promise<Buffer> {
  await declareIncident(adminOf(site), { title, severity: 'SEV3' });
  const { hash } = await prepareBundle(adminOf(site));
  await approvePrepared(adminOf(site), { hash });
  const { rows } = await site.databases.pools.web.query<{ file: string }>(
    `select file from relay_bundle where hash = $1`,
    [hash],
  );
  const pieces: Buffer[] = [];
  for await (const piece of readFile(site.databases.web, rows[0]?.file ?? '')) pieces.push(piece);
  return Buffer.concat(pieces);
}

interface Mutation {
  /** Taken in before. */
  readonly known: Buffer;
  /** Not taken in. */
  readonly fresh: Buffer;
  readonly random: (below: number) => number;
}

/** Two equal bytes that change places change nothing: what is as it was made is not tampered with. */
function tampered(mutation: Mutation): Buffer {
  let changed = mutated(mutation);
  while (changed.equals(mutation.fresh)) changed = mutated(mutation);
  return changed;
}

function mutated({ known, fresh, random }: Mutation): Buffer {
  const at = random(fresh.length);
  const size = 1 + random(40);
  switch (random(8)) {
    case 0:
      return flipped(fresh, at, random(8));
    case 1:
      return fresh.subarray(0, at);
    case 2:
      return Buffer.concat([
        fresh.subarray(0, at),
        fresh.subarray(at + size, at + 2 * size),
        fresh.subarray(at, at + size),
        fresh.subarray(at + 2 * size),
      ]).subarray(0, fresh.length - (at + size >= fresh.length ? 1 : 0));
    case 3:
      // A replay of what was taken in, and one that was changed.
      return random(2) === 0 ? known : flipped(known, random(known.length), random(8));
    case 4:
      return Buffer.concat([known.subarray(0, random(known.length)), fresh.subarray(at)]);
    case 5:
      return Buffer.concat([fresh, fresh.subarray(at)]).subarray(0, fresh.length + 1 + random(200));
    case 6:
      return Buffer.concat([fresh.subarray(0, at), Buffer.from([random(256)]), fresh.subarray(at)]);
    default:
      return resigned(fresh, random);
  }
}

function flipped(bytes: Buffer, at: number, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ (1 << bit);
  return copy;
}

/** Edited and signed with a key of somebody else's, who says that it is theirs or pretends that it is the site's. */
function resigned(bytes: Buffer, random: Mutation['random']): Buffer {
  const length = bytes.readUInt32BE(8);
  const manifest = parseManifest(bytes.subarray(preambleBytes, preambleBytes + length));
  const keys = newKeyPair();
  const edited = {
    ...manifest,
    sequence: manifest.sequence + random(3),
    key: random(2) === 0 ? manifest.key : fingerprintOf(keys.publicKey),
  };
  return Buffer.concat([
    sealHead(edited, keys.privateKey).bytes,
    bytes.subarray(preambleBytes + length + 64),
  ]);
}

// oxlint-disable-next-line typescript/require-await
async function* streamed(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 16_384) yield bytes.subarray(at, at + 16_384);
}

/** The same numbers in every run (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
