import { permit } from '../permit.ts';
import type { Ctx } from '#platform';
import { parseFilter, type Condition } from './core/filter.ts';
import { badRequest } from './core/refusal.ts';
import { membersOf, searchGroups } from './group-store.ts';
import { searchUsers } from './user-store.ts';
import { showGroup, showUser, type Shown } from './view.ts';

/** A page of a list as RFC 7644 3.4.2 has it. */
export interface ListAnswer {
  readonly schemas: readonly ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
  readonly totalResults: number;
  readonly startIndex: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly Shown[];
}

export const pageMax = 200;

/** A query as it came: `startIndex` from 1, `count` at most 200; less than nothing counts as the least there is. */
export type ListQuery = Readonly<Record<string, unknown>>;

export async function listUsers(ctx: Ctx, query: ListQuery): Promise<ListAnswer> {
  permit(ctx, 'scim.provision');
  const page = pageOf(query);
  const { total, users } = await searchUsers(ctx.env.databases[ctx.pool], page);
  return answer(
    page,
    total,
    users.map((user) => showUser(ctx.env.config, user)),
  );
}

export async function listGroups(
  ctx: Ctx,
  query: ListQuery,
  { withMembers }: { withMembers: boolean },
): Promise<ListAnswer> {
  permit(ctx, 'scim.provision');
  const page = pageOf(query);
  const db = ctx.env.databases[ctx.pool];
  const { total, groups } = await searchGroups(db, page);
  const shown: Shown[] = [];
  for (const group of groups)
    shown.push(showGroup(ctx.env.config, group, withMembers ? await membersOf(db, group.id) : null));
  return answer(page, total, shown);
}

interface Page {
  readonly conditions: readonly Condition[];
  readonly offset: number;
  readonly limit: number;
}

function pageOf(query: ListQuery): Page {
  const { filter } = query;
  if (Array.isArray(filter)) throw badRequest('invalidFilter', 'A filter must be there once.');
  const start = numberIn(query, 'startIndex', 1);
  return {
    conditions: typeof filter === 'string' && filter !== '' ? parseFilter(filter) : [],
    offset: Math.max(1, start) - 1,
    limit: Math.min(pageMax, Math.max(0, numberIn(query, 'count', 100))),
  };
}

function numberIn(query: ListQuery, name: string, otherwise: number): number {
  const given = query[name];
  if (given === undefined) return otherwise;
  if (typeof given === 'string' && /^-?\d{1,9}$/.test(given)) return Number(given);
  throw badRequest('invalidValue', `${name} must be a whole number.`);
}

function answer({ offset }: Page, totalResults: number, resources: readonly Shown[]): ListAnswer {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults,
    startIndex: offset + 1,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}
