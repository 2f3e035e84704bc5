import { z } from 'zod';
import { instant, objectName } from '../name.ts';
import { givenId } from './given-id.ts';
import { role } from './role.ts';

/** An identity provider of the operator's file, without its secret. */
export const signInProvider = z.object({
  name: z.string(),
  /** What its button says. */
  label: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  /** The address to register there. */
  callback: z.string(),
  /** Whom it lets in who has no account: nobody, who is in a group with a role, or everyone it knows. */
  admit: z.enum(['invited', 'groups', 'everyone']),
  defaultRole: role,
  groupsClaim: z.string(),
  roles: z.array(z.object({ group: z.string(), role })),
  sessionHours: z.number().int(),
  /** Why it cannot be used now; null: it answers as it should. */
  problem: z.string().nullable(),
});
export type SignInProvider = z.infer<typeof signInProvider>;

export const signInRules = z.object({
  items: z.array(signInProvider),
  /** Who may sign in with a password: everyone who has one, or emergency accounts only. */
  passwords: z.enum(['everyone', 'break-glass']),
  breakGlass: z.array(z.string()),
});
export type SignInRules = z.infer<typeof signInRules>;

/** Whom an identity provider knows as this person. */
export const connectedIdentity = z.object({
  id: z.string(),
  provider: z.string(),
  label: z.string(),
  issuer: z.string(),
  subject: z.string(),
  groups: z.array(z.string()),
  createdAt: instant,
  lastSignInAt: instant,
});

export const signInWays = z.object({
  identities: z.array(connectedIdentity),
  /** Those that can be connected, too. */
  providers: z.array(z.object({ name: z.string(), label: z.string() })),
});
export type SignInWays = z.infer<typeof signInWays>;

export const onIdentity = z.strictObject({ person: objectName, id: givenId });
