import type { ProviderKind } from '@fieldmarshal/contract/delivery';
import type { Env } from '#platform';
import type { Outcome, Route } from '../channel.ts';
import { isOfKind, type Provider, type SettingsOf } from './provider.ts';
import { readProviders } from './read-providers.ts';

const concurrency = 4;

type Send<K extends ProviderKind> = (provider: Provider<SettingsOf<K>>) => Route['send'];

/** A route for each provider of a kind, in their order. */
export async function providerRoutes<K extends ProviderKind>(
  env: Env,
  kind: K,
  send: Send<K>,
): Promise<Route[]> {
  const providers = await readProviders(env);
  return providers.flatMap((provider) =>
    isOfKind(provider, kind) ? [routeOf(provider, send(provider))] : [],
  );
}

export function routeOf(provider: Provider, send: Route['send']): Route {
  const { name, isLocked } = provider;
  return {
    receiver: `provider ${name}`,
    concurrency,
    provider: name,
    send: isLocked ? async () => Promise.resolve(lockedOutcome(name)) : send,
  };
}

/** Not for good: another process may have the key, and so may this one after its next start. */
function lockedOutcome(name: string): Outcome {
  return {
    outcome: 'failed',
    permanent: false,
    detail: `The secrets of ${name} were sealed with a key that this process does not have. Give it that key in FIELDMARSHAL_SECRET_KEYS_BEFORE, or enter the secrets anew.`,
  };
}
