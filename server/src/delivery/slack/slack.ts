import type { Outgoing } from '../channel.ts';
import { cut } from '../core/plain.ts';
import { incomingWebhook } from '../outbound/own-address.ts';

/** Slack's limits of a header and of a section, in UTF-16 units at most. */
const headerMax = 150;
const sectionMax = 3_000;
/** Far more than any message has. */
const partsMax = 10;

/** A Slack incoming webhook. What comes from outside is plain text, which Slack does not read as markup; only our link is. */
export const slack = incomingWebhook(slackBody);

function slackBody({ key, message }: Outgoing) {
  const { subject, text, answerLink } = message;
  const plain = (value: string) => ({ type: 'plain_text', text: value, emoji: false });
  const section = (value: string) => ({ type: 'section', text: plain(value) });
  // A person has approved all of it: what does not fit into a header is no shorter for that.
  const isLong = subject.length > headerMax;
  return {
    text: escapeSlack(subject),
    mrkdwn: false,
    unfurl_links: false,
    blocks: [
      isLong ? section(cut(subject, sectionMax)) : { type: 'header', text: plain(subject) },
      ...partsOf(text).map((part) => section(part)),
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

/** The whole text, in as few sections as it needs, divided between lines where it can be. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let rest = text.toWellFormed();
  while (rest.length > sectionMax && parts.length < partsMax - 1) {
    const line = rest.lastIndexOf('\n', sectionMax);
    const end = line > 0 ? line : wholeLetters(rest, sectionMax);
    parts.push(rest.slice(0, end));
    rest = rest.slice(line > 0 ? end + 1 : end);
  }
  return [...parts, cut(rest, sectionMax)].filter((part) => part.trim() !== '');
}

/** Never between the halves of a letter. */
function wholeLetters(text: string, max: number): number {
  return /[\uD800-\uDBFF]/.test(text.charAt(max - 1)) ? max - 1 : max;
}

/** https://api.slack.com/reference/surfaces/formatting#escaping: after this no mention, link or channel can be meant. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
