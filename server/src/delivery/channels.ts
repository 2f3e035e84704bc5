import type { Channel } from './channel.ts';
import { email } from './email/email.ts';
import type { ChannelName } from './message.ts';
import { webhook } from './webhook/webhook.ts';

/** Every channel. A new one is a folder and a line here. */
export const channels: Readonly<Record<ChannelName, Channel>> = { email, webhook };
