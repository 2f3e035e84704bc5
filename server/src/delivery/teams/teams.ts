import type { Outgoing } from '../channel.ts';
import { cut } from '../core/plain.ts';
import { incomingWebhook } from '../outbound/own-address.ts';

/** A card is refused above 28 KiB. */
const textMax = 6_000;

/** A Microsoft Teams workflow ("When a Teams webhook request is received") that posts an adaptive card. Text runs are not read as Markdown. */
export const teams = incomingWebhook(teamsBody);

function teamsBody({ key, message }: Outgoing) {
  const { subject, text, answerLink } = message;
  const run = (value: string, more: object = {}) => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text: value, ...more }],
  });
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          fallbackText: cut(subject, 200),
          body: [
            run(subject, { weight: 'Bolder', size: 'Medium' }),
            run(cut(text, textMax)),
            // Readers outside have no use for how we call it.
            ...(message.type === 'communication' ? [] : [run(key, { isSubtle: true, size: 'Small' })]),
          ],
          actions:
            answerLink === null
              ? []
              : [{ type: 'Action.OpenUrl', title: 'Acknowledge, or cannot take it', url: answerLink }],
        },
      },
    ],
  };
}
