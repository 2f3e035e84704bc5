import { channelName, type ChannelName } from '@fieldmarshal/contract/delivery';
import type { Catalog } from '#catalog';
import { sendMessages, type NewDelivery } from '#delivery';
import type { Tx } from '#platform';
import { paragraphs, plain } from '../core/status/escape.ts';
import { publicId } from '../status/load-facts.ts';
import { firstOf, type StoredCommunication } from '../messages/communication-store.ts';
import { envelopeOf } from './envelope.ts';
import { readersOf, type Whereabouts } from './readers.ts';
import {
  ensureContacts,
  insertRecipients,
  recipientKey,
  regardingOf,
  type Recipient,
} from './recipient-store.ts';

interface Around extends Whereabouts {
  readonly catalog: Catalog;
}

/** Puts one message for each recipient into the outbox; twice is once. Gives how many there are. */
export async function putIntoOutbox(tx: Tx, row: StoredCommunication, around: Around): Promise<number> {
  const { contacts, subscribers } = await readersOf(tx.db, row, around);
  const recipients: Recipient[] = [
    ...(await ensureContacts(tx, contacts)),
    ...subscribers.map(({ id, channel, destination, customer }) => ({
      subscriberId: id,
      channel,
      destination,
      customer,
    })),
  ];
  await insertRecipients(tx, row.id, recipients);
  const publicName = around.catalog.get('Application', row.application)?.spec.publicName ?? null;
  const about = row.incidentId ?? `maintenance ${(await firstOf(tx.db, row.id)).slice('COM-'.length)}`;
  await sendMessages(
    tx,
    recipients.map((recipient) => deliveryOf(tx, row, { recipient, publicName, about })),
  );
  return recipients.length;
}

interface One {
  readonly recipient: Recipient;
  readonly publicName: string | null;
  /** The incident, or the maintenance. */
  readonly about: string;
}

function deliveryOf(tx: Tx, row: StoredCommunication, { recipient, publicName, about }: One): NewDelivery {
  const channel: ChannelName = channelName.parse(recipient.channel);
  const isMail = channel === 'email';
  const { page, stop, correction } = envelopeOf(row);
  const title = plain(row.corrects === null ? row.title : `${correction}: ${row.title}`).replaceAll(
    '\n',
    ' ',
  );
  const body = plain(isChat(channel) ? (row.brief ?? row.body) : row.body);
  const url = isMail && row.onPage ? pageUrl(tx) : null;
  const more = url === null ? '' : `\n\n${page}: ${url}`;
  return {
    key: recipientKey(row.id, recipient),
    channel,
    destination: recipient.destination,
    message: {
      type: 'communication',
      subject: title,
      text: isMail ? `${body}${more}\n\n-- \n${stop}: {answer-link}` : body,
      ...(isMail
        ? {
            html: `${paragraphs(row.body)}${url === null ? '' : paragraphs(`${page}: ${url}`)}<hr><p><a href="{answer-link}">${stop}</a></p>`,
          }
        : {}),
      data: isMail ? null : dataOf(tx, row, { publicName, about }),
    },
    regarding: regardingOf(row.id),
    bulk: true,
    ...(row.incidentId === null ? {} : { incidentId: row.incidentId }),
    ...(isMail ? { answerLinkFor: `SU-${recipient.subscriberId}` } : {}),
  };
}

function isChat(channel: ChannelName): boolean {
  return channel === 'slack' || channel === 'teams' || channel === 'mattermost' || channel === 'matrix';
}

/** Null where nobody said under which address people find us. */
function pageUrl({ ctx }: Tx): string | null {
  const { statusUrl, publicUrl } = ctx.env.config;
  return statusUrl ?? (publicUrl === undefined ? null : `${publicUrl}/status`);
}

/** For machines: what the status page's API says of the same message, under the same ids. */
function dataOf(tx: Tx, row: StoredCommunication, { publicName, about }: Omit<One, 'recipient'>) {
  return {
    id: publicId('message', row.id.slice('COM-'.length)),
    incident: publicId('incident', about),
    application: publicName,
    audience: row.audience,
    language: row.language,
    stage: row.stage,
    title: row.title,
    publicTitle: row.publicTitle,
    body: row.body,
    brief: row.brief,
    corrects: row.corrects === null ? null : publicId('message', row.corrects.slice('COM-'.length)),
    sentAt: tx.now.toISOString(),
    url: pageUrl(tx) ?? '/status',
  };
}
