import { Random } from '../pager/random.ts';
import { bootstrapToken, startSubject } from '../subject.ts';
import { judge, quantile } from '../verdict.ts';

const schedules = 500;
const instants = 1_000;
const rounds = 10;
const dayMs = 86_400_000;
const from = Date.UTC(2027, 0, 1);
const zones = [
  'Europe/London',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/Santiago',
];
const handoffs = [
  { type: 'hourly', length: 12 },
  { type: 'daily', length: 1 },
  { type: 'weekly', length: 1 },
  { type: 'weekly', length: 2 },
  { type: 'monthly', length: 1 },
];
const people = Array.from({ length: 40 }, (_, index) => `person-${index}`);

/** Over HTTP: the roster of 500 schedules for a month, and whether roster and pager name the same people at 1,000 random instants. */
export async function measureRosters(): Promise<void> {
  const subject = await startSubject();
  try {
    await subject.apply(rota());
    const month = new URLSearchParams({ from: iso(from), to: iso(from + 31 * dayMs) });
    const times: number[] = [];
    let shifts = 0;
    for (let index = 0; index < rounds; index += 1) {
      const start = performance.now();
      const roster = await ask<{ schedules: { shifts: unknown[] }[] }>(
        `${subject.url}/api/v1/oncall/timeline?${month}`,
      );
      times.push(performance.now() - start);
      shifts = roster.schedules.reduce((sum, each) => sum + each.shifts.length, 0);
    }
    console.log(`\n## ${schedules} schedules, over HTTP: ${shifts} shifts in a month`);
    judge({ name: 'roster of a month, median ms', value: quantile(times, 0.5), most: 300 });
    const random = new Random(20_270_101);
    let agreed = 0;
    for (let count = 0; count < instants; count += 1) {
      const at = from + random.between(0, 364 * dayMs);
      const name = `rota-${random.between(0, schedules - 1)}`;
      if ((await onRoster(subject.url, name, at)) === (await paged(subject.url, name, at))) agreed += 1;
      else console.log(`roster and pager differ: ${name} at ${iso(at)}`);
    }
    judge({
      name: `random instants of ${instants} at which roster and pager agree`,
      value: agreed,
      least: instants,
    });
  } finally {
    await subject.stop();
  }
}

async function onRoster(url: string, name: string, at: number): Promise<string> {
  const span = new URLSearchParams({ from: iso(at), to: iso(at + 1) });
  const { shifts } = await ask<{ shifts: { people: string[] }[] }>(
    `${url}/api/v1/schedules/${name}/shifts?${span}`,
  );
  return (shifts[0]?.people ?? []).toSorted().join(' ');
}

/** Whom a page of that moment would ring, by the machine that also pages. */
async function paged(url: string, name: string, at: number): Promise<string> {
  const spec = { repeat: 0, steps: [{ targets: [{ schedule: name }], minutes: 1440 }] };
  const { moments } = await ask<{ moments: { step: number | null; rings: { person: string }[] }[] }>(
    `${url}/api/v1/escalation-policies/preview`,
    { spec, severity: 'SEV1', at: iso(at) },
  );
  const rings = moments.find(({ step }) => step === 1)?.rings ?? [];
  return [...new Set(rings.map(({ person }) => person))].toSorted().join(' ');
}

/** Reads, or posts a body. */
async function ask<T>(address: string, body?: unknown): Promise<T> {
  const response = await fetch(address, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${bootstrapToken}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer of the contract
  return (await response.json()) as T;
}

/** Schedules of three layers in as many zones, some with a fallback, some with holes, with slots of several. */
function rota(): string {
  const random = new Random(7);
  const somebody = () => random.pick(people);
  const layer = (index: number) => ({
    name: `layer ${index}`,
    timezone: random.pick(zones),
    start: iso(from - random.between(0, 700) * dayMs),
    handoff: random.pick(handoffs),
    participants: [somebody(), [somebody(), somebody()], somebody()],
    restrictions:
      index === 0 ? [] : [{ days: [random.pick(['MO', 'TU', 'SA'])], from: '22:00', to: '06:30' }],
  });
  const objects = [
    ...people.map((name) => ({
      kind: 'Person',
      metadata: { name },
      spec: {
        email: `${name}@example.org`,
        contactMethods: [{ channel: 'email', address: `${name}@example.org` }],
      },
    })),
    ...Array.from({ length: schedules }, (_, index) => ({
      kind: 'Schedule',
      metadata: { name: `rota-${index}` },
      spec: {
        timezone: random.pick(zones),
        combine: random.pick(['precedence', 'union']),
        layers: [0, 1, 2].slice(index % 2).map((each) => layer(each)),
        fallback: index % 3 === 0 ? [somebody()] : [],
      },
    })),
  ];
  return objects
    .map((object) => JSON.stringify({ apiVersion: 'fieldmarshal/v1', ...object }))
    .join('\n---\n');
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
