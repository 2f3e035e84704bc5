import { sql } from 'kysely';
import type { Catalog } from '#catalog';
import { found, type Collector, type Look } from './collector.ts';

/** Fewer judged failures say nothing of how precise checks are. */
const fewest = 5;

/** Whether products are watched, and how well. */
export const fromChecks: Collector = {
  name: 'checks',
  measures: [
    'checks',
    'checks_silent',
    'critical_workflows',
    'critical_workflows_without_slo',
    'critical_workflows_unchecked',
    'check_verdicts_90d',
    'check_precision',
    'certificate_days',
  ],
  collect: async (look) => {
    const { catalog } = look;
    const [watched, silent, verdicts, days] = [
      checksByProduct(catalog),
      await silentChecks(look),
      await verdictsOf(look),
      await certificateDays(look),
    ];
    const workflows = criticalWorkflows(catalog);
    return found(
      catalog.list('Product').map(({ name }) => {
        const checks = [...(watched.get(name) ?? [])];
        const needed = workflows.get(name) ?? [];
        const judged = checks.map((check) => verdicts.get(check) ?? { real: 0, false: 0 });
        const real = judged.reduce((sum, each) => sum + each.real, 0);
        const total = judged.reduce((sum, each) => sum + each.false, real);
        const ends = checks.flatMap((check) => days.get(check) ?? []);
        return [
          name,
          {
            checks: checks.length,
            checks_silent: checks.filter((check) => silent.has(check)).length,
            critical_workflows: needed.length,
            critical_workflows_without_slo: needed.filter(({ hasSlo }) => !hasSlo).length,
            critical_workflows_unchecked: needed.filter(({ isChecked }) => !isChecked).length,
            check_verdicts_90d: total,
            check_precision: total < fewest ? null : Math.round((100 * real) / total),
            certificate_days: ends.length === 0 ? null : Math.floor(Math.min(...ends)),
          },
        ];
      }),
    );
  },
};

/** By product, the checks that name it or walk a workflow that needs it. */
function checksByProduct(catalog: Catalog): Map<string, Set<string>> {
  const checks = new Map<string, Set<string>>();
  for (const { name, spec } of catalog.list('Check')) {
    const steps =
      spec.workflow === undefined ? [] : (catalog.get('Workflow', spec.workflow)?.spec.steps ?? []);
    for (const product of [...spec.products, ...steps.flatMap((step) => step.products)])
      checks.set(product, (checks.get(product) ?? new Set()).add(name));
  }
  return checks;
}

interface CriticalWorkflow {
  readonly isChecked: boolean;
  readonly hasSlo: boolean;
}

/** By product, the critical workflows that need it, whether an end-to-end check walks each, and whether it has an objective. */
function criticalWorkflows(catalog: Catalog): Map<string, CriticalWorkflow[]> {
  const walked = new Set(
    catalog.list('Check').flatMap(({ spec }) => (spec.probe.type === 'e2e' ? (spec.workflow ?? []) : [])),
  );
  const aimed = new Set(catalog.list('SLO').map(({ spec }) => spec.workflow));
  const byProduct = new Map<string, CriticalWorkflow[]>();
  for (const { name, spec } of catalog.list('Workflow')) {
    if (spec.criticality > 2) continue;
    const workflow = { isChecked: walked.has(name), hasSlo: aimed.has(name) };
    for (const product of new Set(spec.steps.flatMap((step) => step.products)))
      byProduct.set(product, [...(byProduct.get(product) ?? []), workflow]);
  }
  return byProduct;
}

/** Checks that run nowhere, or have not for a day. */
async function silentChecks({ db, catalog }: Look): Promise<Set<string>> {
  const { rows } = await sql<{ check_name: string }>`
    select check_name from check_cell
    where not paused and last_run_at > now() - interval '1 day' group by check_name`.execute(db);
  const running = new Set(rows.map((row) => row.check_name));
  return new Set(catalog.list('Check').flatMap(({ name }) => (running.has(name) ? [] : [name])));
}

async function verdictsOf({ db }: Look): Promise<Map<string, { real: number; false: number }>> {
  const { rows } = await sql<{ check_name: string; real: number; false: number }>`
    select check_name, count(*) filter (where verdict = 'real')::int as real, count(*) filter (where verdict = 'false')::int as false
    from check_episode where started_at > now() - interval '90 days' and verdict is not null group by check_name`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.check_name, row]));
}

/** By check, the days left of each certificate that its last runs saw. */
async function certificateDays({ db }: Look): Promise<Map<string, number[]>> {
  const { rows } = await sql<{ check_name: string; days: number }>`
    select c.check_name, (r.measures ->> 'certificateDays')::float8 - extract(epoch from now() - r.due_at) / 86400 as days
    from check_cell c join check_run r on r.id = c.run_id
    where r.measures ? 'certificateDays' and r.due_at > now() - interval '7 days'`.execute(db);
  const found = new Map<string, number[]>();
  for (const { check_name: check, days } of rows) found.set(check, [...(found.get(check) ?? []), days]);
  return found;
}
