import { z } from 'zod';
import { instant, line, objectName } from '../name.ts';
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

/** Provisioning by SCIM: what the file says of it, and what is there. */
export const provisioning = z.object({
  /** The address that the provider is told. */
  url: z.string(),
  roles: z.array(z.object({ group: z.string(), role })),
  /** Null: who is in no group with a role has none. */
  defaultRole: role.nullable(),
  adopt: z.enum(['nobody', 'email']),
  /** Whose subjects the users' `externalId` are; null: sign-in is connected otherwise. */
  provider: z.string().nullable(),
  users: z.number().int(),
  /** Of these users, those who may not sign in. */
  inactive: z.number().int(),
  groups: z.array(z.object({ name: z.string(), members: z.number().int(), role: role.nullable() })),
  /** Tokens in force for it, and when one of them was used last. */
  tokens: z.number().int(),
  lastUsedAt: instant.nullable(),
});
export type Provisioning = z.infer<typeof provisioning>;

export const signInRules = z.object({
  items: z.array(signInProvider),
  /** Who may sign in with a password: everyone who has one, or emergency accounts only. */
  passwords: z.enum(['everyone', 'break-glass']),
  breakGlass: z.array(z.string()),
  provisioning,
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

const providerButton = z.object({ name: z.string(), label: z.string() });

export const signInWays = z.object({
  identities: z.array(connectedIdentity),
  /** Those that can be connected, too. */
  providers: z.array(providerButton),
  /** Null: no code is asked for. */
  authenticator: z.object({ since: instant, recoveryCodesLeft: z.number().int() }).nullable(),
  passkeys: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      createdAt: instant,
      lastUsedAt: instant.nullable(),
      /** Kept by its provider on several devices. */
      backedUp: z.boolean(),
    }),
  ),
  /** Whether a password or a passkey signs this person in; else only through a provider, and a passkey shows once more that it is them. */
  withoutProvider: z.boolean(),
});
export type SignInWays = z.infer<typeof signInWays>;

export const onIdentity = z.strictObject({ person: objectName, id: givenId });
export const onPasskey = z.strictObject({
  person: objectName,
  id: z.string().regex(/^[\w-]{1,1400}$/, 'is not an id of a passkey'),
});
/** What its person calls it from now on. */
export const passkeyName = onPasskey.extend({ name: line });

const base64url = z
  .string()
  .max(20_000)
  .regex(/^[\w-]*$/, 'must be base64url');
const ticket = z.string().regex(/^[\w-]{1,100}$/, 'is not one of this server');

/** Takes what else a browser says, too, and leaves it out. */
function part<S extends z.ZodRawShape>(shape: S) {
  const plain = z.object(shape);
  return z.looseObject(shape).transform((given) => plain.parse(given));
}

/** What a browser's `PublicKeyCredential.toJSON()` gives; the rest of it is not looked at. */
const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: part({}).default({}),
};

export const passkeyAnswer = z.strictObject({
  ticket,
  response: part({
    ...credential,
    response: part({
      clientDataJSON: base64url,
      authenticatorData: base64url,
      signature: base64url,
    }),
  }),
});

export const newPasskey = z.strictObject({
  ticket,
  /** What its person calls it. */
  name: line,
  response: part({
    ...credential,
    response: part({
      clientDataJSON: base64url,
      attestationObject: base64url,
      transports: z
        .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
        .max(10)
        .catch([]),
    }),
  }),
});

/** Options for `navigator.credentials`, as JSON, and the ticket that the answer comes with. */
export const passkeyQuestion = z.object({ ticket: z.string(), options: z.record(z.string(), z.unknown()) });
export type PasskeyQuestion = z.infer<typeof passkeyQuestion>;

/** The secret for an authenticator app, here and never again; `uri` is what its picture holds. */
export const authenticatorSecret = z.object({ secret: z.string(), uri: z.string() });
const typed = z.string().max(100);
export const authenticatorCode = z.strictObject({ code: typed });
/** Each works once in place of a code; here and never again. */
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

/** By what somebody can show once more who they are. */
export const waysToConfirm = z.object({
  person: z.string(),
  password: z.boolean(),
  code: z.boolean(),
  /** Null: they have none. */
  passkey: passkeyQuestion.nullable(),
  providers: z.array(providerButton),
  /** How long it counts. */
  minutes: z.number().int(),
  /** Whether it counts now. */
  fresh: z.boolean(),
});
export type WaysToConfirm = z.infer<typeof waysToConfirm>;

export const confirmation = z.strictObject({
  password: z.string().max(1_000).default(''),
  code: typed.default(''),
  passkey: passkeyAnswer.optional(),
});
