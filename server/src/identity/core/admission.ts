import type { Role } from '@fieldmarshal/contract';

const groupsMax = 1_000;
const skewMs = 30_000;
const nameLengthMax = 50;

type Claims = Readonly<Record<string, unknown>>;

/**
 * The claim of this very name, or, where there is none, what a path with dots leads to: `realm_access.roles`, as Keycloak tells its roles.
 * Names on the way may have dots, too. Undefined where there is nothing.
 */
export function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const outer = name.slice(0, dot);
    const inner = Object.hasOwn(claims, outer) ? claims[outer] : undefined;
    const found = isRecord(inner) ? claimAt(inner, name.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether the provider says that the claim is to be had elsewhere, as Entra does for people in more groups than fit into a token. */
export function isElsewhere(claims: Claims, name: string): boolean {
  const elsewhere = claims['_claim_names'];
  return isRecord(elsewhere) && Object.hasOwn(elsewhere, name) && claimAt(claims, name) === undefined;
}

function isRecord(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a token says of itself that it is yet to be made, in seconds since 1970: by more than what clocks may differ. */
export function isAhead(issuedAtS: number, now: Date): boolean {
  return issuedAtS * 1_000 > now.getTime() + skewMs;
}

/** The groups that a claim lists, as texts: a list, or one text. Anything else is none; no more than 1,000. */
export function groupsIn(claim: unknown): string[] {
  const list: unknown[] = Array.isArray(claim) ? claim : [claim];
  const texts = list.filter(
    (each): each is string => typeof each === 'string' && each !== '' && each.length <= 500,
  );
  return [...new Set(texts)].slice(0, groupsMax).sort();
}

interface Admission {
  /** Which role each group gives. */
  readonly roles: Readonly<Record<string, Role>>;
  readonly admit: 'invited' | 'groups' | 'everyone';
  readonly defaultRole: Role;
}

/** The roles that a provider gives by groups; empty: none, so it lets nobody in. */
export function rolesByGroups(groups: readonly string[], { roles, admit, defaultRole }: Admission): Role[] {
  const given = groups.flatMap((group) => (Object.hasOwn(roles, group) ? [roles[group]] : []));
  const found = [...new Set(given)].filter((role) => role !== undefined);
  return found.length === 0 && admit === 'everyone' ? [defaultRole] : found;
}

/**
 * What a new person may be called here, best first: object names made of what the provider tells. `taken` ones get a number by
 * {@link freeName}.
 */
export function nameFrom(told: readonly (string | undefined)[]): string {
  for (const each of told) {
    const name = (each ?? '')
      .split('@')[0]
      ?.normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, '-')
      .slice(0, nameLengthMax)
      .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
    if (name !== undefined && name !== '' && name !== 'constructor') return name;
  }
  return 'person';
}

/** The name itself, or with the lowest number from 2 that is free: a name that somebody has is never shared. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}
