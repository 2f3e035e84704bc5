import type { IntakeResult } from '@fieldmarshal/contract/relay';
import type { OpenBundle } from '../bundle/open.ts';
import type { KnownKey, KnownSender } from '../core/admit.ts';
import type { Manifest } from '../core/manifest.ts';

/** A bundle whose signature is right, and what is known of who signed it. */
export interface Incoming {
  readonly bundle: OpenBundle;
  readonly sender: KnownSender;
  readonly key: KnownKey;
  /** Reads it anew from its beginning. */
  readonly reopen: () => Promise<OpenBundle>;
}

export function resultOf(
  outcome: IntakeResult['outcome'],
  { site, sequence, counts }: Manifest,
  message: string,
): IntakeResult {
  return { outcome, reason: null, message, site, sequence, parts: null, counts: { ...counts } };
}
