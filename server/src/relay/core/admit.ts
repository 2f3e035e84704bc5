import type { Direction, Manifest } from './manifest.ts';
import { BundleRefusal } from './refusal.ts';

export interface KnownKey {
  readonly fingerprint: string;
  /** It signs numbers from this on, up to `until` (null: still in use). */
  readonly from: number;
  readonly until: number | null;
  readonly isRevoked: boolean;
}

/** What is known here of the sender. */
export interface KnownSender {
  readonly site: string;
  readonly stream: string;
  readonly direction: Direction;
  readonly isRevoked: boolean;
  readonly keys: readonly KnownKey[];
}

/** Bundles beside this one that were taken in already; null where there is none. */
export interface Neighbours {
  readonly before: { readonly hash: string } | null;
  readonly same: { readonly hash: string } | null;
  readonly after: { readonly previous: string | null } | null;
}

/** Finds the key that may have signed. Throws where none may. */
export function keyFor(sender: KnownSender, claim: Pick<Manifest, 'site' | 'direction' | 'key'>): KnownKey {
  if (claim.site !== sender.site) throw new BundleRefusal('wrong-site', claim.site);
  if (claim.direction !== sender.direction) throw new BundleRefusal('wrong-direction');
  const key = sender.keys.find(({ fingerprint }) => fingerprint === claim.key);
  if (!key) throw new BundleRefusal('unknown-key');
  if (sender.isRevoked || key.isRevoked) throw new BundleRefusal('revoked-key');
  return key;
}

/**
 * Whether a bundle whose signature is right may come in: `new`, or `known` where the very same was taken in before. Numbers may come in any
 * order; what lies beside must fit by hash. Throws `wrong-stream`, `unknown-key`, `forked`, `broken-chain`.
 */
export function admit(
  manifest: Manifest,
  hash: string,
  { sender, key, neighbours }: { sender: KnownSender; key: KnownKey; neighbours: Neighbours },
): 'new' | 'known' {
  if (manifest.stream !== sender.stream) throw new BundleRefusal('wrong-stream');
  if (manifest.sequence < key.from || (key.until !== null && manifest.sequence > key.until))
    throw new BundleRefusal('unknown-key', `number ${manifest.sequence} is signed by another key`);
  const { before, same, after } = neighbours;
  if (same) {
    if (same.hash !== hash) throw new BundleRefusal('forked', `number ${manifest.sequence}`);
    return 'known';
  }
  if (before && manifest.previous !== before.hash)
    throw new BundleRefusal('broken-chain', `number ${manifest.sequence}`);
  if (after && after.previous !== hash)
    throw new BundleRefusal('broken-chain', `number ${manifest.sequence + 1}`);
  return 'new';
}
