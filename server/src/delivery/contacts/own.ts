import { randomBytes } from 'node:crypto';
import type { Spec } from '@fieldmarshal/contract/catalog';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import { AppError, notFound, type Ctx } from '#platform';
import type { OwnMethod } from './contact-store.ts';

/** Who asks, as somebody with ways to be reached of their own. Throws `refused` for keys that belong to nobody. */
export async function self(ctx: Ctx): Promise<{ person: string; spec: Spec<'Person'> }> {
  permit(ctx, 'contact.own');
  const { actor } = ctx;
  const person = actor.kind === 'person' || actor.kind === 'token' ? actor.person : null;
  if (person === null)
    throw new AppError('refused', 'This key belongs to nobody, so nobody is reached by it.');
  const object = (await readCatalog(ctx.env)).get('Person', person);
  if (!object)
    throw new AppError(
      'not-found',
      `You are not among the people of the catalog yet, so nothing can reach you. Whoever writes the catalog adds a Person called ${person}.`,
    );
  return { person, spec: object.spec };
}

/** Somebody else's method and one that does not exist look the same. */
export function ownOf(method: OwnMethod | null, person: string, id: string): OwnMethod {
  if (method?.person !== person) throw notFound(`Contact method ${id}`);
  return method;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A random id of 60 bits, e.g. `CM-7x0c2m9q4t1w`. */
export function newContactId(prefix: 'CM' | 'CT'): string {
  return `${prefix}-${[...randomBytes(12)].map((byte) => alphabet[byte % 32]).join('')}`;
}
