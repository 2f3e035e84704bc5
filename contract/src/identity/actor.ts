import type { Role } from './role.ts';

/** Who does something. A closed union: every log entry, audit row and permission question names one of these. */
export type Actor =
  | {
      readonly kind: 'person';
      readonly person: string;
      readonly displayName: string;
      readonly roles: readonly Role[];
    }
  | {
      readonly kind: 'token';
      readonly tokenId: string;
      readonly name: string;
      readonly roles: readonly Role[];
      readonly person: string | null;
      /** Only these of what the roles may; left out: all of it. */
      readonly abilities?: readonly string[];
    }
  | { readonly kind: 'integration'; readonly integrationId: string; readonly name: string }
  | { readonly kind: 'system'; readonly name: string };

/** One line for logs and screens, e.g. `Mira Khan`, `token ci-deploy`, `system reactions`. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return actor.displayName;
    case 'token':
      return `token ${actor.name}`;
    case 'integration':
      return `integration ${actor.name}`;
    case 'system':
      return actor.name;
  }
}
