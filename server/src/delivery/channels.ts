import type { Channel } from './channel.ts';
import { email } from './email/email.ts';
import type { ChannelName } from './message.ts';
import { webhook } from './webhook/webhook.ts';

const absent: Channel = {
  send: async () => ({
    outcome: 'failed',
    permanent: true,
    detail: 'This server has no way to send by this channel.',
  }),
  receiverOf: () => 'no receiver',
  concurrency: 1,
};

/** Every channel. A new one is a folder and a line here. */
export const channels: Readonly<Record<ChannelName, Channel>> = {
  email,
  webhook,
  push: absent,
  sms: absent,
  voice: absent,
  slack: absent,
  teams: absent,
  mattermost: absent,
  matrix: absent,
  ntfy: absent,
  command: absent,
};
