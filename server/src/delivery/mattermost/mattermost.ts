import type { Outgoing } from '../channel.ts';
import { cut } from '../core/plain.ts';
import { incomingWebhook } from '../outbound/own-address.ts';

const textMax = 4_000;

/** A Mattermost incoming webhook. What comes from outside is escaped, so that it is shown as written and mentions nobody. */
export const mattermost = incomingWebhook(({ message }: Outgoing) => {
  const { subject, text, answerLink } = message;
  const link = answerLink === null ? '' : `\n\n[Acknowledge, or say that you cannot take it](${answerLink})`;
  return { text: `**${escapeMattermost(subject)}**\n\n${escapeMattermost(cut(text, textMax))}${link}` };
});

/** Backslashes before everything that Markdown reads; a zero-width space after `@` and `~`, which name people and channels. */
function escapeMattermost(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]()#+\-.!|<>~]/g, String.raw`\$&`)
    .replaceAll(/[@~]|https?:/gi, (found) => `${found}\u200B`);
}
