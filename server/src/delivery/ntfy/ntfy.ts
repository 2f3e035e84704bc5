import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Channel, Outgoing } from '../channel.ts';
import { cut } from '../core/plain.ts';
import { originOf, post } from '../outbound/post.ts';
import { providerRoutes } from '../providers/provider-routes.ts';

/** ntfy turns longer messages into attachments. */
const textMax = 3_000;

/** ntfy, published as JSON: with priority, and with buttons that answer without opening anything. */
export const ntfy: Channel = {
  notConfigured: 'ntfy is not configured: add a provider of kind ntfy.',
  routes: async (env) =>
    providerRoutes(env, 'ntfy', (provider) => async (outgoing) => {
      const { server } = provider.settings;
      const token = provider.secretOrNull('token');
      return post(env, {
        url: server,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(publication(outgoing)),
        receiver: originOf(server),
        isOperators: provider.isOperators,
      });
    }),
};

function publication({ key, destination, message }: Outgoing) {
  const { subject, text, answerLink, data } = message;
  return {
    topic: destination,
    // A second sending of the same replaces the first where the server knows sequences.
    sequence_id: createHash('sha256').update(key).digest('base64url').slice(0, 32),
    title: subject,
    message: cut(text, textMax),
    priority: priorityOf(message.type, data),
    ...(answerLink === null
      ? {}
      : {
          click: answerLink,
          actions: [
            answerButton(answerLink, 'Acknowledge', 'acknowledge'),
            answerButton(answerLink, 'Cannot take it', 'cannot'),
          ],
        }),
  };
}

function answerButton(url: string, label: string, answer: string) {
  return {
    action: 'http',
    label,
    url,
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `answer=${answer}`,
    clear: true,
  };
}

const graded = z.object({ severity: z.string().nullable() });
const priorities: Record<string, number> = { SEV1: 5, SEV2: 4, SEV3: 3, SEV4: 3 };

/** 5 breaks through "do not disturb". A page that is not assessed is not the least. */
function priorityOf(type: string, data: unknown): number {
  if (type !== 'page') return 3;
  const parsed = graded.safeParse(data);
  return priorities[parsed.success ? (parsed.data.severity ?? '') : ''] ?? 4;
}
