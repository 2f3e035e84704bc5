import type { ProviderKind } from '@fieldmarshal/contract/delivery';
import type { Env } from '#platform';
import type { Route } from '../channel.ts';
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
  return { receiver: `provider ${provider.name}`, concurrency, provider: provider.name, send };
}
