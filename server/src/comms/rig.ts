import { sql } from 'kysely';
import type { Env } from '#platform';

const objects = [
  { kind: 'Person', name: 'mira', spec: { displayName: 'Mira Khan', email: 'mira@example.org' } },
  { kind: 'Person', name: 'ola', spec: { displayName: 'Ola Berg', email: 'ola@example.org' } },
  { kind: 'Team', name: 'files', spec: { members: ['ola'] } },
  { kind: 'Product', name: 'objstore-7', spec: { owner: 'files' } },
  {
    kind: 'Application',
    name: 'hearth',
    spec: { displayName: 'hearth (internal)', publicName: 'Hearthway', products: ['objstore-7'] },
  },
  { kind: 'Application', name: 'shadowtool', spec: { displayName: 'Shadow tool', products: [] } },
  {
    kind: 'Workflow',
    name: 'open-case',
    spec: {
      publicName: 'Open a case',
      application: 'hearth',
      criticality: 1,
      steps: [{ name: 'Save', products: ['objstore-7'] }],
    },
  },
  {
    kind: 'Environment',
    name: 'eu-prod',
    spec: { publicName: 'Europe', products: [{ product: 'objstore-7' }] },
  },
  {
    kind: 'Customer',
    name: 'acme',
    spec: {
      displayName: 'Acme',
      locale: 'en',
      timeZone: 'Europe/London',
      uses: [{ application: 'hearth', environments: ['eu-prod'] }],
      contacts: [{ name: 'Desk', email: 'desk@acme.example' }],
    },
  },
  {
    kind: 'Customer',
    name: 'berg',
    spec: {
      displayName: 'Bergwerk',
      locale: 'de',
      timeZone: 'Europe/Berlin',
      uses: [{ application: 'hearth' }],
      contacts: [{ name: 'Tisch', email: 'tisch@berg.example' }],
    },
  },
  {
    kind: 'Customer',
    name: 'mute',
    spec: { displayName: 'Mute Ltd', locale: 'en', uses: [{ application: 'hearth' }], contacts: [] },
  },
];

/** For tests: an application with a public name and one without, and customers with and without anybody to tell. */
export async function seedHouse(env: Env): Promise<void> {
  await sql`
    insert into catalog_object (kind, name, labels, spec, origin, generation, updated_at)
    select o.kind, o.name, '{}', o.spec, 'api', 1, now()
    from jsonb_to_recordset(${JSON.stringify(objects)}::jsonb) as o(kind text, name text, spec jsonb)`.execute(
    env.databases.web,
  );
  await sql`update catalog_version set version = version + 1`.execute(env.databases.web);
}
