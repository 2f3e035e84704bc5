import type { Outgoing } from '../channel.ts';
import { cut } from '../core/plain.ts';
import { incomingWebhook } from '../outbound/own-address.ts';

/** Slack's limits of a header and of a section. */
const headerMax = 150;
const sectionMax = 3_000;

/** A Slack incoming webhook. What comes from outside is plain text, which Slack does not read as markup; only our link is. */
export const slack = incomingWebhook(slackBody);

function slackBody({ key, message }: Outgoing) {
  const { subject, text, answerLink } = message;
  const plain = (value: string) => ({ type: 'plain_text', text: value, emoji: false });
  return {
    text: escapeSlack(subject),
    mrkdwn: false,
    unfurl_links: false,
    blocks: [
      { type: 'header', text: plain(cut(subject, headerMax)) },
      { type: 'section', text: plain(cut(text, sectionMax)) },
      ...(answerLink === null
        ? []
        : [
            {
              type: 'section',
              text: { type: 'mrkdwn', text: `<${answerLink}|Acknowledge, or say that you cannot take it>` },
            },
          ]),
      // Readers outside have no use for how we call it.
      ...(message.type === 'communication' ? [] : [{ type: 'context', elements: [plain(key)] }]),
    ],
  };
}

/** https://api.slack.com/reference/surfaces/formatting#escaping: after this no mention, link or channel can be meant. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
