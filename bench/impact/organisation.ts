/** How large the organisation is; together 10,000 objects and about 100,000 references between them. */
const sizes = {
  products: 6_000,
  workflows: 1_800,
  applications: 400,
  environments: 20,
  customers: 1_778,
} as const;
const perFile = 500;

export interface Made {
  readonly kind: string;
  readonly name: string;
  readonly spec: object;
}

/** The same numbers every time. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

/** Everything hangs on product `p0`, by hard dependencies and many soft ones beside. */
export function organisation(): Made[] {
  const roll = dice(7);
  const several = (count: number, prefix: string, below: number): string[] => [
    ...new Set(Array.from({ length: count }, () => `${prefix}${roll(below)}`)),
  ];
  const list = (count: number, make: (index: number) => Made): Made[] =>
    Array.from({ length: count }, (_, index) => make(index));
  return [
    { kind: 'Person', name: 'ada', spec: { email: 'ada@example.org' } },
    { kind: 'Team', name: 'crew', spec: { members: ['ada'] } },
    ...list(sizes.products, (index) => ({
      kind: 'Product',
      name: `p${index}`,
      spec: { owner: 'crew', dependsOn: index === 0 ? [] : needs(index, several(9, 'p', index)) },
    })),
    ...list(sizes.applications, (index) => ({
      kind: 'Application',
      name: `a${index}`,
      spec: { products: several(30, 'p', sizes.products) },
    })),
    ...list(sizes.workflows, (index) => ({
      kind: 'Workflow',
      name: `w${index}`,
      spec: {
        application: `a${index % sizes.applications}`,
        criticality: 1 + (index % 4),
        steps: [{ name: 'all', products: several(8, 'p', sizes.products) }],
      },
    })),
    ...list(sizes.environments, (index) => ({
      kind: 'Environment',
      name: `e${index}`,
      spec: {},
    })),
    ...list(sizes.customers, (index) => ({
      kind: 'Customer',
      name: `c${index}`,
      spec: {
        usersPerHour: 10,
        uses: [0, 1].map((more) => ({
          application: `a${(index + more * 7) % sizes.applications}`,
          environments: several(2, 'e', sizes.environments),
        })),
      },
    })),
  ];
}

function needs(index: number, others: readonly string[]): object[] {
  const parent = `p${index >> 1}`;
  return [
    { product: parent, strength: 'hard' },
    ...others.filter((name) => name !== parent).map((product) => ({ product, strength: 'soft' })),
  ];
}

/** As files within the limits of `apply`; JSON is YAML. */
export function filesOf(objects: readonly Made[]): { path: string; text: string }[] {
  return Array.from({ length: Math.ceil(objects.length / perFile) }, (_, index) => ({
    path: `part-${index}.yaml`,
    text: objects
      .slice(index * perFile, (index + 1) * perFile)
      .map(({ kind, name, spec }) =>
        JSON.stringify({ apiVersion: 'fieldmarshal/v1', kind, metadata: { name }, spec }),
      )
      .join('\n---\n'),
  }));
}
