import { z } from 'zod';
import { instant, objectName, plainLine } from '../name.ts';
import { pageQuery } from '../page.ts';
import { givenId } from './given-id.ts';
import { role } from './role.ts';

/** Who may sign in; named like the Person of the catalog. */
export const account = z.object({
  person: z.string(),
  /** Null: signs in with the name. */
  email: z.string().nullable(),
  displayName: z.string(),
  roles: z.array(role),
  /** The catalog file that decides name, e-mail and roles; null where they are changed here. */
  managedBy: z.string().nullable(),
  /** False until the person has used an invitation and chosen a password. */
  hasPassword: z.boolean(),
  /** A code of an authenticator app is asked for. */
  hasAuthenticator: z.boolean(),
  /** Null: may sign in. */
  disabledAt: instant.nullable(),
  createdAt: instant,
  lastSignInAt: instant.nullable(),
});
export type Account = z.infer<typeof account>;

/** `q`: a part of the name, the address or the id. */
export const accountsQuery = z.strictObject({
  ...pageQuery.shape,
  q: z
    .string()
    .max(200)
    .regex(/^[^\0]*$/, 'must not contain NUL')
    .optional(),
});
export const onAccount = z.strictObject({ person: objectName });

const roles = z.array(role).min(1).max(5);

export const newAccount = z.strictObject({
  person: objectName,
  email: z.email().max(254).nullable().default(null),
  displayName: plainLine,
  roles: roles.default(['responder']),
});

export const rolesInput = z.strictObject({ person: objectName, roles });

/** A one-time link that signs the person in and lets them choose a password. Shown once; making another does not end it. */
export const invitation = z.object({ link: z.url(), expiresAt: instant });

/** One signed-in browser. */
export const session = z.object({
  id: z.string(),
  /** How it began: `password`, `link`, `provider`, `passkey`. */
  method: z.string(),
  /** The identity provider that vouched for the person; null where none did. */
  provider: z.string().nullable(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
  createdAt: instant,
  /** To within five minutes. */
  lastSeenAt: instant,
  expiresAt: instant,
  address: z.string(),
  userAgent: z.string(),
});
export type Session = z.infer<typeof session>;

const passwordField = z.string().max(1_000);

/** 12 to 200 characters; not a common one, and not one's own name. */
export const passwordInput = z.strictObject({
  /** The password until now; may be empty shortly after signing in with a link. */
  current: passwordField.default(''),
  password: passwordField,
});

export const sessionList = z.object({ items: z.array(session) });
/** How many there were. */
export const endedSessions = z.object({ ended: z.number().int() });
export const onSession = z.strictObject({ person: objectName, id: givenId });

/** Who asks, and what they may: the abilities of the permission table, for showing or hiding what can be done. */
export const me = z.object({
  kind: z.enum(['person', 'token']),
  /** Null for a service's token. */
  person: z.string().nullable(),
  displayName: z.string(),
  email: z.string().nullable(),
  roles: z.array(role),
  abilities: z.array(z.string()),
  /** Null for a service's token. */
  account: z
    .object({
      hasPassword: z.boolean(),
      passwordSetAt: instant.nullable(),
      /** The catalog file that decides name, e-mail and roles; null where they are changed here. */
      managedBy: z.string().nullable(),
    })
    .nullable(),
  /** The signed-in browser that asks; null for a token. */
  session: z
    .object({
      id: z.string(),
      /** Shortly after signing in with a link, a password is chosen without naming the old one. */
      mayChoosePassword: z.boolean(),
    })
    .nullable(),
});
export type Me = z.infer<typeof me>;
