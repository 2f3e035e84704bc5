import { withoutUnseen } from '@fieldmarshal/contract';
import { z } from 'zod';
import { badRequest } from './refusal.ts';

const text = z
  .string()
  .max(500)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');
const optional = text.nullish().transform((value) => (value === '' ? undefined : (value ?? undefined)));
/** Entra writes "True" and "False". */
const flag = z.union([z.boolean(), z.stringbool()]);

const nameParts = z.object({ formatted: optional, givenName: optional, familyName: optional });
type NameParts = Partial<z.output<typeof nameParts>>;

const resource = z.object({
  userName: text.trim().min(1),
  externalId: optional,
  active: flag.default(true),
  displayName: optional,
  name: nameParts.nullish().transform((value): NameParts => value ?? {}),
  emails: z
    .array(z.object({ value: text.min(1), type: optional, primary: flag.optional() }))
    .max(20)
    .nullish()
    .transform((value) => value ?? []),
});

/** What is kept of a user that a provider sends. Everything else, passwords among it, is not looked at. */
export type ScimUser = z.output<typeof resource>;

/** The user in what a provider sent. Throws `invalidValue` naming the attribute. */
export function readUser(sent: unknown): ScimUser {
  const parsed = resource.safeParse(sent);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badRequest(
    'invalidValue',
    `${issue?.path.join('.') || 'The user'}: ${issue?.message ?? 'cannot be read'}.`,
  );
}

const address = z.email().max(254);

/** What the account has of it: a name as it can be shown; the primary address, or the first, or the user name where that is one. */
export function accountValues(user: ScimUser): { displayName: string; email: string | null } {
  const { displayName, name, userName, emails } = user;
  const whole = [name.givenName, name.familyName].filter((part) => part !== undefined).join(' ');
  const told = emails.find(({ primary }) => primary === true) ?? emails[0];
  const email = [told?.value, userName].find((each) => address.safeParse(each).success);
  const shown = [displayName, name.formatted, whole, userName].map((each) =>
    withoutUnseen(each ?? '')
      .trim()
      .slice(0, 200),
  );
  return {
    displayName: shown.find((each) => each !== '') ?? userName.slice(0, 200),
    email: email ?? null,
  };
}
