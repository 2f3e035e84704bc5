import { z } from 'zod';
import { webAddress } from '../described.ts';
import type { Destination } from './channel.ts';

/** E.164, as `+447700900123`. */
const phoneNumber = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be an international number such as +447700900123, without spaces');

/** How a person is reached. */
export const contactMethod = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('email'), address: z.email().max(254) }),
  z.strictObject({ channel: z.literal('sms'), number: phoneNumber }),
  z.strictObject({ channel: z.literal('voice'), number: phoneNumber }),
  z.strictObject({ channel: z.literal('slack'), url: webAddress }),
  z.strictObject({ channel: z.literal('teams'), url: webAddress }),
  z.strictObject({ channel: z.literal('mattermost'), url: webAddress }),
  z.strictObject({
    channel: z.literal('matrix'),
    room: z
      .string()
      .max(255)
      .regex(/^![\x21-\x7e]+$/, 'must be a room id such as !abc:example.org'),
  }),
  z.strictObject({
    channel: z.literal('ntfy'),
    topic: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be letters, digits, "_" and "-", at most 64'),
  }),
  z.strictObject({ channel: z.literal('webhook'), url: webAddress }),
  z.strictObject({
    channel: z.literal('command'),
    /** The name of a command that the operator has configured. */
    command: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be the name of a configured command'),
  }),
]);
export type ContactMethod = z.infer<typeof contactMethod>;

/** Where messages by this method go. */
export function destinationOf(method: ContactMethod): Destination {
  switch (method.channel) {
    case 'email':
      return { channel: method.channel, destination: method.address };
    case 'sms':
    case 'voice':
      return { channel: method.channel, destination: method.number };
    case 'slack':
    case 'teams':
    case 'mattermost':
    case 'webhook':
      return { channel: method.channel, destination: method.url };
    case 'matrix':
      return { channel: method.channel, destination: method.room };
    case 'ntfy':
      return { channel: method.channel, destination: method.topic };
    case 'command':
      return { channel: method.channel, destination: method.command };
  }
}
