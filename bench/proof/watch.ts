import type { CauseVerdict } from '@fieldmarshal/contract/localisation';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case } from './cases.ts';
import type { Demo } from './demo.ts';
import type { Truth } from './truth.ts';

/** Faults stay on for so long. */
const heldMs = 40_000;
const lookEveryMs = 500;
/** End-to-end checks that are run when a fault is on, besides those that are due: all of an environment, as one interval would bring. */
const runsAtOnce = 25;
const quietWithinMs = 150_000;

/** What became of one case. Seconds count from the fault; null: it did not happen while the fault was on. */
export interface Outcome {
  readonly alertS: number | null;
  /** Of alerts, whether one names a product that is at fault. */
  readonly named: boolean;
  readonly incidentS: number | null;
  readonly pageS: number | null;
  readonly draftS: number | null;
  /** From when the first of the ranking was right and clear. */
  readonly causeS: number | null;
  /** At the end. */
  readonly top1: boolean;
  readonly top3: boolean;
  readonly clear: boolean;
  readonly suspects: string;
  readonly verdict: CauseVerdict | null;
  readonly team: boolean;
  readonly severity: string;
  readonly recall: number | null;
  readonly precision: number | null;
}

interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly product: string | null;
  readonly environment: string | null;
}
interface Incident {
  readonly id: string;
  readonly severity: string | null;
}

/** Switches a case on, follows what the product says of it, and switches it off. The demo must be quiet before. */
export async function follow(demo: Demo, { faults }: Case, truth: Truth): Promise<Outcome> {
  const [{ environment } = { environment: 'eu-prod' }] = faults;
  const start = performance.now();
  const secondsNow = (): number => (performance.now() - start) / 1_000;
  await Promise.all(faults.map(async (each) => demo.control('POST', '/faults', each)));
  await runChecks(demo, environment);
  const products = new Set<string>(faults.map(({ product }) => product));
  const seen = { alertS: null, incidentS: null, pageS: null, draftS: null, causeS: null } as Record<
    'alertS' | 'incidentS' | 'pageS' | 'draftS' | 'causeS',
    number | null
  >;
  const alerts: Alert[] = [];
  let incident: Incident | undefined;
  let verdict: CauseVerdict | null = null;
  while (performance.now() - start < heldMs) {
    await sleep(lookEveryMs);
    alerts.push(...(await openAlerts(demo)).filter((each) => each.environment === environment));
    if (alerts.length > 0) seen.alertS ??= secondsNow();
    incident ??= (await openIncidents(demo, environment))[0];
    if (incident === undefined) continue;
    seen.incidentS ??= secondsNow();
    if (seen.pageS === null && (await countOf(demo, `/pages?incident=${incident.id}`)) > 0)
      seen.pageS = secondsNow();
    if (seen.draftS === null && (await countOf(demo, `/incidents/${incident.id}/drafts`)) > 0)
      seen.draftS = secondsNow();
    ({ verdict } = await demo.api<{ verdict: CauseVerdict | null }>(
      'GET',
      `/incidents/${incident.id}/cause`,
    ));
    const right = verdict !== null && verdict.clear && products.has(verdict.suspects[0]?.name ?? '');
    seen.causeS = right ? (seen.causeS ?? secondsNow()) : null;
  }
  const impact = incident === undefined ? null : await impactOf(demo, incident.id, truth);
  const severity = incident === undefined ? '' : await severityOf(demo, incident.id);
  await demo.control('DELETE', '/faults');
  const ranking = (verdict?.suspects ?? []).map(({ kind, name }) => (kind === 'product' ? name : kind));
  return {
    ...seen,
    verdict,
    named: alerts.some(({ product }) => products.has(product ?? '')),
    top1: products.has(ranking[0] ?? ''),
    top3: ranking.slice(0, 3).some((name) => products.has(name)),
    clear: verdict?.clear ?? false,
    suspects: (verdict?.suspects ?? [])
      .slice(0, 3)
      .map(({ kind, name, probability }) => `${kind === 'product' ? name : kind} ${probability.toFixed(2)}`)
      .join(', '),
    team: verdict?.suspects[0]?.team === truth.team,
    severity,
    recall: impact?.recall ?? null,
    precision: impact?.precision ?? null,
  };
}

/** Waits until nothing is open from the case before. Throws where that does not come about. */
export async function untilQuiet(demo: Demo): Promise<void> {
  await demo.control('DELETE', '/faults');
  const limit = performance.now() + quietWithinMs;
  for (let look = 0; ; look += 1) {
    for (const { id } of await openIncidents(demo, null))
      await demo
        .api('POST', `/incidents/${id}/resolve`, { summary: 'The fault was switched off' })
        .catch(() => undefined);
    const alerts = (await openAlerts(demo)).filter(({ product }) => product !== null);
    if (alerts.length === 0 && (await openIncidents(demo, null)).length === 0) return;
    if (performance.now() > limit)
      throw new Error(`still open: ${alerts.map(({ labels }) => labels['alertname']).join(', ')}`);
    // Checks that failed are due in minutes; nobody waits for that.
    if (look % 20 === 0)
      for (const { labels, environment } of alerts)
        if (labels['check'] !== undefined) await runCheck(demo, labels['check'], environment ?? '');
    await sleep(1_000);
  }
}

/** A few checks of the environment, whichever they are: who follows does not know where the fault is. */
async function runChecks(demo: Demo, environment: string): Promise<void> {
  const { items } = await demo.api<{ items: { name: string; type: string }[] }>('GET', '/checks?limit=200');
  const checks = items.filter(({ type }) => type === 'e2e').map(({ name }) => name);
  const step = Math.max(1, Math.floor(checks.length / runsAtOnce));
  for (const name of checks.filter((_, index) => index % step === 0).slice(0, runsAtOnce))
    await runCheck(demo, name, environment);
}

async function runCheck(demo: Demo, name: string, environment: string): Promise<void> {
  // One that is running already is as good.
  await demo.api('POST', `/checks/${name}/run`, { environment }).catch(() => undefined);
}

async function openAlerts(demo: Demo): Promise<Alert[]> {
  return (await demo.api<{ items: Alert[] }>('GET', '/alerts?state=open&limit=200')).items;
}

async function openIncidents(demo: Demo, environment: string | null): Promise<Incident[]> {
  const of = environment === null ? '' : `&environment=${environment}`;
  return (await demo.api<{ items: Incident[] }>('GET', `/incidents?open=true${of}`)).items;
}

async function countOf(demo: Demo, path: string): Promise<number> {
  return (await demo.api<{ items: unknown[] }>('GET', path)).items.length;
}

async function severityOf(demo: Demo, id: string): Promise<string> {
  return (await demo.api<Incident>('GET', `/incidents/${id}`)).severity ?? 'none';
}

interface Row {
  readonly kind: string;
  readonly name: string;
  readonly standing: string;
}

/** Of the workflows that are hit the share that is listed, and of those listed the share that can be hit. */
async function impactOf(
  demo: Demo,
  id: string,
  { hit, reachable }: Truth,
): Promise<{ recall: number | null; precision: number | null }> {
  const { rows } = await demo.api<{ rows: Row[] }>('GET', `/incidents/${id}/impact?limit=1000`);
  const listed = rows
    .filter(
      ({ kind, standing }) => kind === 'workflow' && (standing === 'confirmed' || standing === 'likely'),
    )
    .map(({ name }) => name);
  const found = [...hit].filter((name) => listed.includes(name)).length;
  return {
    recall: hit.size === 0 ? null : found / hit.size,
    precision:
      listed.length === 0 ? null : listed.filter((name) => reachable.has(name)).length / listed.length,
  };
}
