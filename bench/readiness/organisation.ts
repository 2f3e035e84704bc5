export const products = 2_000;
export const standards = 60;

const rules = [
  'owner_people >= 1 && description_set',
  'oncall_gap_hours == 0 && oncall_people >= 2',
  'pages_90d == 0 || ack_p90_minutes <= 5.0',
  'critical_workflows == 0 || critical_workflows_unchecked == 0',
  'm0 <= 3 || runbook_set',
];

interface File {
  readonly path: string;
  readonly text: string;
}

/** 2,000 products of 100 teams, 60 standards over what the platform measures and over one measure from outside. */
export function organisation(): File[] {
  const object = (kind: string, name: string, spec: object) =>
    JSON.stringify({ apiVersion: 'fieldmarshal/v1', kind, metadata: { name }, spec });
  const all = [
    ...Array.from({ length: 100 }, (_, n) => object('Person', `a${n}`, { email: `a${n}@bench.example` })),
    ...Array.from({ length: 100 }, (_, n) => object('Team', `t${n}`, { members: [`a${n}`] })),
    ...Array.from({ length: products }, (_, n) =>
      object('Product', `p${n}`, {
        owner: `t${n % 100}`,
        ...(n % 3 === 0 ? { description: 'A product' } : {}),
        ...(n % 2 === 0 ? { runbook: 'https://r.example/p' } : {}),
      }),
    ),
    object('Measure', 'm0', { type: 'number' }),
    ...Array.from({ length: standards }, (_, n) =>
      object('Standard', `s${n}`, {
        rule: rules[n % rules.length],
        why: 'w',
        fix: 'f',
        area: `area ${n % 10}`,
      }),
    ),
  ];
  return Array.from({ length: Math.ceil(all.length / 500) }, (_, n) => ({
    path: `${n}.yaml`,
    text: all.slice(n * 500, (n + 1) * 500).join('\n---\n'),
  }));
}
