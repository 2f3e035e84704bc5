import { oc } from '@orpc/contract';
import { z } from 'zod';
import { page } from '../page.ts';
import * as accounts from './account.ts';
import * as audit from './audit.ts';
import * as integrations from './integration.ts';
import * as signIn from './sign-in.ts';
import * as tokens from './token.ts';

const route = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['identity'] });

const nothing = z.object({});

/**
 * The HTTP contract of identity; mounted under `/api/v1`. Answers that hold a secret are not kept under an `Idempotency-Key`.
 * Outside it: the pages `/sign-in`, `/sign-in/provider/{name}` and its `/callback`, `/sign-in/link/{token}`, `/sign-in/password`, `/sign-out`, and `GET /api/v1/audit/export` (JSON lines).
 */
export const identityContract = {
  me: route('GET', '/me', 'Who asks, and what they may').output(accounts.me),
  changePassword: route('PUT', '/me/password', "Change one's password; ends one's other sessions and links")
    .input(accounts.passwordInput)
    .output(nothing),

  accounts: route('GET', '/accounts', 'People who may sign in')
    .input(accounts.accountsQuery)
    .output(page(accounts.account)),
  createAccount: route('POST', '/accounts', 'Let somebody in who is not in the catalog')
    .input(accounts.newAccount)
    .output(accounts.account),
  setRoles: route('PUT', '/accounts/{person}/roles', 'Change what somebody may do')
    .input(accounts.rolesInput)
    .output(accounts.account),
  disable: route('POST', '/accounts/{person}/disable', 'Shut somebody out, at once')
    .input(accounts.onAccount)
    .output(accounts.account),
  enable: route('POST', '/accounts/{person}/enable', 'Let somebody in again')
    .input(accounts.onAccount)
    .output(accounts.account),
  invite: route('POST', '/people/{person}/invitation', 'Make a one-time sign-in link')
    .input(accounts.onAccount)
    .output(accounts.invitation),
  sessions: route('GET', '/accounts/{person}/sessions', 'Where somebody is signed in')
    .input(accounts.onAccount)
    .output(accounts.sessionList),
  endSession: route('DELETE', '/accounts/{person}/sessions/{id}', 'End a session')
    .input(accounts.onSession)
    .output(nothing),
  endOtherSessions: route('DELETE', '/accounts/{person}/sessions', 'End all sessions but the one that asks')
    .input(accounts.onAccount)
    .output(accounts.endedSessions),

  signInProviders: route('GET', '/sign-in-providers', 'Through whom people sign in').output(
    signIn.signInRules,
  ),
  signInWays: route('GET', '/accounts/{person}/sign-in', 'How somebody signs in')
    .input(accounts.onAccount)
    .output(signIn.signInWays),
  disconnect: route('DELETE', '/accounts/{person}/identities/{id}', 'Take a provider from somebody')
    .input(signIn.onIdentity)
    .output(nothing),

  beginAuthenticator: route('POST', '/me/authenticator', 'Begin to use an authenticator app').output(
    signIn.authenticatorSecret,
  ),
  confirmAuthenticator: route('PUT', '/me/authenticator', 'Use it from now on')
    .input(signIn.authenticatorCode)
    .output(signIn.recoveryCodes),
  renewRecoveryCodes: route('POST', '/me/recovery-codes', 'Make new recovery codes').output(
    signIn.recoveryCodes,
  ),
  removeAuthenticator: route(
    'DELETE',
    '/accounts/{person}/authenticator',
    'Ask somebody for no code any more',
  )
    .input(accounts.onAccount)
    .output(nothing),
  beginPasskey: route('POST', '/me/passkeys/options', 'Begin to make a passkey').output(
    signIn.passkeyQuestion,
  ),
  addPasskey: route('POST', '/me/passkeys', 'Keep a passkey').input(signIn.newPasskey).output(nothing),
  renamePasskey: route('PUT', '/accounts/{person}/passkeys/{id}', 'Call a passkey something else')
    .input(signIn.passkeyName)
    .output(nothing),
  removePasskey: route('DELETE', '/accounts/{person}/passkeys/{id}', 'Take a passkey from somebody')
    .input(signIn.onPasskey)
    .output(nothing),
  waysToConfirm: route('GET', '/me/confirmation', 'By what to show once more who one is').output(
    signIn.waysToConfirm,
  ),
  confirmSelf: route('POST', '/me/confirmation', 'Show once more who one is')
    .input(signIn.confirmation)
    .output(nothing),

  tokens: route('GET', '/tokens', 'API tokens').input(tokens.tokensQuery).output(tokens.tokenList),
  createToken: route('POST', '/tokens', 'Make an API token')
    .input(tokens.newToken)
    .output(tokens.createdToken),
  revokeToken: route('DELETE', '/tokens/{id}', 'Revoke an API token').input(tokens.onToken).output(nothing),

  integrations: route('GET', '/integrations', 'What sends signals').output(integrations.integrationList),
  integration: route('GET', '/integrations/{id}', 'One integration and how to set its sender up')
    .input(integrations.onIntegration)
    .output(integrations.integrationSetup),
  createIntegration: route('POST', '/integrations', 'Make an integration and its first key')
    .input(integrations.newIntegration)
    .output(integrations.createdIntegration),
  rotateIntegration: route(
    'POST',
    '/integrations/{id}/rotate',
    'Make a new key; the old one works on for a while',
  )
    .input(integrations.rotateInput)
    .output(integrations.createdIntegration),
  revokeIntegration: route('DELETE', '/integrations/{id}', 'End an integration and its keys')
    .input(integrations.onIntegration)
    .output(nothing),

  audit: route('GET', '/audit', 'Who changed what, newest first')
    .input(audit.auditQuery)
    .output(page(audit.auditRow)),
  auditStreams: route('GET', '/audit/streams', 'Where the audit log is sent to').output(
    audit.auditStreamList,
  ),
  verifyAudit: route(
    'GET',
    '/audit/verification',
    'Check the hash chain, and that it holds a row noted elsewhere',
  )
    .input(audit.verifyQuery)
    .output(audit.auditVerdict),
};
