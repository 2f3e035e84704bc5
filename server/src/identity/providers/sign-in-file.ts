import { readFile } from 'node:fs/promises';
import { line, objectName, role } from '@fieldmarshal/contract';
import { parse } from 'yaml';
import { z } from 'zod';
import { AppError, type Config } from '#platform';

const secret = z.union([z.string().min(1).max(2_000), z.strictObject({ env: z.string().min(1).max(200) })]);

/** Groups are whatever the provider calls them: names, paths, identifiers. */
const group = z.string().min(1).max(500);

const provider = z
  .strictObject({
    /** Stands in addresses: the provider sends people back to `/sign-in/provider/<name>/callback`. */
    name: objectName,
    /** What the button says. */
    label: line,
    /** Exactly as the provider names itself in its tokens. */
    issuer: z.url({ protocol: /^https?$/ }).max(1_000),
    clientId: z.string().min(1).max(500),
    /** Left out: a public client, with PKCE only. */
    clientSecret: secret.optional(),
    clientAuth: z.enum(['basic', 'post']).default('basic'),
    scopes: z.array(z.string().min(1).max(100)).max(20).default(['openid', 'profile', 'email']),
    /** The claim that lists a person's groups. */
    groupsClaim: z.string().min(1).max(200).default('groups'),
    /** The role that each group gives. */
    roles: z.record(group, role).default({}),
    /** Whom it lets in who has no account: nobody, who is in a group with a role, or everyone it knows. */
    admit: z.enum(['invited', 'groups', 'everyone']).default('invited'),
    /** The role of who is in no group with a role, with `admit: everyone`. */
    defaultRole: role.default('viewer'),
    /** How long its sessions last at most: so late may a person who left, or a group that was taken away, still count here. */
    sessionHours: z.number().int().min(1).max(720).default(24),
    /** Whether signing out here signs out there, too. */
    signOut: z.boolean().default(true),
    /** Whether the provider may be at a private address. */
    allowPrivate: z.boolean().default(false),
  })
  .refine(({ issuer }) => isSafe(new URL(issuer)), {
    path: ['issuer'],
    message: 'must be https; http is taken for a loopback address only',
  })
  .refine(({ scopes }) => scopes.includes('openid'), {
    path: ['scopes'],
    message: 'must contain "openid"',
  });

/** How users and groups that a provider sends by SCIM become accounts with roles. */
const scim = z.strictObject({
  /** The role that each group gives, by the group's name. */
  roles: z.record(group, role).default({}),
  /** The role of who is in no group with a role; left out: none. */
  defaultRole: role.optional(),
  /** Whether a user takes over the account that has its e-mail address; roles of such an account stay as they are. */
  adopt: z.enum(['nobody', 'email']).default('nobody'),
  /** The provider above whose subjects are the users' `externalId`. */
  provider: objectName.optional(),
});

const file = z.strictObject({
  /** Who may sign in with a password: everyone who has one, or emergency accounts only. */
  passwords: z.enum(['everyone', 'break-glass']).default('everyone'),
  /** Emergency accounts, for when no provider answers: each use is told to all administrators. */
  breakGlass: z.array(objectName).max(20).default([]),
  providers: z.array(provider).max(20).default([]),
  scim: scim.prefault({}),
});

export type IdentityProvider = Omit<z.output<typeof provider>, 'clientSecret'> & {
  readonly clientSecret: string | undefined;
};
export type SignInRules = Omit<z.output<typeof file>, 'providers'> & {
  readonly providers: readonly IdentityProvider[];
};

const known = new WeakMap<Config, Promise<SignInRules>>();

/**
 * How people sign in here, from the file that `FIELDMARSHAL_SIGN_IN` names; without one, by password and link only. Read once.
 * Throws `invalid` naming the field; a secret may name an environment variable, which must be set.
 */
export async function signInRules(config: Config): Promise<SignInRules> {
  const reading = known.get(config) ?? read(config.signIn);
  known.set(config, reading);
  return reading;
}

async function read(path: string | undefined): Promise<SignInRules> {
  if (path === undefined) return { ...file.parse({}), providers: [] };
  const parsed = file.safeParse(await parsedYaml(path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unusable(path, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { providers, ...rules } = parsed.data;
  if (rules.passwords === 'break-glass' && rules.breakGlass.length === 0)
    throw unusable(
      path,
      'breakGlass: name at least one emergency account, or nobody gets in when the provider is down',
    );
  const names = providers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw unusable(path, `the provider ${twice} is there twice`);
  if (rules.scim.provider !== undefined && !names.includes(rules.scim.provider))
    throw unusable(path, `scim.provider: there is no provider ${rules.scim.provider}`);
  return { ...rules, providers: providers.map((each) => withSecret(path, each)) };
}

function withSecret(path: string, { clientSecret, ...rest }: z.output<typeof provider>): IdentityProvider {
  if (typeof clientSecret !== 'object') return { ...rest, clientSecret };
  const found = process.env[clientSecret.env];
  if (found === undefined || found === '')
    throw unusable(
      path,
      `${rest.name}.clientSecret: the environment variable ${clientSecret.env} is not set`,
    );
  return { ...rest, clientSecret: found };
}

async function parsedYaml(path: string): Promise<unknown> {
  try {
    return parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw unusable(path, error instanceof Error ? error.message : String(error));
  }
}

/** https, or http to this very machine; nothing else. */
export function isSafe(url: URL | null): boolean {
  if (url?.protocol === 'https:') return true;
  return url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

function unusable(path: string, why: string): AppError {
  return new AppError('invalid', `The sign-in file ${path} cannot be used. ${why}.`, {
    faults: [{ path: 'FIELDMARSHAL_SIGN_IN', message: why }],
  });
}
