import { sql } from 'kysely';
import { advisoryLock, inTransaction, systemCtx, type Env, type Tx } from '#platform';
import { ensureAccount } from './accounts/ensure.ts';
import { adminToInvite, anAdminCanSignIn } from './accounts/store.ts';
import { audit } from './audit/append.ts';
import { ensureBootstrapKey } from './integrations/store.ts';
import { secretHash, secretHint } from './secret.ts';
import { makeSignInLink } from './sessions/links/link.ts';
import { ensureBootstrapToken } from './tokens/store.ts';

const firstAdmin = 'admin';

/**
 * Makes the first ways in, at every start: the account `admin`, the configured token and intake key. While no administrator has a
 * password and no token is configured, gives the path of a fresh one-time sign-in link; links given before stay good for their 24 h.
 */
export async function bootstrapIdentity(env: Env): Promise<{ signInLink: string | null }> {
  return inTransaction(systemCtx(env, 'start', 'web'), async (tx) => {
    // Several processes may start at once; this belongs to setting the database up.
    await sql`select pg_advisory_xact_lock(${advisoryLock.migrate})`.execute(tx.db);
    if ((await adminToInvite(tx.db)) === null) {
      await ensureAccount(tx, {
        person: firstAdmin,
        email: null,
        displayName: 'Administrator',
        roles: ['admin'],
      });
    }
    await bootstrapKeys(tx);
    if (env.config.bootstrapToken !== undefined || (await anAdminCanSignIn(tx.db)))
      return { signInLink: null };
    const person = (await adminToInvite(tx.db)) ?? firstAdmin;
    return { signInLink: (await makeSignInLink(tx, person)).path };
  });
}

async function bootstrapKeys(tx: Tx): Promise<void> {
  const { bootstrapToken, bootstrapIntakeKey } = tx.ctx.env.config;
  if (bootstrapToken !== undefined) {
    const token = { hash: secretHash(bootstrapToken), hint: secretHint(bootstrapToken) };
    if (await ensureBootstrapToken(tx.db, token, tx.now))
      audit(tx, { action: 'token.created', subject: 'token/bootstrap', after: { roles: ['admin'] } });
  }
  if (bootstrapIntakeKey !== undefined) {
    const key = { hash: secretHash(bootstrapIntakeKey), hint: secretHint(bootstrapIntakeKey) };
    if (await ensureBootstrapKey(tx.db, key, tx.now))
      audit(tx, {
        action: 'integration.created',
        subject: 'integration/bootstrap',
        after: { kind: 'generic' },
      });
  }
}
