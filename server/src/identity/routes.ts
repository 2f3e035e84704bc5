import { api } from '#platform';
import { createAccount } from './accounts/create.ts';
import { disableAccount, enableAccount } from './accounts/disable.ts';
import { invite } from './accounts/invite.ts';
import { listAccounts } from './accounts/list.ts';
import { readMe } from './accounts/me.ts';
import { setRoles } from './accounts/set-roles.ts';
import { listAudit } from './audit/read.ts';
import { readAuditStreams } from './audit/stream/stream.ts';
import { readVerification } from './audit/verify.ts';
import {
  createIntegration,
  listIntegrations,
  readIntegration,
  revokeIntegration,
  rotateIntegration,
} from './integrations/manage.ts';
import {
  beginAuthenticator,
  confirmAuthenticator,
  removeAuthenticator,
  renewRecoveryCodes,
} from './factors/authenticator.ts';
import { confirmSelf, waysToConfirm } from './factors/confirm.ts';
import { beginPasskey, finishPasskey, removePasskey, renamePasskey } from './factors/enrol-passkey.ts';
import { disconnectIdentity } from './providers/disconnect.ts';
import { readSignInRules, readSignInWays } from './providers/read.ts';
import { changePassword } from './passwords/choose-password.ts';
import { endOthers, endSession, listSessions } from './sessions/manage.ts';
import { createToken, listTokens, revokeToken } from './tokens/manage.ts';

const { identity } = api;

/** The handlers of the identity contract; each calls one verb. */
export const identityRoutes = {
  me: identity.me.handler(({ context }) => readMe(context.ctx)),
  changePassword: identity.changePassword.handler(({ input, context }) => changePassword(context.ctx, input)),

  accounts: identity.accounts.handler(({ input, context }) => listAccounts(context.ctx, input)),
  createAccount: identity.createAccount.handler(({ input, context }) => createAccount(context.ctx, input)),
  setRoles: identity.setRoles.handler(({ input, context }) => setRoles(context.ctx, input)),
  disable: identity.disable.handler(({ input, context }) => disableAccount(context.ctx, input)),
  enable: identity.enable.handler(({ input, context }) => enableAccount(context.ctx, input)),
  invite: identity.invite.handler(({ input, context }) => invite(context.ctx, input)),
  sessions: identity.sessions.handler(({ input, context }) => listSessions(context.ctx, input)),
  endSession: identity.endSession.handler(({ input, context }) => endSession(context.ctx, input)),
  endOtherSessions: identity.endOtherSessions.handler(({ input, context }) => endOthers(context.ctx, input)),

  signInProviders: identity.signInProviders.handler(({ context }) => readSignInRules(context.ctx)),
  signInWays: identity.signInWays.handler(({ input, context }) => readSignInWays(context.ctx, input)),
  disconnect: identity.disconnect.handler(({ input, context }) => disconnectIdentity(context.ctx, input)),

  beginAuthenticator: identity.beginAuthenticator.handler(({ context }) => beginAuthenticator(context.ctx)),
  confirmAuthenticator: identity.confirmAuthenticator.handler(({ input, context }) =>
    confirmAuthenticator(context.ctx, input),
  ),
  renewRecoveryCodes: identity.renewRecoveryCodes.handler(({ context }) => renewRecoveryCodes(context.ctx)),
  removeAuthenticator: identity.removeAuthenticator.handler(({ input, context }) =>
    removeAuthenticator(context.ctx, input),
  ),
  beginPasskey: identity.beginPasskey.handler(({ context }) => beginPasskey(context.ctx)),
  addPasskey: identity.addPasskey.handler(({ input, context }) => finishPasskey(context.ctx, input)),
  renamePasskey: identity.renamePasskey.handler(({ input, context }) => renamePasskey(context.ctx, input)),
  removePasskey: identity.removePasskey.handler(({ input, context }) => removePasskey(context.ctx, input)),
  waysToConfirm: identity.waysToConfirm.handler(({ context }) => waysToConfirm(context.ctx)),
  confirmSelf: identity.confirmSelf.handler(({ input, context }) => confirmSelf(context.ctx, input)),

  tokens: identity.tokens.handler(({ input, context }) => listTokens(context.ctx, input)),
  createToken: identity.createToken.handler(({ input, context }) => createToken(context.ctx, input)),
  revokeToken: identity.revokeToken.handler(({ input, context }) => revokeToken(context.ctx, input)),

  integrations: identity.integrations.handler(({ context }) => listIntegrations(context.ctx)),
  integration: identity.integration.handler(({ input, context }) => readIntegration(context.ctx, input)),
  createIntegration: identity.createIntegration.handler(({ input, context }) =>
    createIntegration(context.ctx, input),
  ),
  rotateIntegration: identity.rotateIntegration.handler(({ input, context }) =>
    rotateIntegration(context.ctx, input),
  ),
  revokeIntegration: identity.revokeIntegration.handler(({ input, context }) =>
    revokeIntegration(context.ctx, input),
  ),

  audit: identity.audit.handler(({ input, context }) => listAudit(context.ctx, input)),
  auditStreams: identity.auditStreams.handler(({ context }) => readAuditStreams(context.ctx)),
  verifyAudit: identity.verifyAudit.handler(({ context, input }) => readVerification(context.ctx, input)),
};
