import type * as Library from '@simplewebauthn/server';
import type { Config } from '#platform';
import { baseUrl } from '../base-url.ts';

/** For whom passkeys are made: the host that people use. A passkey of one host works on no other. */
export function relyingParty(config: Pick<Config, 'publicUrl' | 'host' | 'port'>): {
  id: string;
  origin: string;
} {
  const url = new URL(baseUrl(config));
  return { id: url.hostname, origin: url.origin };
}

/** Loaded with the first passkey: most starts need none, and it tries the runtime's newest algorithms when it is loaded. */
export async function webauthn(): Promise<typeof Library> {
  return import('@simplewebauthn/server');
}
