import type { Kind, Spec } from '@fieldmarshal/contract/catalog';
import type { NewObject } from './new-object.ts';

/** One place in a spec that names another object. */
export interface Reference {
  /** Into the spec, such as `['dependsOn', 0, 'product']`. */
  readonly path: readonly (string | number)[];
  readonly kind: Kind;
  readonly name: string;
}

type Path = Reference['path'];

/** Every reference of an object, in the order of its spec; a person named twice comes twice. */
export function referencesOf(object: NewObject): Reference[] {
  switch (object.kind) {
    case 'Hub':
    case 'SeverityRules':
    case 'Template':
    case 'Wording':
    case 'Measure':
    case 'ModelProvider':
    case 'MetricsSource':
      return [];
    case 'Team':
      return ofTeam(object.spec);
    case 'Person':
      return ofPerson(object.spec);
    case 'Product':
      return ofProduct(object.spec);
    case 'Application':
      return ofApplication(object.spec);
    case 'Workflow':
      return ofWorkflow(object.spec);
    case 'Environment':
      return ofEnvironment(object.spec);
    case 'Customer':
      return ofCustomer(object.spec);
    case 'Schedule':
      return ofSchedule(object.spec);
    case 'EscalationPolicy':
      return ofEscalationPolicy(object.spec);
    case 'Shadow':
      return ofShadow(object.spec);
    case 'Route':
      return ofRoute(object.spec);
    case 'Check':
      return ofCheck(object.spec);
    case 'MaintenanceWindow':
      return [...ofPlaces(object.spec), ...each('Check', ['checks'], object.spec.checks)];
    case 'Standard':
      return [...one('Team', ['owner'], object.spec.owner), ...ofAppliesTo(object.spec)];
    case 'Initiative':
      return [
        ...one('Team', ['owner'], object.spec.owner),
        ...each('Standard', ['standards'], object.spec.standards),
        ...ofAppliesTo(object.spec),
      ];
    case 'Dashboard':
      return one('Team', ['owner'], object.spec.owner);
    case 'SLO':
      return ofSlo(object.spec);
    case 'Ambush':
    case 'TrainingLadder':
      return each('Schedule', ['schedules'], object.spec.schedules);
    case 'Runbook':
      return ofRunbook(object.spec);
    case 'LinkTemplate':
      return ofPlaces(object.spec);
    case 'MetricsPanel':
      return [...one('MetricsSource', ['source'], object.spec.source), ...ofPlaces(object.spec)];
    case 'ProductMetric':
      return ofMetric(object.spec);
    case 'Tracker':
      return ofTracker(object.spec);
    case 'TracesSource':
    case 'LogsSource':
      return inEnvironments(object.spec);
    case 'Scenario':
      return ofScenario(object.spec);
  }
}

function ofApplication({ owner, products }: Spec<'Application'>): Reference[] {
  return [...one('Team', ['owner'], owner), ...each('Product', ['products'], products)];
}

function ofMetric(spec: Spec<'ProductMetric'>): Reference[] {
  return [...one('MetricsSource', ['source'], spec.source), ...inEnvironments(spec)];
}

function one(kind: Kind, path: Path, name: string | undefined): Reference[] {
  return name === undefined ? [] : [{ kind, path, name }];
}

function each(kind: Kind, path: Path, names: readonly string[]): Reference[] {
  return names.map((name, index) => ({ kind, path: [...path, index], name }));
}

function ofTeam(spec: Spec<'Team'>): Reference[] {
  return [
    ...one('Hub', ['hub'], spec.hub),
    ...each('Person', ['members'], spec.members),
    ...one('EscalationPolicy', ['escalationPolicy'], spec.escalationPolicy),
    ...each('Environment', ['clearances'], spec.clearances ?? []),
  ];
}

function ofPerson(spec: Spec<'Person'>): Reference[] {
  return [
    ...one('Hub', ['hub'], spec.hub),
    ...each('Environment', ['clearances'], spec.clearances ?? []),
    ...each('Team', ['scope', 'teams'], spec.scope?.teams ?? []),
    ...each('Environment', ['scope', 'environments'], spec.scope?.environments ?? []),
  ];
}

function ofProduct(spec: Spec<'Product'>): Reference[] {
  return [
    ...one('Team', ['owner'], spec.owner),
    ...spec.dependsOn.flatMap((entry, index) =>
      one('Product', ['dependsOn', index, 'product'], entry.product),
    ),
  ];
}

function ofWorkflow(spec: Spec<'Workflow'>): Reference[] {
  return [
    ...one('Application', ['application'], spec.application),
    ...spec.steps.flatMap((step, index) => each('Product', ['steps', index, 'products'], step.products)),
  ];
}

function ofEnvironment(spec: Spec<'Environment'>): Reference[] {
  return [
    ...one('Hub', ['hub'], spec.hub),
    ...spec.products.flatMap((entry, index) => one('Product', ['products', index, 'product'], entry.product)),
  ];
}

function ofCustomer(spec: Spec<'Customer'>): Reference[] {
  return spec.uses.flatMap((use, index) => [
    ...one('Application', ['uses', index, 'application'], use.application),
    ...each('Environment', ['uses', index, 'environments'], use.environments),
  ]);
}

function ofCheck(spec: Spec<'Check'>): Reference[] {
  return [
    ...one('Team', ['owner'], spec.owner),
    ...each('Product', ['products'], spec.products),
    ...one('Workflow', ['workflow'], spec.workflow),
    ...spec.environments.flatMap(({ environment }, index) =>
      one('Environment', ['environments', index, 'environment'], environment),
    ),
  ];
}

function ofTracker(spec: Spec<'Tracker'>): Reference[] {
  return [...each('Product', ['products'], spec.products), ...each('Team', ['teams'], spec.teams)];
}

function ofScenario(spec: Spec<'Scenario'>): Reference[] {
  const entries = spec.entries.flatMap(({ when, change, team }, index) => {
    const path = ['entries', index];
    const awaited = when !== undefined && 'team' in when ? when.team : undefined;
    return [
      ...one('Team', [...path, 'when', 'team'], awaited),
      ...one('Product', [...path, 'change', 'product'], change?.product),
      ...one('Team', [...path, 'team', 'team'], team?.team),
    ];
  });
  const faults = spec.faults.flatMap(({ product, environment }, index) => [
    ...one('Product', ['faults', index, 'product'], product),
    ...one('Environment', ['faults', index, 'environment'], environment),
  ]);
  return [
    ...one('Product', ['product'], spec.product),
    ...one('Environment', ['environment'], spec.environment),
    ...entries,
    ...faults,
    ...one('Product', ['solution', 'cause'], spec.solution.cause),
    ...each('Team', ['solution', 'teams'], spec.solution.teams),
  ];
}

function ofShadow({ trainee, person, schedule }: Spec<'Shadow'>): Reference[] {
  return [
    ...one('Person', ['trainee'], trainee),
    ...one('Person', ['person'], person),
    ...one('Schedule', ['schedule'], schedule),
  ];
}

function ofRoute({ product, environment, escalationPolicy }: Spec<'Route'>): Reference[] {
  return [
    ...one('Product', ['product'], product),
    ...one('Environment', ['environment'], environment),
    ...one('EscalationPolicy', ['escalationPolicy'], escalationPolicy),
  ];
}

function ofRunbook({ products, checks }: Spec<'Runbook'>): Reference[] {
  return [...each('Product', ['products'], products), ...each('Check', ['checks'], checks)];
}

function ofSlo({ workflow, environments }: Spec<'SLO'>): Reference[] {
  return [...one('Workflow', ['workflow'], workflow), ...each('Environment', ['environments'], environments)];
}

function inEnvironments({ environments }: { readonly environments: readonly string[] }): Reference[] {
  return each('Environment', ['environments'], environments);
}

function ofPlaces({
  products,
  environments,
}: Pick<Spec<'LinkTemplate'>, 'products' | 'environments'>): Reference[] {
  return [...each('Product', ['products'], products), ...each('Environment', ['environments'], environments)];
}

function ofAppliesTo({ appliesTo }: Pick<Spec<'Standard'>, 'appliesTo'>): Reference[] {
  return [
    ...each('Product', ['appliesTo', 'products'], appliesTo.products ?? []),
    ...each('Team', ['appliesTo', 'teams'], appliesTo.teams ?? []),
    ...each('Application', ['appliesTo', 'applications'], appliesTo.applications ?? []),
  ];
}

function ofSchedule(spec: Spec<'Schedule'>): Reference[] {
  const participants = spec.layers.flatMap((layer, index) =>
    layer.participants.flatMap((entry, slot) => {
      const path = ['layers', index, 'participants', slot];
      return typeof entry === 'string' ? one('Person', path, entry) : each('Person', path, entry);
    }),
  );
  const overrides = spec.overrides.flatMap((override, index) => [
    ...one('Person', ['overrides', index, 'user'], override.user),
    ...one('Person', ['overrides', index, 'replaces'], override.replaces),
  ]);
  const owner = one('Team', ['owner'], spec.owner);
  return [...owner, ...participants, ...overrides, ...each('Person', ['fallback'], spec.fallback)];
}

type Chain = Pick<Spec<'EscalationPolicy'>, 'steps'> & { readonly fallback?: Target[] | undefined };
type Target = Spec<'EscalationPolicy'>['fallback'][number];

function ofEscalationPolicy(spec: Spec<'EscalationPolicy'>): Reference[] {
  return [
    ...one('Team', ['owner'], spec.owner),
    ...ofChain([], spec),
    ...spec.variants.flatMap((variant, index) => ofChain(['variants', index], variant)),
  ];
}

function ofChain(at: Path, { steps, fallback = [] }: Chain): Reference[] {
  return [
    ...steps.flatMap((step, index) =>
      step.targets.flatMap((target, place) => ofTarget([...at, 'steps', index, 'targets', place], target)),
    ),
    ...fallback.flatMap((target, index) => ofTarget([...at, 'fallback', index], target)),
  ];
}

function ofTarget(path: Path, target: Target): Reference[] {
  if ('person' in target) return one('Person', [...path, 'person'], target.person);
  if ('schedule' in target) return one('Schedule', [...path, 'schedule'], target.schedule);
  if ('hub' in target) return one('Hub', [...path, 'hub'], target.hub);
  return one('Team', [...path, 'team'], target.team);
}
