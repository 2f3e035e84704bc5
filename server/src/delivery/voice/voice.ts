import type { Channel, Outgoing } from '../channel.ts';
import { cut, withoutControls } from '../core/plain.ts';
import { isOfKind } from '../providers/provider.ts';
import { routeOf } from '../providers/provider-routes.ts';
import { readProviders } from '../providers/read-providers.ts';
import { gatewayRoute } from '../template-gateway/template-gateway.ts';
import { twilioCall } from '../twilio/twilio.ts';

const spokenMax = 400;

/** Calls that read the page out; where the provider takes digits, 1 acknowledges. */
export const voice: Channel = {
  notConfigured: 'Calls are not configured: add a provider of kind twilio or http-gateway that serves voice.',
  routes: async (env) => {
    const providers = await readProviders(env);
    return providers
      .filter((provider) => provider.serves('voice'))
      .flatMap((provider) => {
        if (isOfKind(provider, 'twilio'))
          return [
            routeOf(provider, async (outgoing) =>
              twilioCall(env, provider, { outgoing, text: spoken(outgoing) }),
            ),
          ];
        if (isOfKind(provider, 'http-gateway')) return [gatewayRoute(env, provider, spoken)];
        return [];
      });
  },
};

/** What is said: the subject, without signs that a voice would spell out. */
function spoken({ message }: Outgoing): string {
  const words = withoutControls(message.subject)
    .replaceAll(/[[\]<>{}|_*#]+/g, ' ')
    .replaceAll(/\s+/g, ' ');
  return cut(words.trim(), spokenMax);
}
