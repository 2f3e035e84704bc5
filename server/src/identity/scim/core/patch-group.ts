import { z } from 'zod';
import { badRequest } from './refusal.ts';
import type { Operation } from './patch.ts';

const membersMax = 20_000;
const id = z.string().min(1).max(200);
const member = z.union([z.object({ value: id }).transform(({ value }) => value), id]);
const members = z.union([z.array(member).max(membersMax), member.transform((one) => [one])]);
const line = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u);

/** What is done to a group, in order. */
export type GroupStep =
  | { readonly kind: 'rename'; readonly displayName: string }
  | { readonly kind: 'identify'; readonly externalId: string | null }
  | { readonly kind: 'add' | 'remove' | 'set'; readonly members: readonly string[] };

const resource = z.object({
  displayName: line,
  externalId: line.nullish(),
  members: members.nullish(),
});

/** A group as a provider sends it whole: its name, and its members by id. Throws `invalidValue`. */
export function readGroup(sent: unknown): {
  displayName: string;
  externalId: string | null;
  members: readonly string[];
} {
  const parsed = resource.safeParse(sent);
  if (!parsed.success)
    throw badRequest(
      'invalidValue',
      `${parsed.error.issues[0]?.path.join('.') ?? ''}: is needed, and must be as RFC 7643 has it.`,
    );
  const { displayName, externalId, members: listed } = parsed.data;
  return { displayName, externalId: externalId ?? null, members: listed ?? [] };
}

/** The steps of a PATCH of a group. Attributes that are not kept change nothing. Throws `invalidValue` and `invalidPath`. */
export function groupSteps(operations: readonly Operation[]): GroupStep[] {
  return operations.flatMap((operation): GroupStep[] => {
    const { op, target, value } = operation;
    switch (target.attribute.toLowerCase()) {
      case 'displayname':
        return [{ kind: 'rename', displayName: checked(line, value, 'displayName') }];
      case 'externalid':
        return [
          { kind: 'identify', externalId: op === 'remove' ? null : checked(line, value, 'externalId') },
        ];
      case 'members':
        return [memberStep(operation)];
      default:
        return [];
    }
  });
}

function memberStep({ op, target, value }: Operation): GroupStep {
  if (target.where !== null) {
    const named = target.where.flatMap((each) =>
      each.attribute.toLowerCase() === 'members.value' || each.attribute.toLowerCase() === 'value'
        ? [String(each.value)]
        : [],
    );
    if (op !== 'remove' || named.length !== 1)
      throw badRequest('invalidPath', 'Members are picked by "value eq" only, and only to be removed.');
    return { kind: 'remove', members: named };
  }
  // RFC 7644 3.5.2.2: without a value, all of them.
  if (op === 'remove' && value == null) return { kind: 'set', members: [] };
  const listed = checked(members, value, 'members');
  return { kind: op === 'replace' ? 'set' : op, members: listed };
}

function checked<T>(schema: z.ZodType<T>, value: unknown, name: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw badRequest('invalidValue', `${name}: ${parsed.error.issues[0]?.message ?? 'cannot be read'}.`);
}
