import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyObjects } from '#catalog';
import { as, testEnv, type TestEnv } from '#testing';
import { systemCtx, type Ctx } from '#platform';
import { collectMeasures } from './collect/collect-measures.ts';
import { sendDigests } from './digest.ts';
import { endExemption, exemptProduct, listExemptions } from './exempt.ts';
import { fetchMeasures } from './fetch-measures.ts';
import { putValues } from './put-values.ts';
import { readGate } from './read/gate.ts';
import { previewRule } from './read/preview.ts';
import { readCourse } from './read/read-course.ts';
import { listInitiatives, readInitiative } from './read/read-initiative.ts';
import { listMeasures } from './read/read-lists.ts';
import { readMatrix } from './read/read-matrix.ts';
import { readScorecard } from './read/read-scorecard.ts';
import { readStandard } from './read/read-standard.ts';
import { sayOfStandards } from './say-of-standards.ts';

const texts = 'why: It helps, fix: Do it, area: Any';
const catalog = (source: string) => `
kind: Person
metadata: { name: ada }
spec: { displayName: Ada, email: ada@example.org }
---
kind: Team
metadata: { name: crew }
spec: { members: [ada] }
---
kind: Product
metadata: { name: search }
spec: { owner: crew, runbook: 'https://r.example/search' }
---
kind: Product
metadata: { name: files, labels: { tier: '1' } }
spec: { owner: crew, dependsOn: [{ product: search }] }
---
kind: Measure
metadata: { name: restore_days }
spec: { type: number, unit: days, freshHours: 24, description: days since a restore was tried }
---
kind: Measure
metadata: { name: open_findings }
spec: { type: number, source: { type: http, url: '${source}', pointer: '/products/{{product}}/open' } }
---
kind: Standard
metadata: { name: runbook }
spec: { displayName: Runbook, rule: runbook_set, ${texts} }
---
kind: Standard
metadata: { name: restore }
spec: { rule: restore_days <= 30, appliesTo: { labels: { tier: '1' } }, rung: silver, ${texts} }
---
kind: Standard
metadata: { name: no-findings }
spec: { rule: open_findings == 0, level: should, ${texts} }
---
kind: Initiative
metadata: { name: runbooks }
spec: { why: Now, standards: [runbook], start: 2026-01-01, due: 2027-01-01 }
`;

let env: TestEnv;
let source: Server;
let answer: { status: number; body: string } = { status: 200, body: '{}' };
const lead = () => as(env, 'lena', ['lead']);
const viewer = () => as(env, 'vera', ['viewer']);
const work = (): Ctx => systemCtx(env, 'test');
const asked = { limit: 200, mine: false, gaps: false };

async function apply(text: string): Promise<void> {
  const files = text.split('\n---\n').map((each, index) => ({
    path: `${index}.yaml`,
    text: `apiVersion: fieldmarshal/v1\n${each.trim()}\n`,
  }));
  await applyObjects(as(env, 'root', ['admin']), { files, dryRun: false, prune: false });
}

async function cells(): Promise<Record<string, string>> {
  const { items } = await readMatrix(viewer(), asked);
  return Object.fromEntries(items.map(({ product, cells }) => [product, cells]));
}

beforeAll(async () => {
  source = createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((done) => {
    source.listen(0, '127.0.0.1', done);
  });
  env = await testEnv();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on TCP
  await apply(catalog(`http://127.0.0.1:${(source.address() as AddressInfo).port}/`));
  await collectMeasures(work());
});
afterAll(() => source.close());

describe('standards', () => {
  it.each([
    ['runbok_set', 'there is no measure "runbok_set"; did you mean "runbook_set"?'],
    ['pages_90d / 0 > 1', 'divides by zero'],
    ['[1].all(x, x > pages_90d)', '"all" cannot be used'],
  ])('are refused with file and field where the rule is %s', async (rule, message) => {
    const refused = apply(`kind: Standard\nmetadata: { name: bad }\nspec: { rule: '${rule}', ${texts} }`);
    await expect(refused).rejects.toMatchObject({
      faults: [{ file: '0.yaml', path: 'spec.rule', message: expect.stringContaining(message) as string }],
    });
  });

  it('are met by what the platform itself measures, missed or not known; another order of things is never green', async () => {
    const { standards, items, summary } = await readMatrix(viewer(), asked);
    expect(standards.map(({ name, applies }) => [name, applies])).toEqual([
      ['no-findings', 2],
      ['restore', 1],
      ['runbook', 2],
    ]);
    expect(
      items.map(({ product, cells, mustGaps, next }) => [product, cells, mustGaps, next?.standard]),
    ).toEqual([
      ['files', 'uux', 2, 'runbook'],
      ['search', 'u-m', 0, 'no-findings'],
    ]);
    expect(summary).toMatchObject({ products: 2, failingMust: 1 });
  });
});

describe('values from outside', () => {
  it('change who meets what at once, and why is kept', async () => {
    const given = { product: 'files', measure: 'restore_days', source: 'backup job' };
    await putValues(lead(), { values: [{ ...given, value: 40 }] });
    expect((await cells())['files']).toBe('uxx');
    expect(await putValues(lead(), { values: [{ ...given, value: 3 }] })).toEqual({ stored: 1, changed: 1 });
    expect((await cells())['files']).toBe('umx');
    const card = await readScorecard(viewer(), { product: 'files' });
    expect(card.changes.map(({ standard, before, after, why }) => [standard, before, after, why])).toEqual([
      ['restore', 'missed', 'met', 'restore_days went from 40 to 3.'],
      ['restore', 'unknown', 'missed', 'restore_days became known: 40.'],
    ]);
    expect(card.standings.find(({ standard }) => standard === 'restore')?.values).toMatchObject([
      { measure: 'restore_days', unit: 'days', value: 3, source: 'backup job', stale: false },
    ]);
  });

  it('that are older than what is known change nothing', async () => {
    const at = '2020-01-01T00:00:00Z';
    const old = { product: 'files', measure: 'restore_days', source: 'late', value: 99, at };
    expect(await putValues(lead(), { values: [old] })).toEqual({ stored: 0, changed: 0 });
    expect((await cells())['files']).toBe('umx');
  });

  it('are refused whole, each fault by its field, and by who may not write', async () => {
    const at = new Date(env.clock.now().getTime() + 3_600_000).toISOString();
    const wrong = [
      { product: 'nope', measure: 'restore_days', value: 1, source: 's' },
      { product: 'files', measure: 'restore_day', value: 1, source: 's' },
      { product: 'files', measure: 'runbook_set', value: true, source: 's' },
      { product: 'files', measure: 'open_findings', value: 1, source: 's' },
      { product: 'search', measure: 'restore_days', value: 'soon', source: 's', at },
    ];
    const refused = putValues(lead(), { values: wrong });
    await expect(refused).rejects.toMatchObject({
      faults: [
        { path: 'values[0].product' },
        { path: 'values[1].measure' },
        { path: 'values[2].measure' },
        { path: 'values[3].measure' },
        { path: 'values[4].value' },
        { path: 'values[4].at' },
      ],
    });
    await expect(putValues(viewer(), { values: wrong })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('are fetched where a measure says so, and trouble is told and takes nothing away', async () => {
    answer = { status: 200, body: '{"products":{"files":{"open":0},"search":{"open":"many"}}}' };
    await fetchMeasures(work());
    expect(await cells()).toEqual({ files: 'mmx', search: 'u-m' });
    const troubleOf = async () =>
      (await listMeasures(viewer())).items.find(({ name }) => name === 'open_findings');
    expect(await troubleOf()).toMatchObject({
      source: 'http',
      products: 1,
      trouble: 'search: the value is no number',
    });
    answer = { status: 500, body: '' };
    await env.fastForward(2 * 3_600_000);
    await fetchMeasures(work());
    expect(await troubleOf()).toMatchObject({ trouble: 'It answered 500.' });
    expect((await cells())['files']).toBe('mmx');
  });
});

describe('looking at everything again', () => {
  it('finds what looking only at what changed had found', async () => {
    const rows = async () =>
      sql`select product, results, revision from readiness_product order by product`.execute(
        env.databases.web,
      );
    const before = await rows();
    await collectMeasures(work());
    expect((await rows()).rows).toEqual(before.rows);
  });

  it('sees what became of the catalog, and takes away what is not there any more', async () => {
    await apply(`kind: Product\nmetadata: { name: search }\nspec: { owner: crew }`);
    await collectMeasures(work());
    expect((await cells())['search']).toBe('u-x');
    const { changes } = await readScorecard(viewer(), { product: 'search' });
    expect(changes[0]?.why).toBe('runbook_set went from yes to no.');
    await apply(
      `kind: Product\nmetadata: { name: search }\nspec: { owner: crew, runbook: 'https://r.example/s' }`,
    );
    await collectMeasures(work());
  });
});

describe('a change of a standard', () => {
  it('shows who would fail before it is stored', async () => {
    const preview = await previewRule(viewer(), {
      standard: 'runbook',
      rule: 'runbook_set && description_set',
      appliesTo: {},
      product: 'search',
    });
    expect(preview).toMatchObject({
      applies: 2,
      met: 0,
      missed: 2,
      newlyFailing: ['search'],
      outcome: 'missed',
    });
    expect(preview.values.map(({ measure, value }) => [measure, value])).toEqual([
      ['description_set', false],
      ['runbook_set', true],
    ]);
    const wrong = await previewRule(viewer(), { rule: 'runbook_set &&', appliesTo: {} });
    expect(wrong.fault?.message).toContain('cannot be read');
  });

  it('are warned of as they are applied from files: made stricter, asked of more, or applying to nothing', async () => {
    const said = async (...specs: string[]): Promise<string[]> => {
      const files = specs.map((text, index) => ({
        path: `${index}.yaml`,
        text: `apiVersion: fieldmarshal/v1\n${text}\n`,
      }));
      const admin = as(env, 'root', ['admin']);
      const { warnings } = await applyObjects(admin, { files, dryRun: true, prune: false }, sayOfStandards());
      return warnings.map(({ file, path, message }) => `${file ?? ''} ${path}: ${message}`);
    };
    const standard = (name: string, spec: string): string =>
      `kind: Standard\nmetadata: { name: ${name} }\nspec: { ${spec}, ${texts} }`;
    const stricter = standard('runbook', 'rule: runbook_set && description_set');
    expect(await said(stricter)).toEqual(['0.yaml spec.rule: is newly failed by search']);
    const must = standard('no-findings', 'rule: open_findings == 0, level: must');
    expect(await said(must)).toEqual(['0.yaml spec.level: is asked of more products, and not met by search']);
    const nobody = standard('nobody', "rule: runbook_set, appliesTo: { labels: { tier: '9' } }");
    expect(await said(nobody)).toEqual(['0.yaml spec.appliesTo: applies to no product']);
    // What comes with it counts.
    const product = "kind: Product\nmetadata: { name: late, labels: { tier: '9' } }\nspec: { owner: crew }";
    expect(await said(nobody, product)).toEqual([]);
    expect(await said(standard('runbook', 'rule: runbook_set'))).toEqual([]);
  });
});

describe('exemptions', () => {
  it('take a standard out of the sum until they expire, and are audited', async () => {
    const expiresAt = new Date(env.clock.now().getTime() + 3_600_000).toISOString();
    const given = { product: 'files', standard: 'runbook', reason: 'Being replaced', expiresAt };
    await expect(exemptProduct(as(env, 'ro'), given)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      exemptProduct(lead(), { ...given, expiresAt: '2040-01-01T00:00:00Z' }),
    ).rejects.toMatchObject({
      faults: [{ path: 'expiresAt' }],
    });
    const made = await exemptProduct(lead(), given);
    expect(made).toMatchObject({ approvedBy: 'lena', reason: 'Being replaced' });
    expect((await cells())['files']).toBe('mme');
    const ask = { product: 'files', rung: 'silver', minScore: 0, fresh: false } as const;
    expect(await readGate(viewer(), ask)).toMatchObject({
      passes: true,
      warnings: [expect.stringContaining('its exemption ends')],
    });
    await env.fastForward(2 * 3_600_000);
    expect((await cells())['files']).toBe('mmx');
    expect(await readGate(viewer(), ask)).toMatchObject({ passes: false, reasons: ['Runbook: missed'] });
    expect((await listExemptions(viewer(), { all: false })).items).toEqual([]);
    const again = await exemptProduct(lead(), {
      ...given,
      expiresAt: new Date(env.clock.now().getTime() + 3_600_000).toISOString(),
    });
    await endExemption(lead(), { id: again.id });
    await expect(endExemption(lead(), { id: again.id })).rejects.toMatchObject({ code: 'not-found' });
    expect((await cells())['files']).toBe('mmx');
    const { rows } = await sql<{
      action: string;
    }>`select action from audit where subject = 'Product/files' and action like 'readiness.%' order by seq`.execute(
      env.databases.web,
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'readiness.exempted',
      'readiness.exempted',
      'readiness.exemption-ended',
    ]);
  });
});

describe('what is old', () => {
  it('is marked, from outside by its own time and of the platform by the last look', async () => {
    await env.fastForward(21 * 3_600_000);
    expect((await cells())['files']).toBe('mMx');
    await env.fastForward(30 * 3_600_000);
    expect((await cells())['files']).toBe('mMX');
    const gate = { product: 'search', rung: 'bronze', minScore: 0 } as const;
    expect(await readGate(viewer(), { ...gate, fresh: false })).toMatchObject({
      passes: true,
      warnings: ['Runbook: rests on old measures'],
    });
    expect(await readGate(viewer(), { ...gate, fresh: true })).toMatchObject({ passes: false });
    await collectMeasures(work());
    expect((await cells())['files']).toBe('mMx');
  });
});

describe('the record of days', () => {
  it('holds organisation, teams, products, standards and initiatives, once a day', async () => {
    const { items } = await listInitiatives(viewer());
    expect(items).toMatchObject([{ name: 'runbooks', applies: 2, met: 1 }]);
    expect(items[0]?.days.at(-1)).toMatchObject({ applies: 2, met: 1, mustGaps: 1 });
    const { days, products } = await readStandard(viewer(), { standard: 'runbook' });
    expect(days.at(-1)).toMatchObject({ applies: 2, met: 1 });
    expect(products.map(({ product, outcome }) => [product, outcome])).toEqual([
      ['files', 'missed'],
      ['search', 'met'],
    ]);
  });

  it('says how it goes: teams, what turned and why, what is left before each day, and of which product', async () => {
    const { days, teams, turned, changes, initiatives } = await readCourse(viewer(), { days: 7 });
    // files meets 4 of 7 points (2.3 of 4), search 3 of 4 (3.0): their middle.
    expect(days.at(-1)).toMatchObject({ score: 2.7, mustGaps: 1 });
    expect(teams).toMatchObject([{ team: 'crew', products: 2, score: 2.7, change: null, failingMust: 1 }]);
    expect(turned.better).toBe(changes.filter(({ after }) => after === 'met').length);
    expect(turned.worse).toBe(changes.filter(({ before }) => before === 'met').length);
    expect(changes.length).toBeGreaterThan(0);
    expect(initiatives).toMatchObject([{ name: 'runbooks', applies: 2, met: 1 }]);
    expect((await readInitiative(viewer(), { initiative: 'runbooks' })).left).toMatchObject([
      { product: 'files', standard: 'runbook', outcome: 'missed', fix: 'Do it' },
    ]);
    const unknown = readInitiative(viewer(), { initiative: 'none' });
    await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the digest', () => {
  it('goes to the people of each team once in a week, on Monday morning', async () => {
    const sent = async () => {
      const { rows } = await sql<{ destination: string; subject: string }>`
        select destination, message ->> 'subject' as subject from delivery where key like 'readiness-%' order by id`.execute(
        env.databases.web,
      );
      return rows;
    };
    await apply(
      [
        'kind: Team\nmetadata: { name: other-crew }\nspec: { members: [ada] }',
        "kind: Product\nmetadata: { name: other }\nspec: { owner: other-crew, runbook: 'https://r.example/other' }",
      ].join('\n---\n'),
    );
    await collectMeasures(work());
    const now = env.clock.now();
    const days = (8 - now.getUTCDay()) % 7 || 7;
    const monday = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + days, 12);
    await env.fastForward(monday - now.getTime() - 6 * 3_600_000);
    await sendDigests(work());
    expect(await sent()).toEqual([]);
    await env.fastForward(6 * 3_600_000);
    await sendDigests(work());
    await sendDigests(work());
    expect(await sent()).toEqual([
      {
        destination: 'ada@example.org',
        subject: expect.stringContaining('Readiness of crew in the week from') as string,
      },
      // One for each team that they are of.
      {
        destination: 'ada@example.org',
        subject: expect.stringContaining('Readiness of other-crew in the week from') as string,
      },
    ]);
    // Nobody ran on the Monday after: the next morning catches up, once, whoever else does so at the same time.
    await env.fastForward(8 * 86_400_000 - 6 * 3_600_000);
    await apply(
      [
        'kind: Team\nmetadata: { name: new-crew }\nspec: { members: [ada] }',
        "kind: Product\nmetadata: { name: brand-new }\nspec: { owner: new-crew, runbook: 'https://r.example/new' }",
      ].join('\n---\n'),
    );
    await collectMeasures(work());
    await sendDigests(work());
    expect(await sent()).toHaveLength(2);
    await env.fastForward(6 * 3_600_000);
    await Promise.all([sendDigests(work()), sendDigests(work())]);
    await sendDigests(work());
    const tuesday = (await sent()).slice(2).map(({ subject }) => subject.replace(/ in the week.*/, ''));
    // A team that came since waits for its first Monday.
    expect(tuesday.toSorted()).toEqual(['Readiness of crew', 'Readiness of other-crew']);
  });
});
