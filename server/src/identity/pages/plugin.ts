import type { FastifyInstance } from 'fastify';
import type { Env } from '#platform';
import { auditExport } from './audit-export.ts';
import { answerWithPages } from './form.ts';
import { codeRoutes } from './code-routes.ts';
import { linkRoutes } from './link-routes.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { passwordRoutes } from './password-routes.ts';
import { providerRoutes } from './provider-routes.ts';
import { scimPlugin } from '../scim/plugin.ts';
import { signInRoutes } from './sign-in-routes.ts';

/** The sign-in pages, which work without a script, the export of the audit log, and SCIM. */
export async function identityPlugin(app: FastifyInstance, env: Env): Promise<void> {
  auditExport(app, env);
  passkeyRoutes(app, env);
  await scimPlugin(app, env);
  await app.register(async (scope) => {
    answerWithPages(scope, env);
    signInRoutes(scope, env);
    linkRoutes(scope, env);
    providerRoutes(scope, env);
    passwordRoutes(scope, env);
    codeRoutes(scope, env);
  });
}
