import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { AppError, type Ctx } from '#platform';
import { as, testEnv } from '#testing';
import { applyObjects, exportObjects, readCatalog } from './index.ts';

const env = await testEnv();
const lead = as(env, 'ingrid', ['admin']);

function apply(text: string, options: { dryRun?: boolean; prune?: boolean; ctx?: Ctx; path?: string } = {}) {
  const { dryRun = false, prune = false, ctx = lead, path = 'a.yaml' } = options;
  return applyObjects(ctx, { files: [{ path, text }], dryRun, prune });
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw error;
}

async function count(table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
    env.databases.web,
  );
  return rows[0]?.n ?? -1;
}

/** What a refused or dry run may not leave behind. */
async function everything(): Promise<number[]> {
  return Promise.all(['catalog_object', 'account', 'audit', 'fact', 'timer'].map(count));
}

function object(kind: string, name: string, spec: string): string {
  return `---\napiVersion: fieldmarshal/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
}

/** Somebody must stay administrator. */
const root = object('Person', 'root', '{ email: root@x.example, roles: [admin] }');

describe('applying files', () => {
  it('takes the demo, and a second time changes nothing', async () => {
    const directory = new URL('../../../demo/catalog/', import.meta.url);
    const found = (await readdir(directory)).filter((name) => name.endsWith('.yaml'));
    const files = await Promise.all(
      found.map(async (name) => ({ path: name, text: await readFile(new URL(name, directory), 'utf8') })),
    );
    const first = await applyObjects(lead, { files, dryRun: false, prune: false });
    expect(first.changes.every(({ action }) => action === 'create')).toBe(true);
    const before = await everything();
    expect(await applyObjects(lead, { files, dryRun: false, prune: true })).toEqual({
      dryRun: false,
      changes: [],
      unchanged: first.changes.length,
      warnings: [],
    });
    expect(await everything()).toEqual(before);
    const catalog = await readCatalog(env);
    expect(catalog.ownerOf('gateway')?.name).toBe('edge');
    expect((await exportObjects(lead, {})).files).toHaveLength(23);
    await applyObjects(lead, {
      files: [{ path: 'none.yaml', text: root }],
      dryRun: false,
      prune: true,
    });
    expect((await readCatalog(env)).all().map(({ name }) => name)).toEqual(['root']);
  });

  it('dry: says what would change and leaves nothing behind, not even an audit entry', async () => {
    await apply(object('Team', 'dry', '{}'));
    const before = await everything();
    const result = await apply(
      object('Team', 'dry', '{ displayName: Dry }') + object('Person', 'dora', '{ email: d@x.example }'),
      { dryRun: true },
    );
    expect(result.changes).toEqual([
      {
        action: 'update',
        kind: 'Team',
        name: 'dry',
        file: 'a.yaml',
        fields: [{ path: 'spec.displayName', after: 'Dry' }],
      },
      { action: 'create', kind: 'Person', name: 'dora', file: 'a.yaml', fields: [] },
    ]);
    expect(await everything()).toEqual(before);
  });

  it('names everything wrong with its place and applies nothing', async () => {
    const before = await everything();
    const error = await refusal(
      apply(
        object('Team', 'fine', '{}') +
          object('Product', 'x', '{ owner: fien, colour: red }') +
          object('Product', 'y', '{ owner: fien }'),
      ),
    );
    expect(error.code).toBe('invalid');
    expect(error.faults).toEqual([
      { file: 'a.yaml', line: 10, column: 22, path: 'spec.colour', message: 'is not a known field' },
      {
        file: 'a.yaml',
        line: 15,
        column: 16,
        path: 'spec.owner',
        message: 'there is no Team "fien"; did you mean "fine"?',
      },
    ]);
    expect(await everything()).toEqual(before);
  });

  it('says who still names what a prune would remove', async () => {
    await apply(object('Team', 'keep', '{}') + object('Product', 'kept', '{ owner: keep }'), {
      path: 'keep.yaml',
    });
    const error = await refusal(
      apply(object('Product', 'kept', '{ owner: keep }'), { prune: true, path: 'keep.yaml' }),
    );
    expect(error.faults).toEqual([
      {
        file: 'keep.yaml',
        line: 5,
        column: 16,
        path: 'spec.owner',
        message: 'still names Team "keep", which would be removed',
      },
    ]);
    expect((await readCatalog(env)).get('Team', 'keep')).toBeDefined();
  });

  it('refuses files without any object, which a prune would take for an empty catalog', async () => {
    const error = await refusal(apply('# nothing\n', { prune: true }));
    expect(error.publicMessage).toMatch(/no object/);
    expect((await readCatalog(env)).all().length).toBeGreaterThan(0);
  });

  it('makes the accounts of people, takes roles away with the person, and says in which line identity refuses', async () => {
    await apply(
      object('Person', 'pia', '{ email: pia@x.example, roles: [lead] }') +
        object('Person', 'zoe', '{ email: zoe@x.example }'),
      { path: 'people.yaml' },
    );
    const accounts = async () =>
      (
        await env.databases.web
          .selectFrom('account')
          .selectAll()
          .where('person', 'in', ['pia', 'zoe'])
          .orderBy('person')
          .execute()
      ).map(({ person, roles }) => `${person} ${JSON.stringify(roles)}`);
    expect(await accounts()).toEqual(['pia ["lead"]', 'zoe ["responder"]']);
    await apply(root + object('Person', 'zoe', '{ email: zoe@x.example }'), {
      path: 'people.yaml',
      prune: true,
    });
    expect(await accounts()).toEqual(['pia []', 'zoe ["responder"]']);
    const error = await refusal(
      apply(object('Person', 'eve', '{ email: eve@x.example, roles: [admin] }'), {
        ctx: as(env, 'pia', ['lead']),
      }),
    );
    expect(error.faults).toMatchObject([{ file: 'a.yaml', line: 5, path: 'spec.roles' }]);
    expect((await readCatalog(env)).get('Person', 'eve')).toBeUndefined();
  });

  it('lets an address and the last administrator go to somebody else in one change', async () => {
    const heir = object('Person', 'heir', '{ email: root@x.example, roles: [admin] }');
    await apply(root + object('Person', 'pia', '{ email: pia@x.example }'), {
      path: 'people.yaml',
      prune: true,
    });
    await apply(object('Person', 'pia', '{ email: pia@x.example }') + heir, {
      path: 'people.yaml',
      prune: true,
    });
    expect((await readCatalog(env)).list('Person').map(({ name }) => name)).toEqual(['heir', 'pia']);
    await apply(root + object('Person', 'pia', '{ email: pia@x.example }'), {
      path: 'people.yaml',
      prune: true,
    });
  });

  it('is for leads', async () => {
    const error = await refusal(
      apply(object('Team', 'no', '{}'), { ctx: as(env, 'resa', ['field-marshal']) }),
    );
    expect(error.code).toBe('forbidden');
  });

  it('by two at once ends in one of the two states, whole', async () => {
    const state = (colour: string) =>
      object('Team', 'race-a', `{ displayName: ${colour} }`) +
      object('Team', 'race-b', `{ displayName: ${colour} }`);
    await Promise.all(['red', 'blue', 'green', 'grey'].map(async (colour) => apply(state(colour))));
    const catalog = await readCatalog(env);
    expect(catalog.get('Team', 'race-a')?.spec.displayName).toBe(
      catalog.get('Team', 'race-b')?.spec.displayName,
    );
    expect(catalog.get('Team', 'race-a')?.generation).toBe(4);
  });

  it.each([
    [
      'a file of more than 1 MiB',
      [{ path: 'big.yaml', text: `# ${'x'.repeat(1024 * 1024)}` }],
      /big\.yaml is larger than 1 MiB/,
    ],
    [
      'files of more than 20 MiB',
      Array.from({ length: 21 }, (_, i) => ({ path: `${i}.yaml`, text: `#${'x'.repeat(1024 * 1024 - 1)}` })),
      /together are larger than 20 MiB/,
    ],
    [
      'more than 20,000 documents',
      Array.from({ length: 3 }, (_, i) => ({ path: `${i}.yaml`, text: '--- a\n'.repeat(9_000) })),
      /2\.yaml brings the documents to more than 20000/,
    ],
  ])('refuses %s', async (_, files, sentence) => {
    const error = await refusal(applyObjects(lead, { files, dryRun: false, prune: false }));
    expect(error).toMatchObject({
      code: 'too-large',
      publicMessage: expect.stringMatching(sentence) as string,
    });
  });

  it('leaves audit entries, and a fresh snapshot at once', async () => {
    await apply(object('Team', 'told', '{}'));
    const entry = await env.databases.web
      .selectFrom('audit')
      .selectAll()
      .where('subject', '=', 'Team/told')
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ action: 'catalog.object-made', actor: 'person:ingrid' });
    expect((await readCatalog(env)).get('Team', 'told')).toMatchObject({
      generation: 1,
      origin: { from: 'file', path: 'a.yaml' },
    });
  });
});
