import type pg from 'pg';
import { foldVersion } from '../../contract/src/incidents/fold/reduce.ts';
import type { TestLog } from '../../contract/src/incidents/testing-log.ts';
import { customers, environments, lived, products, rules } from './history.ts';

export interface Size {
  readonly incidents: number;
  readonly days: number;
  readonly checks: number;
  /** Runs that the rolled-up hours stand for. */
  readonly runs: number;
}

const batch = 1_000;

/** Incidents with their logs and impact, as the product stores them, spread over the days up to now. */
export async function fillIncidents(client: pg.Client, { incidents, days }: Size): Promise<void> {
  const spanMs = days * 86_400_000 - 86_400_000;
  const from = Date.now() - spanMs;
  for (let first = 1; first <= incidents; first += batch) {
    const logs = Array.from({ length: Math.min(batch, incidents - first + 1) }, (_, index) =>
      lived(first + index, from + ((first + index) / incidents) * (spanMs - 86_400_000)),
    );
    await client.query(insertIncidents, [JSON.stringify(logs.map((log) => log.state)), foldVersion]);
    await client.query(insertEvents, [JSON.stringify(logs.flatMap((log) => log.events))]);
    await client.query(insertImpact, [
      JSON.stringify(logs.map((log, index) => impactOf(log, first + index))),
    ]);
  }
  await client.query(`select setval('incident_number', ${incidents})`);
}

const insertIncidents = `
  insert into incident (id, number, seq, fold_version, fold, title, summary, severity, severity_rank, state, is_open, drill, product,
    environment, teams, declared_at, changed_at, acknowledged_at, resolved_at, counts)
  select f->>'id', substr(f->>'id', 5)::int, (f->>'seq')::int, $2, f, f->>'title', '', f->>'severity', 1, f->>'state', false,
    (f->>'drill')::boolean, f->>'product', f->>'environment', '{}', (f->>'declaredAt')::timestamptz, (f->>'changedAt')::timestamptz,
    (f->>'acknowledgedAt')::timestamptz, (f->>'resolvedAt')::timestamptz, '{}'
  from jsonb_array_elements($1::jsonb) f`;

const insertEvents = `
  insert into incident_event (incident_id, seq, id, at, actor, type, version, data)
  select e."incidentId", e.seq, gen_random_uuid(), e.at, e.actor, e.type, e.version, e.data
  from jsonb_to_recordset($1::jsonb) as e("incidentId" text, seq int, at timestamptz, actor jsonb, type text, version int, data jsonb)`;

const insertImpact = `
  insert into impact (incident_id, assessed_at, started_at, decide_by, closed, rows)
  select i.id, i.at, i.at, i.at, true, i.rows from jsonb_to_recordset($1::jsonb) as i(id text, at timestamptz, rows jsonb)`;

function impactOf({ id, state }: TestLog, number: number) {
  const at = state.declaredAt;
  const name = `customer-${number % customers}`;
  const hit = { kind: 'customer', name, title: name, state: 'down', standing: 'likely', usersPerHour: 100 };
  return { id, at, rows: number % 3 === 0 ? [] : [{ ...hit, userMinutesLost: 100 + (number % 900) }] };
}

/** Alerts by rule and day, and runs by hour, as the hourly jobs leave them. */
export async function fillDays(client: pg.Client, { incidents, days, checks, runs }: Size): Promise<void> {
  await client.query(
    `insert into insight_rule_day (day, rule, product, environment, incident_id, alerts, silenced)
     select now()::date - (n / $2::int) % $1::int, 'Rule' || n % $2::int, 'product-' || n % $3::int, 'env-' || n % $4::int,
       case when n % 4 = 0 then 'INC-' || 1 + n % $5::int else '' end, 1 + n % 20, 0
     from generate_series(1, $1::int * $2::int) n`,
    [days, rules, products, environments, incidents],
  );
  const hours = 90 * 24;
  const each = Math.max(1, Math.round(runs / (hours * checks * environments)));
  await client.query(
    `insert into insight_run_hour (check_name, environment, hour, good, bad, not_counted)
     select 'check-' || c, 'env-' || e, date_trunc('hour', now()) - h * interval '1 hour',
       $4::int - case when (c + e + h) % 97 = 0 then 1 else 0 end, case when (c + e + h) % 97 = 0 then 1 else 0 end, 0
     from generate_series(0, $1::int - 1) h, generate_series(0, $2::int - 1) c, generate_series(0, $3::int - 1) e`,
    [hours, checks, environments, each],
  );
  await client.query(
    `insert into insight_run_day (check_name, environment, day, good, bad, not_counted)
     select check_name, environment, (hour at time zone 'UTC')::date, sum(good), sum(bad), sum(not_counted)
     from insight_run_hour group by 1, 2, 3`,
  );
  await client.query(
    `insert into insight_check_day (day, check_name, episodes, judged, real, concerned, seen, before_people)
     select now()::date - d, 'check-' || c, 2, 1, 1, 3, 2, 1 from generate_series(0, $1::int - 1) d, generate_series(0, $2::int - 1) c`,
    [days, checks],
  );
  await client.query(
    'vacuum analyze incident, incident_event, impact, insight_rule_day, insight_run_hour, insight_run_day, insight_check_day',
  );
}

/** Products, environments, checks of workflows, and an objective for each workflow. */
export function catalogOf(checks: number): string {
  const object = (kind: string, name: string, spec: object): string =>
    JSON.stringify({ apiVersion: 'fieldmarshal/v1', kind, metadata: { name }, spec });
  const list = (count: number, name: string) =>
    Array.from({ length: count }, (_, index) => `${name}-${index}`);
  const everywhere = list(environments, 'env');
  return [
    object('Team', 'all', {}),
    ...list(products, 'product').map((name) => object('Product', name, { owner: 'all' })),
    ...everywhere.map((name) => object('Environment', name, {})),
    object('Application', 'one', {}),
    ...list(checks / 2, 'workflow').flatMap((name) => [
      object('Workflow', name, { application: 'one' }),
      object('SLO', `slo-${name}`, { workflow: name, objective: 0.995, windowDays: 90 }),
    ]),
    ...list(checks, 'check').map((name, index) =>
      object('Check', name, {
        workflow: `workflow-${Math.floor(index / 2)}`,
        probe: { type: 'http', url: 'https://nobody.example/' },
        environments: everywhere.map((environment) => ({ environment, paused: true })),
      }),
    ),
  ].join('\n---\n');
}
