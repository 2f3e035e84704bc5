import type { Channel, Outgoing } from '../channel.ts';
import { smsText } from '../core/sms-text.ts';
import { gatewayRoute } from '../template-gateway/template-gateway.ts';
import { isOfKind } from '../providers/provider.ts';
import { routeOf } from '../providers/provider-routes.ts';
import { readProviders } from '../providers/read-providers.ts';
import { sendBySmpp } from '../smpp/smpp.ts';
import { twilioMessage } from '../twilio/twilio.ts';

/** Text messages, through any provider that serves them; the next one at once where one fails. */
export const sms: Channel = {
  notConfigured: 'Text messages are not configured: add a provider of kind twilio, smpp or http-gateway.',
  routes: async (env) => {
    const providers = await readProviders(env);
    return providers
      .filter((provider) => provider.serves('sms'))
      .flatMap((provider) => {
        if (isOfKind(provider, 'twilio'))
          return [
            routeOf(provider, async (outgoing) =>
              twilioMessage(env, provider, { outgoing, text: textOf(outgoing) }),
            ),
          ];
        if (isOfKind(provider, 'smpp'))
          return [
            routeOf(provider, async (outgoing) =>
              sendBySmpp(env, provider, { outgoing, text: textOf(outgoing) }),
            ),
          ];
        if (isOfKind(provider, 'http-gateway')) return [gatewayRoute(env, provider, textOf)];
        return [];
      });
  },
};

function textOf({ message }: Outgoing): string {
  return smsText(message.subject, message.answerLink);
}
