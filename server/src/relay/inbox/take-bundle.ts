import type { IntakeResult } from '@fieldmarshal/contract/relay';
import type { Ctx } from '#platform';
import { openBundle, type FindKey } from '../bundle/open.ts';
import { keyFor, type KnownKey, type KnownSender } from '../core/admit.ts';
import type { Direction, Manifest } from '../core/manifest.ts';
import { BundleRefusal } from '../core/refusal.ts';
import type { Own } from '../self/own.ts';
import { fingerprintOf } from '../bundle/keys.ts';
import { loadKeys, loadSite } from '../store/site-store.ts';
import type { Db } from '../store/self-store.ts';
import type { Incoming } from './incoming.ts';
import { takeDown } from './take-down.ts';
import { takeUp } from './take-up.ts';

type Open = () => Promise<AsyncIterable<Uint8Array>>;

/** Takes a bundle in: headquarters what comes up, a site what comes down. Throws {@link BundleRefusal}. */
export async function takeBundle(ctx: Ctx, own: Own, open: Open): Promise<IntakeResult> {
  const db = ctx.env.databases.worker;
  const known = await identify(db, own, open);
  const incoming = { ...known, reopen: async () => (await identify(db, own, open)).bundle };
  return own.role === 'headquarters'
    ? takeUp(ctx, incoming)
    : takeDown(ctx, own, { ...incoming, bytes: open });
}

async function identify(db: Db, own: Own, open: Open): Promise<Omit<Incoming, 'reopen'>> {
  let found: { sender: KnownSender; key: KnownKey } | null = null;
  const findKey: FindKey = async (claim) => {
    const { sender, publicKeys } =
      own.role === 'headquarters' ? await siteAsSender(db, claim) : headquartersAsSender(own);
    const key = keyFor(sender, claim);
    found = { sender, key };
    const publicKey = publicKeys.get(key.fingerprint);
    if (publicKey === undefined) throw new BundleRefusal('unknown-key');
    return publicKey;
  };
  const bundle = await openBundle(await open(), findKey);
  if (found === null) throw new BundleRefusal('unknown-key');
  const { sender, key }: { sender: KnownSender; key: KnownKey } = found;
  return { bundle, sender, key };
}

interface Signers {
  readonly sender: KnownSender;
  readonly publicKeys: ReadonlyMap<string, string>;
}

async function siteAsSender(
  db: Db,
  { site, direction }: Pick<Manifest, 'site' | 'direction'>,
): Promise<Signers> {
  if (direction !== 'up') throw new BundleRefusal('wrong-direction');
  const known = await loadSite(db, site);
  if (known === null || known.stream === null) throw new BundleRefusal('unknown-site', site);
  const keys = await loadKeys(db, site);
  return {
    sender: { site, stream: known.stream, direction, isRevoked: known.state === 'revoked', keys },
    publicKeys: new Map(keys.map(({ fingerprint, publicKey }) => [fingerprint, publicKey])),
  };
}

function headquartersAsSender({ name, stream, peer }: Own): Signers {
  if (stream === null || peer === null) throw new BundleRefusal('not-enrolled');
  const fingerprint = fingerprintOf(peer.publicKey);
  const direction: Direction = 'down';
  return {
    sender: {
      site: name,
      stream,
      direction,
      isRevoked: false,
      keys: [{ fingerprint, from: 1, until: null, isRevoked: false }],
    },
    publicKeys: new Map([[fingerprint, peer.publicKey]]),
  };
}
