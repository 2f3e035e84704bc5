import type { Channel } from './channel.ts';
import { command } from './command/command.ts';
import { email } from './email/email.ts';
import { matrix } from './matrix/matrix.ts';
import { mattermost } from './mattermost/mattermost.ts';
import type { ChannelName } from './message.ts';
import { ntfy } from './ntfy/ntfy.ts';
import { push } from './push/push.ts';
import { slack } from './slack/slack.ts';
import { sms } from './sms/sms.ts';
import { teams } from './teams/teams.ts';
import { tracker } from './tracker/tracker.ts';
import { voice } from './voice/voice.ts';
import { webhook } from './webhook/webhook.ts';

/** Every channel. A new one is a folder and a line here. */
export const channels: Readonly<Record<ChannelName, Channel>> = {
  email,
  push,
  sms,
  voice,
  slack,
  teams,
  mattermost,
  matrix,
  ntfy,
  webhook,
  command,
  tracker,
};
