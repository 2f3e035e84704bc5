import type { CauseVerdict } from '@fieldmarshal/contract/localisation';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case } from './cases.ts';
import type { Demo } from './demo.ts';
import { flakyTest, runnerWithoutNetwork, type Trouble } from './others.ts';
import type { Truth } from './truth.ts';

/** Faults stay on for so long. */
const heldMs = 40_000;
/** What no product does must page nobody, also not late: a failure that nothing answered waits up to a minute for another runner's word. */
const othersHeldMs = 100_000;
const lookEveryMs = 500;
/** What no product does shows in its own runs only, which a busy runner does one after the other: it stays on until so many have ended. */
const runsWorthALook = 6;
const showsWithinMs = 420_000;
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
  /** Whether the first verdict that was clear was right, on which people may act at once; null: none was clear. */
  readonly firstClear: boolean | null;
  /** At the end. Where no product is at fault: that none is named first and clear. */
  readonly top1: boolean;
  readonly top3: boolean;
  readonly clear: boolean;
  /** Where two causes were named at once, whether both are at fault; null: the verdict named no two. */
  readonly pairRight: boolean | null;
  readonly suspects: string;
  /** What the trouble did where no product was at fault. */
  readonly told: string | null;
  readonly verdict: CauseVerdict | null;
  /**
   * Whether people of the team that owns what is at fault were paged, and of no other, once the verdict was clear and its one action was taken;
   * null: it never was clear, so nobody took it, or no product is at fault.
   */
  readonly team: boolean | null;
  readonly severity: string;
  /** Whether that is as grave as the workflows that are hit; null: there was no incident. */
  readonly severityRight: boolean | null;
  readonly recall: number | null;
  readonly precision: number | null;
  /** The workflows of the impact list, as they stand there. */
  readonly workflows: readonly Row[];
  readonly proposed: string;
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
export async function follow(demo: Demo, { faults, other }: Case, truth: Truth): Promise<Outcome> {
  const environment = other?.environment ?? faults[0]?.environment ?? 'eu-prod';
  const trouble = other === null ? null : await others[other.what](demo, environment);
  const start = performance.now();
  const secondsNow = (): number => (performance.now() - start) / 1_000;
  await Promise.all(faults.map(async (each) => demo.control('POST', '/faults', each)));
  if (trouble === null) await runChecks(demo, environment);
  let shownAt = -Infinity;
  let firstClear: boolean | null = null;
  const products = new Set<string>(faults.map(({ product }) => product));
  const seen = { alertS: null, incidentS: null, pageS: null, draftS: null, causeS: null } as Record<
    'alertS' | 'incidentS' | 'pageS' | 'draftS' | 'causeS',
    number | null
  >;
  const alerts: Alert[] = [];
  let incident: Incident | undefined;
  let verdict: CauseVerdict | null = null;
  while (await goesOn(trouble, performance.now() - start)) {
    await sleep(lookEveryMs);
    if (trouble !== null && performance.now() - shownAt > showEveryMs) {
      shownAt = performance.now();
      await trouble.show();
    }
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
    if (verdict?.clear === true && firstClear === null) {
      firstClear = isRight(verdict.suspects[0], products);
      // The one action that whoever leads takes; where nobody owns what is suspected it is refused.
      await demo.api('POST', `/incidents/${incident.id}/cause/page`, {}).catch(() => undefined);
    }
    const right = verdict !== null && verdict.clear && isRight(verdict.suspects[0], products);
    seen.causeS = right ? (seen.causeS ?? secondsNow()) : null;
  }
  const impact = incident === undefined ? noImpact : await impactOf(demo, incident.id, truth);
  const severity = incident === undefined ? '' : await severityOf(demo, incident.id);
  const paged = incident === undefined ? [] : await teamsOf(demo, incident.id);
  await demo.control('DELETE', '/faults');
  const told = (await trouble?.end()) ?? null;
  return {
    ...seen,
    firstClear,
    verdict,
    named: alerts.some(({ product }) => products.has(product ?? '')),
    ...judged(verdict, products),
    told,
    suspects: (verdict?.suspects ?? [])
      .slice(0, 3)
      .map(({ kind, name, probability }) => `${kind === 'product' ? name : kind} ${probability.toFixed(2)}`)
      .join(', '),
    team:
      firstClear !== null && faults.length > 0
        ? paged.length > 0 && paged.every((team) => truth.teams.has(team))
        : null,
    severity,
    severityRight: severity === '' ? null : truth.severities.includes(severity),
    ...impact,
  };
}

async function goesOn(trouble: Trouble | null, sofarMs: number): Promise<boolean> {
  if (sofarMs < (trouble === null ? heldMs : othersHeldMs)) return true;
  return trouble !== null && sofarMs < showsWithinMs && (await trouble.ended()) < runsWorthALook;
}

const others = { 'flaky-test': flakyTest, 'cut-off-runner': runnerWithoutNetwork } as const;
const showEveryMs = 4_000;

type Suspect = CauseVerdict['suspects'][number];

/** Of nobody's fault, that it is called so. */
function isRight(suspect: Suspect | undefined, products: ReadonlySet<string>): boolean {
  if (suspect === undefined) return false;
  return products.size > 0 ? products.has(suspect.name) : suspect.kind !== 'product';
}

function judged(
  verdict: CauseVerdict | null,
  products: ReadonlySet<string>,
): Pick<Outcome, 'top1' | 'top3' | 'clear' | 'pairRight'> {
  const suspects = verdict?.suspects ?? [];
  const clear = verdict?.clear ?? false;
  const pair = (clear ? verdict?.pair : null) ?? null;
  const pairRight = pair && pair.every(({ name }) => products.has(name));
  if (products.size > 0)
    return {
      ...{ clear, pairRight, top1: isRight(suspects[0], products) },
      top3: suspects.slice(0, 3).some((suspect) => isRight(suspect, products)),
    };
  const blamesNobody = !clear || isRight(suspects[0], products);
  return { clear, pairRight, top1: blamesNobody, top3: blamesNobody };
}

/** For which teams people were paged. */
async function teamsOf(demo: Demo, id: string): Promise<string[]> {
  const { items } = await demo.api<{ items: { team: string | null }[] }>('GET', `/pages?incident=${id}`);
  return items.flatMap(({ team }) => team ?? []);
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

/** That is proposed, else that it has. */
async function severityOf(demo: Demo, id: string): Promise<string> {
  const { proposal } = await demo.api<{ proposal: { severity: string } | null }>(
    'GET',
    `/incidents/${id}/impact?limit=1`,
  );
  return proposal?.severity ?? (await demo.api<Incident>('GET', `/incidents/${id}`)).severity ?? 'none';
}

interface Row {
  readonly kind: string;
  readonly name: string;
  readonly standing: string;
}

const noImpact = { recall: null, precision: null, workflows: [], proposed: '' };

/** Of the workflows that are hit the share that is listed, and of those listed the share that can be hit. */
async function impactOf(
  demo: Demo,
  id: string,
  { hit, reachable }: Truth,
): Promise<Pick<Outcome, 'recall' | 'precision' | 'workflows' | 'proposed'>> {
  const { rows, proposal } = await demo.api<{ rows: Row[]; proposal: { reason: string } | null }>(
    'GET',
    `/incidents/${id}/impact?limit=1000`,
  );
  const workflows = rows.filter(({ kind }) => kind === 'workflow');
  const listed = workflows
    .filter(({ standing }) => standing === 'confirmed' || standing === 'likely')
    .map(({ name }) => name);
  const found = [...hit].filter((name) => listed.includes(name)).length;
  return {
    recall: hit.size === 0 ? null : found / hit.size,
    precision:
      listed.length === 0 ? null : listed.filter((name) => reachable.has(name)).length / listed.length,
    ...{ workflows, proposed: proposal?.reason ?? '' },
  };
}
