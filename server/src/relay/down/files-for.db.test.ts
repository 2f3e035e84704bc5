import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { applyObjects, readCatalog } from '#catalog';
import { as, testEnv } from '#testing';
import { filesFor } from './files-for.ts';

const catalog = `
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: maps }
spec: { members: [mira] }
---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: mira }
spec: { email: mira@x.example, roles: [admin], clearances: [eu], scope: { environments: [eu, field-1] } }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: maps }
spec: { owner: maps }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: eu }
spec: { restricted: true, products: [{ product: maps }] }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: field-1 }
spec: { connection: disconnected, products: [{ product: maps }] }
---
apiVersion: fieldmarshal/v1
kind: Check
metadata: { name: eu-only }
spec: { products: [maps], probe: { type: http, url: https://eu.example/ }, environments: [{ environment: eu }] }
---
apiVersion: fieldmarshal/v1
kind: Check
metadata: { name: both }
spec:
  products: [maps]
  probe: { type: http, url: https://both.example/ }
  environments: [{ environment: eu }, { environment: field-1 }]
---
apiVersion: fieldmarshal/v1
kind: Runbook
metadata: { name: of-both }
spec: { text: Look., checks: [eu-only, both] }
---
apiVersion: fieldmarshal/v1
kind: Runbook
metadata: { name: of-eu }
spec: { text: Look., checks: [eu-only] }
---
apiVersion: fieldmarshal/v1
kind: Runbook
metadata: { name: of-maps }
spec: { text: Look., products: [maps], checks: [eu-only] }
---
apiVersion: fieldmarshal/v1
kind: LinkTemplate
metadata: { name: of-eu }
spec: { url: 'https://logs.example/', environments: [eu] }
---
apiVersion: fieldmarshal/v1
kind: LinkTemplate
metadata: { name: of-all }
spec: { url: 'https://logs.example/' }
`;

const nights = "timeZone: Etc/UTC, times: [{ days: [SU], from: '02:00', to: '04:00' }]";
const window = (name: string, covers: string): string => `
apiVersion: fieldmarshal/v1
kind: MaintenanceWindow
metadata: { name: ${name} }
spec: { ${covers}, ${nights} }
`;

test('times of work silence no more at a site than they did: those of another environment, or of its checks, stay behind', async () => {
  const headquarters = await testEnv();
  const text = [
    catalog,
    window('of-eu', 'environments: [eu]'),
    window('of-both', 'environments: [eu, field-1]'),
    window('of-check', 'products: [maps], checks: [eu-only]'),
    window('of-checks', 'products: [maps], checks: [eu-only, both]'),
    window('of-maps', 'products: [maps]'),
  ].join('---');
  await applyObjects(as(headquarters, 'mira', ['admin']), {
    files: [{ path: 'c.yaml', text }],
    dryRun: false,
    prune: false,
  });
  const files = filesFor(await readCatalog(headquarters), ['field-1']);
  const told = files
    .filter(({ path }) => path.includes('MaintenanceWindow'))
    .flatMap((file) => file.text.split('\n---\n'))
    .map((each) => JSON.parse(each) as { metadata: { name: string }; spec: object });
  expect(Object.fromEntries(told.map(({ metadata, spec }) => [metadata.name, spec]))).toMatchObject({
    'of-both': { environments: ['field-1'] },
    'of-checks': { products: ['maps'], checks: ['both'] },
    'of-maps': { products: ['maps'], environments: [], checks: [] },
  });
  expect(told).toHaveLength(3);
});

test('what goes to a site can be applied there: nothing in it names what stays behind, and nothing means more than it did', async () => {
  const [headquarters, site] = await Promise.all([testEnv(), testEnv({ config: { site: 'field-1' } })]);
  await applyObjects(as(headquarters, 'mira', ['admin']), {
    files: [{ path: 'c.yaml', text: catalog }],
    dryRun: false,
    prune: false,
  });
  const files = filesFor(await readCatalog(headquarters), ['field-1']);
  await applyObjects(as(site, 'rudi', ['admin']), { files, dryRun: false, prune: false });
  const there = await readCatalog(site);
  const names = (['Environment', 'Check', 'Runbook', 'LinkTemplate'] as const).map((kind) =>
    there.list(kind).map(({ name }) => name),
  );
  expect(names).toEqual([['field-1'], ['both'], ['of-both', 'of-maps'], ['of-all']]);
  expect(there.get('Runbook', 'of-both')?.spec.checks).toEqual(['both']);
  expect(there.get('Person', 'mira')?.spec).toMatchObject({
    clearances: [],
    scope: { environments: ['field-1'] },
  });
});

test('the catalog of the demo can be applied at its site', async () => {
  const folder = new URL('../../../../demo/catalog/', import.meta.url);
  const all = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).toSorted();
  const files = await Promise.all(
    all.map(async (path) => ({ path, text: await readFile(new URL(path, folder), 'utf8') })),
  );
  const [headquarters, site] = await Promise.all([testEnv(), testEnv({ config: { site: 'field-1' } })]);
  await applyObjects(as(headquarters, 'mira', ['admin']), { files, dryRun: false, prune: false });
  const down = filesFor(await readCatalog(headquarters), ['field-1']);
  await applyObjects(as(site, 'rudi', ['admin']), { files: down, dryRun: false, prune: false });
  const there = await readCatalog(site);
  // At the site it is not cut off.
  expect(there.list('Environment').map(({ name, spec }) => [name, spec.connection])).toEqual([
    ['field-1', 'connected'],
  ]);
  expect(there.list('Scenario')).toEqual([]);
});
