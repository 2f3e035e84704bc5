import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, readProject, runHere, type Finish, type Project } from '@fieldmarshal/runner';
import { startApplications, type RunningApplications } from './applications/applications.ts';
import { fault } from './faults/fault.ts';
import { readHouse } from './house.ts';
import { productNames, type ProductName } from './ports.ts';
import { startTracing, type Tracing } from './products/tracing.ts';
import { startWorld, type World } from './products/world.ts';

if (!hasBrowser(process.env)) {
  process.stderr.write('SKIPPED: no Chromium or Chrome was found, so the checks of the demo are not run.\n');
}

let tracing: Tracing;
let world: World;
let applications: RunningApplications;
let project: Project;

describe.skipIf(!hasBrowser(process.env))('the checks of the demo', () => {
  beforeAll(async () => {
    tracing = startTracing([]);
    const onDeploy = (): void => undefined;
    world = await startWorld({ house: readHouse(), tracing, portOf: () => 0, now: Date.now, onDeploy });
    applications = await startApplications(world, () => 0);
    project = await readProject(join(import.meta.dirname, 'checks'));
  });
  afterEach(async () => {
    await Promise.all(world.faults().map(({ id }) => world.clear(id)));
  });
  afterAll(async () => {
    project.close();
    await applications.stop();
    await world.stop();
    await tracing.stop();
  });

  async function run(only: readonly string[] | undefined): Promise<Map<string, Finish>> {
    const finished = new Map<string, Finish>();
    const url = (name: 'hearthway' | 'tidelist') =>
      `http://127.0.0.1:${applications.portOf('eu-prod', name)}`;
    await runHere(project, {
      environment: 'eu-prod',
      variables: { hearthwayUrl: url('hearthway'), tidelistUrl: url('tidelist') },
      secrets: {},
      isWanted: ({ name }) => only === undefined || only.includes(name),
      onFinish: ({ name }, finish) => finished.set(name, finish),
    });
    return finished;
  }

  test('are at least twenty, look at all twelve products, and pass, twice', async () => {
    expect(project.checks.length).toBeGreaterThanOrEqual(20);
    const looked = new Set(project.checks.flatMap(({ spec }) => spec.products ?? []));
    expect([...looked].sort()).toEqual([...productNames].sort());
    for (let time = 1; time <= 2; time += 1) {
      const finished = await run(undefined);
      const failed = [...finished].filter(([, { report }]) => report.verdict !== 'passed');
      expect(failed.map(([name, { report }]) => [name, report.error?.message])).toEqual([]);
      expect(finished.size).toBe(project.checks.length);
    }
  });

  const faults: [ProductName, string, string][] = [
    ['gateway', 'errors', 'relief-a-caseworker-sees-the-families'],
    ['identity', 'wrong-data', 'relief-a-nurse-is-signed-in-which-is-written-down'],
    ['permissions', 'wrong-data', 'relief-a-caseworker-may-read-and-change-what-is-theirs'],
    ['objects', 'wrong-data', 'relief-the-most-urgent-are-first-on-the-waiting-list'],
    ['search', 'wrong-data', 'relief-find-a-person-who-is-written-olena-kravets'],
    ['pipelines', 'wrong-data', 'relief-register-a-family-that-has-just-arrived'],
    ['files', 'wrong-data', 'relief-upload-a-document-to-a-case'],
    ['maps', 'wrong-data', 'relief-homes-are-shown-nearest-first-with-true-distances'],
    ['messages', 'wrong-data', 'relief-send-a-message-to-a-family'],
    ['reports', 'wrong-data', 'relief-the-waiting-list-report-counts-every-patient'],
    ['scheduler', 'wrong-data', 'relief-only-places-of-working-days-are-offered'],
    ['audit', 'wrong-data', 'relief-a-caseworker-is-signed-in-which-is-written-down'],
  ];

  test.each(faults)('%s with %s fails “%s”, as the fault of a product', async (product, kind, name) => {
    await world.set(
      fault.parse({
        environment: 'eu-prod',
        product,
        fault: kind,
        ...(kind === 'errors' ? { rate: 1 } : {}),
      }),
    );
    const finished = await run([name]);
    expect(finished.get(name)?.report).toMatchObject({ verdict: 'failed', fault: { class: 'product' } });
    const check = project.checks.find((one) => one.name === name);
    expect(check?.spec.products).toContain(product);
  });
});
