import type { Target } from '../prometheus/configuration.ts';
import { look, type Finding, type Memory, type PostedAlert } from './alerts.ts';
import { conditions, type Window } from './conditions.ts';
import { filledIn, readRules, type Rule } from './rules.ts';
import { readSamples, type Scrape } from './scrape.ts';

export interface ProberPlan {
  targets: readonly Target[];
  /** Where to post, up to and with `/api/v2/alerts`. */
  alertsUrl: string;
  /** Shown with each alert as where it came from. */
  generatorURL: string;
  onTrouble: (sentence: string) => void;
}

export interface Prober {
  stop(): Promise<void>;
}

const everyMs = 5000;
const windowSeconds = 30;
const answerMs = 4000;

/** Does what a Prometheus with `demo/prometheus/rules.yml` would, every five seconds, until stopped. */
export function startProber(plan: ProberPlan): Prober {
  const probe = prober(plan);
  let turn: Promise<void> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    // A look that takes longer than its interval is not overtaken by the next.
    if (isBusy) return;
    isBusy = true;
    turn = probe(Date.now()).finally(() => {
      isBusy = false;
    });
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await turn;
    },
  };
}

/** One look at every target, and one post of what it found. What could not be posted is posted again with the next look. */
export function prober(plan: ProberPlan): (now: number) => Promise<void> {
  const rules = readRules();
  const windows = new Map<Target, Window>();
  let memory: Memory = new Map();
  let unsent: PostedAlert[] = [];
  return async (now) => {
    await Promise.all(
      plan.targets.map(async (target) => {
        const kept = (windows.get(target) ?? []).filter(({ at }) => at > now / 1000 - windowSeconds);
        windows.set(target, [...kept, await scrape(target, now)]);
      }),
    );
    const findings = plan.targets.flatMap((target) =>
      rules.flatMap((rule) => findingOf(rule, target, { window: windows.get(target) ?? [], now })),
    );
    const seen = look(memory, findings, { now, generatorURL: plan.generatorURL });
    memory = seen.memory;
    const outgoing = merged(unsent, seen.alerts);
    if (outgoing.length === 0) return;
    const refusal = await post(plan.alertsUrl, outgoing);
    unsent = refusal?.isWorthRetrying ? outgoing : [];
    if (refusal) plan.onTrouble(refusal.sentence);
  };
}

async function scrape({ port }: Target, now: number): Promise<Scrape> {
  const at = now / 1000;
  try {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`, {
      signal: AbortSignal.timeout(answerMs),
    });
    return { at, samples: response.ok ? readSamples(await response.text()) : null };
  } catch {
    return { at, samples: null };
  }
}

function findingOf(rule: Rule, target: Target, { window, now }: { window: Window; now: number }): Finding[] {
  const value = conditions[rule.alert]?.(window, now / 1000) ?? null;
  if (value === null) return [];
  const { product, environment } = target;
  const labels = { alertname: rule.alert, product, environment, ...rule.labels };
  const annotations = Object.fromEntries(
    Object.entries(rule.annotations).map(([name, text]) => [name, filledIn(text, labels, value)]),
  );
  return [{ key: `${rule.alert} ${product} ${environment}`, forSeconds: rule.for, labels, annotations }];
}

/** What failed to go out, unless there is newer word of the same alert. */
function merged(unsent: readonly PostedAlert[], fresh: readonly PostedAlert[]): PostedAlert[] {
  const key = (alert: PostedAlert) => JSON.stringify(alert.labels);
  const known = new Set(fresh.map(key));
  return [...unsent.filter((alert) => !known.has(key(alert))), ...fresh];
}

interface Rejection {
  sentence: string;
  isWorthRetrying: boolean;
}

async function post(url: string, alerts: readonly PostedAlert[]): Promise<Rejection | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts),
      signal: AbortSignal.timeout(answerMs),
    });
    const detail = (await response.text()).slice(0, 200);
    if (response.ok) return null;
    const isWorthRetrying = response.status >= 500 || response.status === 429;
    return { sentence: `Alerts were refused with ${response.status}: ${detail}`, isWorthRetrying };
  } catch (error) {
    return { sentence: `Alerts could not be sent: ${String(error)}`, isWorthRetrying: true };
  }
}
