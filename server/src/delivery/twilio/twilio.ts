import { z } from 'zod';
import type { Env, OutboundResponse } from '#platform';
import type { Outcome, Outgoing } from '../channel.ts';
import { escapeMarkup } from '../core/plain.ts';
import { originOf, post } from '../outbound/post.ts';
import type { Provider, SettingsOf } from '../providers/provider.ts';

type Twilio = Provider<SettingsOf<'twilio'>>;

interface Say {
  readonly outgoing: Outgoing;
  readonly text: string;
}

/** A text message by the Twilio-compatible REST API; receipts come to `/receipts/twilio/…`. */
export async function twilioMessage(env: Env, provider: Twilio, { outgoing, text }: Say): Promise<Outcome> {
  const callback = callbackUrl(env, provider, outgoing.key);
  return create(env, provider, {
    resource: 'Messages',
    key: outgoing.key,
    form: {
      To: outgoing.destination,
      From: provider.settings.from,
      Body: text,
      ...(callback === null ? {} : { StatusCallback: callback }),
    },
  });
}

/** A call that reads the text out twice and takes a digit: 1 acknowledges, 2 means "cannot take it". */
export async function twilioCall(env: Env, provider: Twilio, { outgoing, text }: Say): Promise<Outcome> {
  const callback = callbackUrl(env, provider, outgoing.key);
  return create(env, provider, {
    resource: 'Calls',
    key: outgoing.key,
    form: {
      To: outgoing.destination,
      From: provider.settings.from,
      Twiml: callScript(
        text,
        callback === null || outgoing.message.answerLink === null ? null : `${callback}/digits`,
      ),
      ...(callback === null ? {} : { StatusCallback: callback, StatusCallbackEvent: 'completed' }),
    },
  });
}

/** TwiML: what is said, and where a digit goes. */
function callScript(text: string, digitsUrl: string | null): string {
  const say = (words: string): string => `<Say>${escapeMarkup(words)}</Say>`;
  if (digitsUrl === null) return `<Response>${say(text)}<Pause length="1"/>${say(text)}</Response>`;
  const ask = 'Press 1 to acknowledge. Press 2 if you cannot take it.';
  const gather = `<Gather numDigits="1" timeout="8" method="POST" action="${escapeMarkup(digitsUrl)}">${say(text)}${say(ask)}</Gather>`;
  return `<Response>${gather}${gather}${say('No answer was taken. Goodbye.')}</Response>`;
}

/** Where the provider tells what became of it; null where it could not reach us, since nobody has said how. */
function callbackUrl({ config }: Env, provider: Twilio, key: string): string | null {
  return config.publicUrl === undefined
    ? null
    : `${config.publicUrl}/receipts/twilio/${encodeURIComponent(provider.name)}/${encodeURIComponent(key)}`;
}

interface Creation {
  readonly resource: 'Messages' | 'Calls';
  readonly key: string;
  readonly form: Record<string, string>;
}

async function create(env: Env, provider: Twilio, { resource, key, form }: Creation): Promise<Outcome> {
  const { baseUrl, accountSid } = provider.settings;
  const receiver = originOf(baseUrl);
  const credentials = Buffer.from(`${accountSid}:${provider.secret('authToken')}`).toString('base64');
  return post(env, {
    url: `${baseUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${accountSid}/${resource}.json`,
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${credentials}`,
      'idempotency-key': key,
    },
    body: new URLSearchParams(form).toString(),
    receiver,
    isOperators: provider.isOperators,
    understand: (response) => taken(response, receiver),
    refusal: (response) => refused(response, receiver),
  });
}

const created = z.object({ sid: z.string().max(100), status: z.string().max(40).optional() });
const failure = z.object({ code: z.number(), message: z.string() });

function taken(response: OutboundResponse, receiver: string): Outcome {
  const parsed = created.safeParse(json(response.body));
  if (!parsed.success) return { outcome: 'sent', detail: `${receiver} took it (${response.status}).` };
  const { sid, status } = parsed.data;
  return { outcome: 'sent', detail: `${receiver} took it (${status ?? response.status}).`, externalId: sid };
}

/** The code says what is wrong with the number or the account, which the status does not. */
function refused({ status, body }: OutboundResponse, receiver: string): Outcome | null {
  const parsed = failure.safeParse(json(body));
  if (!parsed.success || status >= 500 || status === 429) return null;
  const { code, message } = parsed.data;
  return {
    outcome: 'failed',
    permanent: true,
    detail: `${receiver} refused it (${code}): ${message.replaceAll(/\s+/g, ' ').slice(0, 200)}`,
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
