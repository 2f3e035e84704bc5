import type { Env } from '#platform';
import type { Outcome, Outgoing, Route } from '../channel.ts';
import { fill, type Place } from '../core/template.ts';
import { originOf, post } from '../outbound/post.ts';
import type { Provider, SettingsOf } from '../providers/provider.ts';
import { routeOf } from '../providers/provider-routes.ts';

type Gateway = Provider<SettingsOf<'http-gateway'>>;

const contentTypes = {
  none: null,
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  xml: 'application/xml; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const;

/** Any gateway that is asked by one HTTP request: method, address, headers and body are templates. */
export function gatewayRoute(env: Env, provider: Gateway, textOf: (outgoing: Outgoing) => string): Route {
  return routeOf(provider, async (outgoing) => send(env, provider, { outgoing, text: textOf(outgoing) }));
}

async function send(
  env: Env,
  provider: Gateway,
  { outgoing, text }: { outgoing: Outgoing; text: string },
): Promise<Outcome> {
  const { method, url, headers, bodyType, body, success } = provider.settings;
  const values = (name: string): string => {
    if (name.startsWith('secret.')) return provider.secret(name.slice('secret.'.length));
    const { key, destination, message } = outgoing;
    const known = { to: destination, text, subject: message.subject, link: message.answerLink ?? '', key };
    return new Map(Object.entries(known)).get(name) ?? '';
  };
  const filled = (template: string, place: Place): string => fill(template, place, values);
  const receiver = originOf(url);
  const contentType = contentTypes[bodyType];
  const hasBody = contentType !== null && method !== 'GET';
  return post(env, {
    url: filled(url, 'url'),
    method,
    headers: {
      ...(hasBody ? { 'content-type': contentType } : {}),
      'idempotency-key': outgoing.key,
      ...Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), filled(value, 'header')]),
      ),
    },
    ...(hasBody ? { body: filled(body, bodyType) } : {}),
    receiver,
    isOperators: provider.isOperators,
    understand: ({ status, body: answer }) => {
      const isStatus = success.statuses.length === 0 || success.statuses.includes(status);
      const isAnswer = success.includes === undefined || answer.includes(success.includes);
      return isStatus && isAnswer
        ? null
        : {
            outcome: 'failed',
            permanent: true,
            detail: `${receiver} answered ${status}, which its configuration does not count as success.`,
          };
    },
  });
}
