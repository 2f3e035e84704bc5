import { z } from 'zod';
import { badRequest } from './refusal.ts';
import { parseFilter, type Condition } from './filter.ts';

const body = z.object({
  Operations: z
    .array(
      z.object({
        // Entra writes "Add", "Replace", "Remove".
        op: z
          .string()
          .transform((op) => op.toLowerCase())
          .pipe(z.enum(['add', 'replace', 'remove'])),
        path: z.string().max(1_000).nullish(),
        value: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(1_000),
});

/** `members[value eq "x"].display` in its parts; `where` is null without square brackets. */
export interface Target {
  readonly attribute: string;
  readonly where: readonly Condition[] | null;
  readonly part: string | null;
}

export interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly target: Target;
  readonly value: unknown;
}

/**
 * The operations of a PATCH, one for each attribute, also where a provider sends an object of several without a path, as Okta and
 * Entra do, or with dotted names in it, as Entra does. Attributes of other schemas are left out. Throws `invalidSyntax` or `invalidPath`.
 */
export function readPatch(sent: unknown): Operation[] {
  const parsed = body.safeParse(sent);
  if (!parsed.success)
    throw badRequest('invalidSyntax', 'Operations: must be 1 to 1,000 of "add", "replace" and "remove".');
  return parsed.data.Operations.flatMap(({ op, path, value }) => {
    if (path != null && path !== '') return one(op, path, value);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw badRequest('noTarget', 'An operation without a path needs an object of attributes as its value.');
    return Object.entries(value).flatMap(([name, each]) => one(op, name, each));
  });
}

const ownSchema = /^urn:ietf:params:scim:schemas:core:2\.0:(User|Group):/i;
const form = /^([A-Za-z$][\w$]*)(?:\[(.*)\])?(?:\.([A-Za-z$][\w$]*))?$/;

function one(op: Operation['op'], path: string, value: unknown): Operation[] {
  const name = path.trim().replace(ownSchema, '');
  // Of an extension, which is not kept.
  if (/^urn:/i.test(name)) return [];
  const match = form.exec(name);
  if (match === null) throw badRequest('invalidPath', `The path "${name.slice(0, 100)}" cannot be read.`);
  const [, attribute = '', where, part = null] = match;
  return [{ op, target: { attribute, where: where === undefined ? null : parseFilter(where), part }, value }];
}
