import { randomUUID } from 'node:crypto';
import type { Incident } from '@fieldmarshal/contract/incidents';
import { sql } from 'kysely';
import type { Ctx, Env } from '#platform';
import { declareIncident, type DeclareIncident } from '../declare.ts';

const objects = [
  { kind: 'Person', name: 'mira', spec: { displayName: 'Mira Khan', email: 'mira@example.org' } },
  { kind: 'Person', name: 'ola', spec: { displayName: 'Ola Berg', email: 'ola@example.org' } },
  { kind: 'Team', name: 'files', spec: { members: ['ola'] } },
  { kind: 'Team', name: 'maps', spec: { members: ['mira'] } },
  { kind: 'Product', name: 'uploads', spec: { owner: 'files' } },
];

/** For tests: the few people, teams and products that incidents name. */
export async function seedCatalog(env: Env): Promise<void> {
  await sql`
    insert into catalog_object (kind, name, labels, spec, origin, generation, updated_at)
    select o.kind, o.name, '{}', o.spec, 'api', 1, now()
    from jsonb_to_recordset(${JSON.stringify(objects)}::jsonb) as o(kind text, name text, spec jsonb)`.execute(
    env.databases.web,
  );
  await sql`update catalog_version set version = version + 1`.execute(env.databases.web);
}

/** For tests: an incident of its own. */
export async function declared(ctx: Ctx, input: Partial<DeclareIncident> = {}): Promise<Incident> {
  return declareIncident(ctx, { title: `Uploads fail ${randomUUID()}`, ...input });
}

/** For tests: what was told to other domains about an incident, oldest first. */
export async function factsAbout(env: Env, id: string): Promise<{ type: string; data: unknown }[]> {
  return env.databases.web
    .selectFrom('fact')
    .select(['type', 'data'])
    .where('subject', '=', id)
    .orderBy('id')
    .execute();
}
