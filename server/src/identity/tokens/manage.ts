import type { Role } from '@fieldmarshal/contract';
import type { Token } from '@fieldmarshal/contract/identity';
import { actorKey, AppError, inTransaction, notFound, type Ctx } from '#platform';
import { audit } from '../audit/append.ts';
import { can, isAbility, rolesWithin } from '../core/permission.ts';
import { permit, requireFresh } from '../permit.ts';
import { newId, newSecret, secretHash, secretHint } from '../secret.ts';
import { notKept } from '../secret-answer.ts';
import { forgetTokens } from './authenticate.ts';
import { insertToken, listTokens as load, revokeToken as revoke, type Owner } from './rows.ts';

/** One's own tokens, or everybody's for who manages identity; revoked and run-out ones stay in the list. */
export async function listTokens(ctx: Ctx, { all }: { all: boolean }): Promise<{ items: Token[] }> {
  permit(ctx, all ? 'identity.read' : 'token.own');
  const items = await load(ctx.env.databases[ctx.pool], all ? 'everybody' : ownerOf(ctx));
  return { items };
}

interface NewToken {
  readonly name: string;
  readonly roles?: readonly Role[] | undefined;
  readonly abilities?: readonly string[] | undefined;
  readonly expiresInDays: number;
  readonly service: boolean;
}

/** Makes a token that can do at most what its maker can. Refuses more than that, unknown abilities, and a service's token without the right to manage identity. */
export async function createToken(ctx: Ctx, input: NewToken): Promise<{ token: Token; secret: string }> {
  permit(ctx, input.service ? 'identity.manage' : 'token.own');
  requireFresh(ctx);
  const scope = scopeOf(ctx, input);
  const person = input.service ? null : personOf(ctx);
  if (person === null && !input.service)
    throw new AppError('refused', 'Only people have tokens of their own; ask for a service token.');
  const secret = newSecret('fm_');
  return inTransaction(notKept(ctx), async (tx) => {
    const token: Token = {
      id: newId('token'),
      name: input.name,
      hint: secretHint(secret),
      person,
      ...scope,
      createdAt: tx.now.toISOString(),
      createdBy: actorKey(ctx.actor),
      expiresAt: new Date(tx.now.getTime() + input.expiresInDays * 24 * 60 * 60 * 1000).toISOString(),
      lastUsedAt: null,
      revokedAt: null,
    };
    await insertToken(tx.db, token, secretHash(secret));
    const { id: _id, hint: _hint, ...shown } = token;
    audit(tx, { action: 'token.created', subject: `token/${token.id}`, after: shown });
    tx.changed('admin');
    return { token, secret };
  });
}

/** Ends a token; here it works no more from now, in other processes for at most 2 s. */
export async function revokeToken(ctx: Ctx, { id }: { id: string }): Promise<Record<string, never>> {
  permit(ctx, 'token.own');
  const owner = can(ctx.actor, 'identity.manage') ? 'everybody' : ownerOf(ctx);
  return inTransaction(ctx, async (tx) => {
    const name = await revoke(tx.db, { id, owner, now: tx.now });
    if (name === null) throw notFound(`The token ${id}`);
    audit(tx, { action: 'token.revoked', subject: `token/${id}`, before: { name } });
    tx.changed('admin');
    tx.afterCommit(() => forgetTokens(ctx.env));
    return {};
  });
}

function scopeOf(ctx: Ctx, input: NewToken): { roles: Role[]; abilities: string[] | null } {
  const held = ctx.actor.kind === 'person' || ctx.actor.kind === 'token' ? ctx.actor.roles : [];
  const roles = [...new Set(input.roles ?? held)];
  if (rolesWithin(roles, held).length < roles.length)
    throw fault('roles', 'A token cannot have roles beyond your own.');
  const maker = ctx.actor.kind === 'token' ? ctx.actor.abilities : undefined;
  const abilities = input.abilities ?? maker;
  if (abilities === undefined) return { roles, abilities: null };
  for (const ability of abilities) {
    if (!isAbility(ability)) throw fault('abilities', `"${ability}" is not an ability.`);
    if (!can(ctx.actor, ability)) throw fault('abilities', `You may not do "${ability}" yourself.`);
  }
  if (abilities.includes('scim.provision') && (abilities.length > 1 || !input.service))
    throw fault('abilities', 'A token that provisions people belongs to a service and can do nothing else.');
  return { roles, abilities: [...new Set(abilities)] };
}

function fault(path: string, message: string): AppError {
  return new AppError('invalid', message, { faults: [{ path, message }] });
}

/** Whose tokens one's own are: a token's are those of its person; a service has itself alone. */
function ownerOf(ctx: Ctx): Owner {
  const person = personOf(ctx);
  if (person !== null) return { person };
  return { token: ctx.actor.kind === 'token' ? ctx.actor.tokenId : '' };
}

function personOf({ actor }: Ctx): string | null {
  return actor.kind === 'person' || actor.kind === 'token' ? actor.person : null;
}
