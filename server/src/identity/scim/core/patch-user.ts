import { badRequest } from './refusal.ts';
import type { Condition } from './filter.ts';
import type { Operation, Target } from './patch.ts';
import type { ScimUser } from './user.ts';

type Item = Record<string, unknown>;

const names = ['userName', 'externalId', 'active', 'displayName', 'name', 'emails'] as const;
type Name = (typeof names)[number];
const parts = ['formatted', 'givenName', 'familyName', 'value', 'type', 'primary'] as const;

/** The user after the operations, still to be read by `readUser`. Attributes that are not kept change nothing. */
export function patchedUser(user: ScimUser, operations: readonly Operation[]): Item {
  const draft: Item = structuredClone(user);
  for (const operation of operations) {
    const name = names.find((each) => same(each, operation.target.attribute));
    if (name !== undefined) apply(draft, name, operation);
  }
  return draft;
}

function apply(draft: Item, name: Name, { op, target, value }: Operation): void {
  if (name === 'emails') draft['emails'] = emailsAfter(itemsOf(draft['emails']), { op, target, value });
  else if (target.where !== null)
    throw badRequest('invalidPath', `${name} is no list, so nothing can be picked from it.`);
  else if (name === 'name') draft['name'] = nameAfter(draft['name'], { op, target, value });
  // Taken away, `active` would be true again, and let somebody in by leaving something out.
  else if (op === 'remove') draft[name] = name === 'active' ? draft[name] : undefined;
  else draft[name] = value;
}

function nameAfter(before: unknown, { op, target, value }: Operation): unknown {
  const part = partOf(target);
  const known = isItem(before) ? before : {};
  if (part === null) return op === 'remove' ? {} : { ...known, ...(isItem(value) ? value : {}) };
  return { ...known, [part]: op === 'remove' ? undefined : value };
}

function emailsAfter(before: Item[], { op, target, value }: Operation): Item[] {
  const part = partOf(target);
  const { where } = target;
  if (where === null && part === null) {
    if (op === 'remove') return value === undefined ? [] : without(before, itemsOf(value));
    return op === 'replace' ? itemsOf(value) : [...without(before, itemsOf(value)), ...itemsOf(value)];
  }
  const isMeant = (item: Item): boolean => (where ?? []).every((each) => holds(item, each));
  if (op === 'remove')
    return part === null
      ? before.filter((item) => !isMeant(item))
      : before.map((item) => (isMeant(item) ? { ...item, [part]: undefined } : item));
  const change: Item = part === null ? (isItem(value) ? value : { value }) : { [part]: value };
  if (before.some(isMeant)) return before.map((item) => (isMeant(item) ? { ...item, ...change } : item));
  // What Entra sends to people who had no address of this type yet.
  const made = Object.fromEntries((where ?? []).map((each) => [lastOf(each), each.value]));
  return [...before, { ...made, ...change }];
}

function without(items: Item[], gone: Item[]): Item[] {
  return items.filter((item) => !gone.some((each) => each['value'] === item['value']));
}

function holds(item: Item, condition: Condition): boolean {
  const value = item[lastOf(condition)];
  return typeof value === 'string' && typeof condition.value === 'string'
    ? same(value, condition.value)
    : value === condition.value;
}

function lastOf({ attribute }: Condition): string {
  return attribute.split('.').at(-1) ?? attribute;
}

function partOf({ part }: Target): string | null {
  return part === null ? null : (parts.find((each) => same(each, part)) ?? part);
}

function itemsOf(value: unknown): Item[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((each) => (isItem(each) ? [each] : typeof each === 'string' ? [{ value: each }] : []));
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
