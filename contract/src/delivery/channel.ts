import { z } from 'zod';

/** Every means of reaching a destination. A new one is a name here, a contact method beside, and a folder in the server's delivery. */
export const channelName = z.enum([
  'email',
  'push',
  'sms',
  'voice',
  'slack',
  'teams',
  'mattermost',
  'matrix',
  'ntfy',
  'webhook',
  'command',
  'tracker',
]);
export type ChannelName = z.infer<typeof channelName>;

/** One place a message can go to: an address, a URL, a number, a room, a topic, a device or the name of a command. */
export const destination = z.object({ channel: channelName, destination: z.string() });
export type Destination = z.infer<typeof destination>;
