import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { applyObjects, expireCatalog } from '#catalog';
import { declareIncident, incidentDeclared } from '#incidents';
import { on } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { commsHandlers, messageObjections, wantDrafts } from './index.ts';
import { listDrafts } from './messages/read.ts';
import { seedHouse } from './rig.ts';

let env: TestEnv;

beforeAll(async () => {
  env = await testEnv({
    handlers: commsHandlers,
    reactions: [on(incidentDeclared, 'draft', async (ctx, fact) => wantDrafts(ctx, fact.data))],
  });
  await seedHouse(env);
});

async function apply(...specs: readonly (readonly [name: string, spec: object])[]) {
  const files = specs.map(([name, spec]) => ({
    path: `${name}.yaml`,
    text: JSON.stringify({ apiVersion: 'fieldmarshal/v1', kind: 'Template', metadata: { name }, spec }),
  }));
  return applyObjects(
    as(env, 'mira', ['admin']),
    { files, dryRun: false, prune: false },
    async (_ctx, object) => messageObjections(object),
  );
}

async function drafted() {
  const { id } = await declareIncident(as(env, 'mira', ['field-marshal']), {
    title: 'Opening a case fails',
    severity: 'SEV2',
    product: 'objstore-7',
    environment: 'eu-prod',
  });
  await env.drain();
  const { items } = await listDrafts(as(env, 'mira', ['field-marshal']), { id });
  const of = (audience: string, language: string) =>
    items.find((each) => each.audience === audience && each.language === language) ??
    expect.fail(`no draft for ${audience} in ${language}`);
  return { english: of('customers', 'en'), german: of('customers', 'de'), support: of('support', 'en') };
}

async function changedByHand(): Promise<void> {
  await sql`update catalog_version set version = version + 1`.execute(env.databases.web);
  expireCatalog(env.databases);
}

const words = { language: 'en', audience: 'customers' };
const own = `Kestrel is looking into {{ apps }}.
{% if next_update %}We write again by {{ next_update }}.{% endif %}`;

describe('a template of the organisation', () => {
  test('takes the place of the shipped words for its readers, and of nobody else’s', async () => {
    await apply(['kestrel', { ...words, stage: 'investigating', text: own }]);
    const { english, german, support } = await drafted();
    expect(english.text).toMatch(/^Kestrel is looking into Hearthway\.\nWe write again by /);
    expect(english.findings.filter(({ level }) => level === 'blocking')).toEqual([]);
    expect(german.text).not.toContain('Kestrel');
    expect(support.text).not.toContain('Kestrel');
  });

  test('that cannot be used, or leaves a gap, is refused with its file and nothing of it is stored', async () => {
    const { version } = await sql<{ version: number }>`select version from catalog_version`
      .execute(env.databases.web)
      .then(({ rows: [row] }) => row ?? expect.fail('no version'));
    const refused = apply(
      ['fine', { ...words, audience: 'partners', text: own }],
      [
        'holed',
        { ...words, audience: 'support', text: 'Ask about {{ apps }} in {{ region }} at [Ask site].' },
      ],
    );
    await expect(refused).rejects.toMatchObject({
      code: 'refused',
      faults: [
        { file: 'holed.yaml', message: expect.stringContaining('undefined variable: region') as unknown },
      ],
    });
    const after = await sql<{ version: number }>`select version from catalog_version`.execute(
      env.databases.web,
    );
    expect(after.rows[0]?.version).toBe(version);
  });

  test('whose words would block every message is stored, and that is told', async () => {
    const text = `${own}\nIt will be fixed soon.`;
    const { warnings } = await apply(['hasty', { ...words, audience: 'executives', text }]);
    expect(warnings.map(({ message }) => message).join()).toContain('It will be fixed soon.');
  });

  test('of which there are two for the same readers is refused', async () => {
    const twice = apply(['again', { ...words, stage: 'investigating', text: own }]);
    const message = '"kestrel" is the template for en, customers, investigating already';
    await expect(twice).rejects.toMatchObject({ code: 'invalid', faults: [{ message }] });
  });

  test('for chats stands beside the whole, which chats get where there is none for them', async () => {
    const before = (await drafted()).english;
    expect([before.text.includes('Kestrel'), before.brief]).toEqual([true, null]);
    await apply(['short', { ...words, channel: 'brief', text: 'We are investigating {{ apps }}.' }]);
    const { english } = await drafted();
    expect(english.brief).toBe('We are investigating Hearthway.');
    expect(english.text).toContain('Kestrel is looking into Hearthway.');
    const twice = apply(['shorter', { ...words, channel: 'brief', text: own }]);
    const message = '"short" is the template for en, customers, chats, every stage already';
    await expect(twice).rejects.toMatchObject({ faults: [{ message }] });
  });

  test('that became unusable gives way to the shipped one, and whoever approves is told', async () => {
    await sql`update catalog_object set spec = jsonb_set(spec, '{text}', '"{{ region }}"') where name = 'kestrel'`.execute(
      env.databases.web,
    );
    await changedByHand();
    const { english } = await drafted();
    expect(english.text).toContain('We are investigating a problem with Hearthway.');
    expect(english.findings.map(({ rule }) => rule)).toContain('template-broken');
  });
});

test('a public name that is not seen as it is, is refused; one that no message could be sent with is told', async () => {
  const put = async (publicName: string) =>
    applyObjects(
      as(env, 'mira', ['admin']),
      {
        files: [
          {
            path: 'odd.yaml',
            text: JSON.stringify({
              apiVersion: 'fieldmarshal/v1',
              kind: 'Application',
              metadata: { name: 'odd' },
              spec: { publicName },
            }),
          },
        ],
        dryRun: false,
        prune: false,
      },
      async (_ctx, object) => messageObjections(object),
    );
  await expect(put('Tide\u202e')).rejects.toMatchObject({
    code: 'invalid',
    faults: [{ file: 'odd.yaml', message: 'must not contain marks that are not seen' }],
  });
  const { warnings } = await put('<b>Tide</b>');
  expect(warnings.map(({ message }) => message).join()).toMatch(/No message with this name .* is markup/);
  expect((await put('Tide & Sons, Version 2')).warnings).toEqual([]);
});

test('a place without a public name is left out, and whoever approves is told which', async () => {
  await sql`update catalog_object set spec = spec - 'publicName' where kind = 'Environment' and name = 'eu-prod'`.execute(
    env.databases.web,
  );
  await changedByHand();
  const { english } = await drafted();
  expect(english.text).not.toMatch(/Where|Europe|eu-prod/);
  expect(english.findings.find(({ rule }) => rule === 'scope-left-out')).toMatchObject({
    level: 'warning',
    message: 'Where it is hit is left out: eu-prod has no public name.',
  });
});
