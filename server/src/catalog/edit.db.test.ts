import { describe, expect, it } from 'vitest';
import { AppError } from '#platform';
import { as, testEnv } from '#testing';
import { applyObjects, deleteObject, putObject, readCatalog } from './index.ts';
import { checkCatalog } from './core/check.ts';
import { getObject, listObjects } from './read-objects.ts';
import { readMap } from './read-map.ts';
import { loadMoment } from './store.ts';

const env = await testEnv();
const lead = as(env, 'lena', ['lead']);
const viewer = as(env, 'vic', ['viewer']);

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw error;
}

await applyObjects(lead, {
  files: [
    {
      path: 'house/teams.yaml',
      text: 'apiVersion: fieldmarshal/v1\nkind: Team\nmetadata: { name: edge }\nspec: { displayName: Edge }\n',
    },
  ],
  dryRun: false,
  prune: false,
});

describe('an object made in place', () => {
  it('is stored, counted, and can be changed by who has seen its last version', async () => {
    const made = await putObject(lead, {
      kind: 'Product',
      name: 'maps',
      spec: { owner: 'edge' },
      generation: 0,
    });
    expect(made).toMatchObject({ generation: 1, origin: { from: 'ui' } });
    expect(
      await putObject(lead, { kind: 'Product', name: 'maps', spec: { owner: 'edge' }, generation: 1 }),
    ).toMatchObject({ generation: 1 });
    const changed = await putObject(lead, {
      kind: 'Product',
      name: 'maps',
      labels: { tier: '1' },
      spec: { owner: 'edge' },
      generation: 1,
    });
    expect(changed).toMatchObject({ generation: 2, labels: { tier: '1' } });
    expect((await readCatalog(env)).get('Product', 'maps')?.generation).toBe(2);
  });

  it('is not overwritten by who has seen an earlier one, and only one of two writers wins', async () => {
    await putObject(lead, { kind: 'Hub', name: 'london', spec: { timeZone: 'Europe/London' } });
    const zones = ['Etc/UTC', 'Europe/Paris', 'Asia/Tokyo'];
    const results = await Promise.allSettled(
      zones.map(async (timeZone) =>
        putObject(lead, { kind: 'Hub', name: 'london', spec: { timeZone }, generation: 1 }),
      ),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const error = await refusal(
      putObject(lead, { kind: 'Hub', name: 'london', spec: { timeZone: 'Etc/UTC' }, generation: 1 }),
    );
    expect(error).toMatchObject({
      code: 'conflict',
      publicMessage: expect.stringContaining('changed by somebody else') as string,
    });
  });

  it.each([
    [
      'making one that exists',
      { kind: 'Hub', name: 'london', spec: { timeZone: 'Etc/UTC' }, generation: 0 },
      'conflict',
      /exists already/,
    ],
    [
      'changing one that is gone',
      { kind: 'Hub', name: 'gone', spec: { timeZone: 'Etc/UTC' }, generation: 3 },
      'not-found',
      /Hub "gone"/,
    ],
    [
      'changing one from a file',
      { kind: 'Team', name: 'edge', spec: {} },
      'conflict',
      /comes from house\/teams\.yaml/,
    ],
    [
      'an unknown field',
      { kind: 'Product', name: 'p', spec: { owner: 'edge', colour: 'red' } },
      'invalid',
      /spec\.colour/,
    ],
    [
      'an unknown name',
      { kind: 'Product', name: 'p', spec: { owner: 'egde' } },
      'invalid',
      /did you mean "edge"/,
    ],
    ['NUL', { kind: 'Route', name: 'r', spec: { matchers: ['a\0'] } }, 'invalid', /NUL/],
    [
      'half a character',
      { kind: 'Route', name: 'r', labels: { a: '\ud800' }, spec: {} },
      'invalid',
      /half a character/,
    ],
  ] as const)('is refused for %s', async (_, input, code, sentence) => {
    const error = await refusal(putObject(lead, input));
    expect(error.code).toBe(code);
    expect(error.publicMessage).toMatch(sentence);
  });
});

describe('an object', () => {
  it('is removed when nobody names it, and else its users are named', async () => {
    await putObject(lead, { kind: 'Hub', name: 'oslo', spec: { timeZone: 'Europe/Oslo' } });
    await putObject(lead, { kind: 'Environment', name: 'no-prod', spec: { hub: 'oslo' } });
    const error = await refusal(deleteObject(lead, { kind: 'Hub', name: 'oslo' }));
    expect(error).toMatchObject({
      code: 'refused',
      publicMessage: expect.stringContaining('Environment "no-prod" (spec.hub)') as string,
    });
    await deleteObject(lead, { kind: 'Environment', name: 'no-prod', generation: 1 });
    await deleteObject(lead, { kind: 'Hub', name: 'oslo' });
    expect((await refusal(deleteObject(lead, { kind: 'Hub', name: 'oslo' }))).code).toBe('not-found');
  });

  it('is not removed while somebody begins to name it', async () => {
    const names = Array.from({ length: 8 }, (_, i) => `contested-${i}`);
    for (const name of names) await putObject(lead, { kind: 'Hub', name, spec: { timeZone: 'Etc/UTC' } });
    await Promise.allSettled(
      names.flatMap((name) => [
        deleteObject(lead, { kind: 'Hub', name }),
        putObject(lead, { kind: 'Environment', name, spec: { hub: name } }),
      ]),
    );
    expect(checkCatalog((await readCatalog(env)).all())).toEqual([]);
  });

  it('from a file is not removed here', async () => {
    expect((await refusal(deleteObject(lead, { kind: 'Team', name: 'edge' }))).publicMessage).toMatch(
      /teams\.yaml/,
    );
  });

  it('is changed and removed by leads only, and read by everybody', async () => {
    const writer = as(env, 'resa', ['responder']);
    expect(
      (await refusal(putObject(writer, { kind: 'Hub', name: 'x', spec: { timeZone: 'Etc/UTC' } }))).code,
    ).toBe('forbidden');
    expect((await refusal(deleteObject(writer, { kind: 'Hub', name: 'london' }))).code).toBe('forbidden');
    const detail = await getObject(viewer, { kind: 'Team', name: 'edge' });
    expect(detail).toMatchObject({
      editable: false,
      usedBy: [{ kind: 'Product', name: 'maps', path: 'spec.owner' }],
    });
    const nobody = { ...viewer, actor: { kind: 'integration', integrationId: 'i', name: 'i' } as const };
    expect((await refusal(getObject(nobody, { kind: 'Team', name: 'edge' }))).code).toBe('not-found');
    expect((await refusal(getObject(viewer, { kind: 'Team', name: 'none' }))).code).toBe('not-found');
  });
});

describe('the list', () => {
  it('goes through all objects page by page, once each', async () => {
    for (let i = 0; i < 7; i += 1)
      await putObject(lead, { kind: 'Hub', name: `page-${i}`, spec: { timeZone: 'Etc/UTC' } });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listObjects(viewer, { limit: 3, cursor });
      seen.push(...page.items.map(({ kind, name }) => `${kind}/${name}`));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual((await readCatalog(env)).all().map(({ kind, name }) => `${kind}/${name}`));
    expect((await listObjects(viewer, { limit: 50, search: 'EDG' })).items).toHaveLength(1);
  });
});

describe('the map', () => {
  it('follows changes, and refuses an unknown product', async () => {
    await putObject(lead, { kind: 'Product', name: 'base', spec: { owner: 'edge' } });
    await putObject(lead, {
      kind: 'Product',
      name: 'top',
      spec: { owner: 'edge', dependsOn: [{ product: 'base' }] },
    });
    const { nodes, edges } = await readMap(viewer, { from: 'base' });
    expect(nodes.find(({ name }) => name === 'top')).toMatchObject({ impact: 'fails', distance: 1 });
    expect(edges).toEqual([{ from: 'Product/top', to: 'Product/base', strength: 'hard', reason: null }]);
    expect((await refusal(readMap(viewer, { from: 'nothing' }))).code).toBe('not-found');
  });
});

describe('the snapshot', () => {
  it('sees what another process stored, and leaves out what it cannot read', async () => {
    await readCatalog(env);
    await env.databases.web
      .insertInto('catalog_object')
      .values({
        kind: 'Hub',
        name: 'foreign',
        labels: '{}',
        spec: '{"timeZone":"Etc/UTC"}',
        origin: 'api',
        generation: 1,
        updated_at: new Date(0),
      })
      .execute();
    await env.databases.web
      .insertInto('catalog_object')
      .values({
        kind: 'Planet',
        name: 'mars',
        labels: '{}',
        spec: '{}',
        origin: 'api',
        generation: 1,
        updated_at: new Date(0),
      })
      .execute();
    await told();
    await expect
      .poll(async () => (await readCatalog(env)).get('Hub', 'foreign')?.name, { timeout: 10_000 })
      .toBe('foreign');
  });
});

/** As if another process had written to the catalog. */
async function told(): Promise<void> {
  await env.databases.web
    .updateTable('catalog_version')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .execute();
}

it('a name in which something is not seen is refused; one stored before that is shown without it', async () => {
  const spec = { displayName: 'Bo\u202e Li', members: [] };
  const refused = await refusal(putObject(lead, { kind: 'Team', name: 'dusk', spec, generation: 0 }));
  expect(refused.faults).toMatchObject([
    { path: 'spec.displayName', message: 'must not contain marks that are not seen' },
  ]);
  await putObject(lead, { kind: 'Team', name: 'dusk', spec: { displayName: 'Bo' }, generation: 0 });
  await env.databases.web
    .updateTable('catalog_object')
    .set({ spec: JSON.stringify(spec) })
    .where('name', '=', 'dusk')
    .execute();
  await told();
  await expect
    .poll(async () => (await readCatalog(env)).get('Team', 'dusk')?.spec.displayName, { timeout: 10_000 })
    .toBe('Bo Li');
});

it('whoever asks after a change sees it, also beside somebody who asked a moment before', async () => {
  await putObject(lead, { kind: 'Team', name: 'night', spec: { displayName: 'Night' }, generation: 0 });
  const catalogs = await Promise.all([readCatalog(env), readCatalog(env), readCatalog(env)]);
  expect(catalogs.map((catalog) => catalog.get('Team', 'night')?.name)).toEqual(['night', 'night', 'night']);
});

it('what is read of changes only is what is read of everything', async () => {
  const db = env.databases.intake;
  const put = async (name: string, displayName: string, generation: number) =>
    putObject(lead, { kind: 'Team', name, spec: { displayName }, generation });
  await put('owls', 'Owls', 0);
  const before = await loadMoment(db);
  await put('owls', 'Owls at night', 1);
  await put('larks', 'Larks', 0);
  await put('swifts', 'Swifts', 0);
  await deleteObject(lead, { kind: 'Team', name: 'swifts', generation: 1 });
  await deleteObject(lead, { kind: 'Team', name: 'night', generation: 1 });
  const [some, all] = [await loadMoment(db, before), await loadMoment(db)];
  const byName = ({ objects }: typeof all) =>
    objects.map((object) => [`${object.kind}/${object.name}`, object]);
  expect(Object.fromEntries(byName(some))).toEqual(Object.fromEntries(byName(all)));
  expect([some.version, [...some.read.keys()].toSorted()]).toEqual([
    all.version,
    [...all.read.keys()].toSorted(),
  ]);
  const kept = (key: string) => some.read.get(key)?.object === before.read.get(key)?.object;
  expect([kept('Team/owls'), [...before.read.keys()].filter(kept).length]).toEqual([
    false,
    before.read.size - 2,
  ]);
});
