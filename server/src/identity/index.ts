export { ensureAccount, type WantedAccount } from './accounts/ensure.ts';
export { audit, type AuditEntry } from './audit/append.ts';
export { bootstrapIdentity } from './bootstrap.ts';
export { can, type Ability } from './core/permission.ts';
export { authenticateIntegration, type PresentedKey } from './integrations/authenticate.ts';
export { permit } from './permit.ts';
export { authenticate } from './sessions/authenticate.ts';
export { isSameOrigin } from './sessions/same-origin.ts';
