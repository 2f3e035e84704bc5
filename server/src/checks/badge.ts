import { sql } from 'kysely';
import { readCatalog } from '#catalog';
import { authenticate, permit } from '#identity';
import { notFound, type Ctx, type Env } from '#platform';
import type { FastifyRequest } from 'fastify';
import { badgeSvg } from './core/badge-svg.ts';

/** The badge of a check: for anybody where the check says so, else for who may see checks. */
export async function badgeOf(
  env: Env,
  request: FastifyRequest,
  { check, environment }: { readonly check: string; readonly environment?: string | undefined },
): Promise<string> {
  const found = (await readCatalog(env)).get('Check', check);
  if (!found?.spec.publicBadge) await mustSee(env, request);
  if (!found) throw notFound('This check');
  const { rows } = await sql<{ state: string; paused: boolean }>`
    select state, paused from check_cell
    where check_name = ${check} and (${environment ?? null}::text is null or environment = ${environment ?? null})`.execute(
    env.databases.web,
  );
  const states = rows.filter(({ paused }) => !paused).map(({ state }) => state);
  const label = found.spec.displayName ?? check;
  return badgeSvg(environment === undefined ? label : `${label} ${environment}`, states);
}

async function mustSee(env: Env, request: FastifyRequest): Promise<void> {
  const actor = await authenticate(env, request);
  // Without signing in, a check without a public badge looks like one that does not exist.
  if (actor === null) throw notFound('This check');
  const ctx: Pick<Ctx, 'actor'> = { actor };
  permit(ctx, 'check.read');
}
