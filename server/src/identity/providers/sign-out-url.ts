import * as oidc from 'openid-client';
import { unseal, type Env } from '#platform';
import { baseUrl } from '../base-url.ts';
import { idTokenPurpose } from '../sessions/start-session.ts';
import type { StoredSession } from '../sessions/store.ts';
import { clientOf } from './client.ts';
import { signInRules } from './sign-in-file.ts';

/**
 * Where a browser goes to be signed out at its provider, too (RP-initiated logout). Null where no provider vouched for the session, or it
 * cannot or need not do that, or does not answer: signing out here must not wait for it.
 */
export async function signOutUrl(env: Env, session: StoredSession): Promise<string | null> {
  const { providers } = await signInRules(env.config);
  const provider = providers.find(({ name }) => name === session.provider);
  if (!provider?.signOut) return null;
  try {
    const client = await clientOf(env, provider);
    if (client.serverMetadata().end_session_endpoint === undefined) return null;
    const idToken = await idTokenOf(env, session.id);
    return oidc.buildEndSessionUrl(client, {
      post_logout_redirect_uri: `${baseUrl(env.config)}/sign-in?out=1`,
      ...(idToken === null ? {} : { id_token_hint: idToken }),
    }).href;
  } catch (error) {
    env.log.warn({ provider: provider.name, error: String(error) }, 'not signed out at the provider');
    return null;
  }
}

async function idTokenOf(env: Env, session: string): Promise<string | null> {
  const row = await env.databases.web
    .selectFrom('session')
    .select('id_token')
    .where('id', '=', session)
    .executeTakeFirst();
  return row?.id_token == null ? null : unseal(env, row.id_token, idTokenPurpose(session));
}
