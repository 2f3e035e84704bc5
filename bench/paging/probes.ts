import { setTimeout as sleep } from 'node:timers/promises';
import { bootstrapToken } from '../subject.ts';
import type { Sink } from './sink.ts';

/** Seconds between the steps of a probe: the shortest a policy may have. */
export const stepS = 3;
/** The same of a patient probe: long enough for all that follows its opening to be over. */
export const patientStepS = 30;

interface Rules {
  readonly sink: string;
  /** Timed steps of a probe after its first. */
  readonly steps: number;
  /** Seconds until the next step. */
  readonly seconds?: number;
}

/**
 * One incident and one escalation for each alert: those named `probe` ring again and again, those named `patient` do so
 * slowly, those named `open` ring once and stay open
 * for a day. Alerts named `storm` share one incident.
 */
export function probeRules({ sink, steps, seconds = stepS }: Rules): string {
  const step = (minutes: number) => `{ targets: [{ person: bench }], minutes: ${minutes} }`;
  const stepsOf = (every: number) =>
    Array.from({ length: steps + 1 }, (_, index) => step(index < steps ? every / 60 : 1440)).join(', ');
  return `
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: bench }
spec: { email: bench@example.org, contactMethods: [{ channel: webhook, url: "${sink}" }] }
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: probe }
spec: { repeat: 0, steps: [${stepsOf(seconds)}] }
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: patient }
spec: { repeat: 0, steps: [${stepsOf(patientStepS)}] }
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: open }
spec: { default: true, repeat: 0, steps: [${step(1440)}] }
${['probe', 'patient', 'open', 'storm'].map((name) => routeOf(name)).join('')}`;
}

function routeOf(name: string): string {
  return `---
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: ${name} }
spec:
  matchers: ['alertname="${name}"']
  groupBy: ${name === 'storm' ? '[]' : '["..."]'}
  escalationPolicy: ${name === 'storm' ? 'open' : name}
`;
}

let alerts = 0;

/** Sends so many alerts of a name in one request; every one is another. Waits out trouble, as a sender does. */
export async function send(intake: string, name: string, count: number): Promise<void> {
  const endsAt = new Date(Date.now() + 86_400_000).toISOString();
  const body = JSON.stringify(
    Array.from({ length: count }, () => ({
      labels: { alertname: name, n: String((alerts += 1)), severity: 'critical' },
      annotations: { summary: `${name} ${alerts}` },
      endsAt,
    })),
  );
  for (;;) {
    const ok = await fetch(intake, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.ok;
      },
      () => false,
    );
    if (ok) return;
    await sleep(50);
  }
}

interface Expected {
  readonly ring: string;
  readonly count: number;
  readonly limitMs?: number;
}

/** Waits until so many pages of a ring have arrived; throws with how many did after the limit. */
export async function untilArrived(sink: Sink, { ring, count, limitMs = 120_000 }: Expected): Promise<void> {
  const start = performance.now();
  const seen = () => new Set(sink.arrivals.filter((each) => each.ring === ring).map(({ id }) => id)).size;
  while (seen() < count) {
    if (performance.now() - start > limitMs)
      throw new Error(`${seen()} of ${count} pages of ${ring} arrived within ${limitMs} ms`);
    await sleep(20);
  }
}

/** Waits until nothing about an incident is left to be worked out; throws after the limit. */
export async function untilThought(url: string, limitMs = 1_800_000): Promise<void> {
  const start = performance.now();
  for (let quiet = 0; quiet < 3;) {
    const response = await fetch(`${url}/metrics`, {
      headers: { authorization: `Bearer ${bootstrapToken}` },
    });
    const oldest = /^fieldmarshal_oldest_thought_seconds (\S+)$/mu.exec(await response.text())?.[1];
    if (oldest === undefined) throw new Error('the server does not tell how old its oldest thought is');
    quiet = Number(oldest) < 1 ? quiet + 1 : 0;
    if (performance.now() - start > limitMs)
      throw new Error(`thoughts are ${oldest} s old after ${limitMs} ms`);
    await sleep(1_000);
  }
}

/** When each ring of a page was made, in epoch milliseconds by the database's clock, by its name. */
export async function madeAt(url: string, page: string): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${url}/api/v1/pages/${page}`, {
    headers: { authorization: `Bearer ${bootstrapToken}` },
  });
  if (!response.ok) throw new Error(`page ${page}: ${response.status}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer of the contract
  const { rings } = (await response.json()) as { rings: { ring: string; madeAt: string }[] };
  return new Map(rings.map(({ ring, madeAt: at }) => [ring, Date.parse(at)]));
}

/** A number of the environment, e.g. to shorten a run. */
export function sizeFrom(name: string, usual: number): number {
  const value = Number(process.env[name] ?? usual);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} must be a whole number from 1`);
  return value;
}
