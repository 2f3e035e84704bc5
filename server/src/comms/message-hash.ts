import { createHash } from 'node:crypto';
import type { Audience, ChannelKind } from './core/facts.ts';

export interface HashedMessage {
  readonly text: string;
  readonly audience: Audience;
  readonly channel: ChannelKind;
  readonly language: string;
  /** Who exactly gets it, when the audience is narrower than its kind: catalog names, in any order. */
  readonly recipients?: readonly string[];
}

/**
 * What an approval binds to: SHA-256, in hexadecimal, over the exact text and who reads it. Two messages have one hash only if every byte of
 * the text and the audience agree; the order of recipients does not count.
 */
export function messageHash({ text, audience, channel, language, recipients = [] }: HashedMessage): string {
  const exact = JSON.stringify([
    'message-1',
    audience,
    channel,
    language,
    [...new Set(recipients)].sort(),
    text,
  ]);
  return createHash('sha256').update(exact, 'utf8').digest('hex');
}
