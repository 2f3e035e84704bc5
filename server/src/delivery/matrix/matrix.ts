import { z } from 'zod';
import type { Channel, Outcome, Outgoing } from '../channel.ts';
import { escapeMarkup } from '../core/plain.ts';
import type { OutboundResponse } from '#platform';
import { originOf, post } from '../outbound/post.ts';
import { providerRoutes } from '../providers/provider-routes.ts';

/**
 * The Matrix client-server API, `PUT …/send/m.room.message/{txnId}`: the transaction id is the delivery's key, so the same message sent
 * twice appears once.
 */
export const matrix: Channel = {
  notConfigured: 'Matrix is not configured: add a provider of kind matrix.',
  routes: async (env) =>
    providerRoutes(env, 'matrix', (provider) => async (outgoing) => {
      const { homeserver } = provider.settings;
      const room = encodeURIComponent(outgoing.destination);
      return post(env, {
        url: `${homeserver.replace(/\/+$/, '')}/_matrix/client/v3/rooms/${room}/send/m.room.message/${encodeURIComponent(outgoing.key)}`,
        method: 'PUT',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${provider.secret('accessToken')}`,
        },
        body: JSON.stringify(content(outgoing)),
        receiver: originOf(homeserver),
        isOperators: provider.isOperators,
        refusal: (response) => slowDown(response, originOf(homeserver)),
        reasonOf: ({ body }) => errorCode(body),
      });
    }),
};

function content({ message }: Outgoing) {
  const { subject, text, answerLink } = message;
  const link =
    answerLink === null
      ? ''
      : `<p><a href="${escapeMarkup(answerLink)}">Acknowledge, or say that you cannot take it</a></p>`;
  return {
    msgtype: 'm.text',
    body: withoutCall(`${subject}\n\n${text}`),
    format: 'org.matrix.custom.html',
    formatted_body: `<p><strong>${escaped(subject)}</strong></p><p>${escaped(text).replaceAll('\n', '<br>')}</p>${link}`,
    // Says that nobody is mentioned, whatever the text looks like.
    'm.mentions': {},
  };
}

function escaped(text: string): string {
  return escapeMarkup(withoutCall(text));
}

/** Servers of before `m.mentions` call a whole room by this word alone; a zero-width space takes that from it. */
function withoutCall(text: string): string {
  return text.replaceAll(/@(?=room\b)/gi, '@\u200B');
}

const refused = z.object({ errcode: z.string().regex(/^M_[A-Z_]{1,60}$/) });

/** Such as `M_FORBIDDEN`: whoever looks why a room got nothing must know whether it is the room or the account. */
function errorCode(body: string): string | null {
  const parsed = refused.safeParse(parsedJson(body));
  return parsed.success ? parsed.data.errcode : null;
}

const limited = z.object({ errcode: z.literal('M_LIMIT_EXCEEDED'), retry_after_ms: z.number().optional() });

/** Older servers say how long to wait only in the body. */
function slowDown({ status, body, headers }: OutboundResponse, receiver: string): Outcome | null {
  if (status !== 429 || headers['retry-after'] !== undefined) return null;
  const parsed = limited.safeParse(parsedJson(body));
  const retryAfterMs = parsed.success ? parsed.data.retry_after_ms : undefined;
  return {
    outcome: 'failed',
    permanent: false,
    detail: `${receiver} answered 429${parsed.success ? ` (${parsed.data.errcode})` : ''}.`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
