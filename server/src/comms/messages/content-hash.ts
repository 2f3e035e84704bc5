import { createHash } from 'node:crypto';
import type { ComponentSaid } from '@fieldmarshal/contract/comms';
import type { Audience } from '../core/facts.ts';
import type { Basis } from '../core/messages/changes.ts';
import { messageHash } from '../message-hash.ts';

/** Everything a reader of a communication would notice, and who the readers are. */
export interface Content {
  readonly incidentId: string | null;
  readonly audience: Audience;
  readonly application: string;
  readonly language: string;
  readonly stage: string;
  readonly title: string;
  readonly body: string;
  /** The same for chats; null: they get the whole. */
  readonly brief: string | null;
  readonly components: readonly ComponentSaid[];
  readonly onPage: boolean;
  readonly nextUpdateAt: Date | null;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly corrects: string | null;
  /** What a correction calls the incident on the status page from then on. */
  readonly publicTitle: string | null;
}

/** The SHA-256 that an approval names. Two texts that read alike but differ in a byte have different ones. */
export function contentHash(content: Content): string {
  const { incidentId, audience, application, language, stage, title, body, components, onPage } = content;
  const { nextUpdateAt, startsAt, endsAt, corrects, publicTitle, brief } = content;
  const said = components.map(({ kind, name, state }) => `${kind}/${name}=${state}`).sort();
  return sha256([
    [incidentId, application, stage, title, said, onPage],
    messageHash({ text: body, audience, channel: 'full', language, recipients: [application] }),
    // What was approved before there was such a form keeps its hash.
    ...(brief === null
      ? []
      : [messageHash({ text: brief, audience, channel: 'brief', language, recipients: [application] })]),
    [nextUpdateAt?.toISOString() ?? null, startsAt.toISOString(), endsAt?.toISOString() ?? null, corrects],
    // What renames nothing has the hash of before that could be done.
    ...(publicTitle === null ? [] : [['public title', publicTitle]]),
  ]);
}

/** Names what is known at one moment, so that whoever approves can say what they have seen. */
export function basisHash(basis: Basis): string {
  return sha256(Object.entries(basis).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
