import type { Random } from '../../pager/random.ts';
import { throughOf, type System } from './system.ts';

export const kinds = [
  'error',
  'latency',
  'partial outage',
  'bad data with 200',
  'bad data that one check sees',
  'third party',
  'network',
  'queue lag',
  'config or deploy',
  'flaky test',
  'environment',
  'two causes',
  'cause without telemetry',
] as const;
export type FaultKind = (typeof kinds)[number];

/** What one product does while it is the cause. Shares are 0..1. */
export interface Effect {
  readonly errorShare: number;
  readonly slowMs: number;
  readonly reachMs: number;
  readonly wrongShare: number;
  readonly isSilent: boolean;
}

export interface Fault {
  readonly kind: FaultKind;
  readonly effects: ReadonlyMap<string, Effect>;
  /** Ids of the candidates that are right answers. */
  readonly causes: readonly string[];
  readonly check: string | null;
  readonly runner: string | null;
  /** The one check that notices wrong data, which change nothing else; null: each that goes through the product. */
  readonly seenBy: string | null;
  /** The step of the check that fails by itself, by number, and how often, at a second try as at the first; 0..1. */
  readonly step: number | null;
  readonly failsIn: number;
}

const none: Effect = { errorShare: 0, slowMs: 0, reachMs: 0, wrongShare: 0, isSilent: false };

export function makeFault(random: Random, system: System, kind: FaultKind): Fault {
  const used = [
    ...new Set(system.workflows.flatMap(({ steps }) => steps.flatMap(({ tree }) => throughOf(tree)))),
  ];
  const products = used.filter((product) => product !== system.thirdParty);
  const empty = {
    kind,
    effects: new Map<string, Effect>(),
    causes: [],
    check: null,
    runner: null,
    seenBy: null,
    step: null,
    failsIn: 0,
  };
  const first = random.pick(products);
  if (kind === 'flaky test') {
    const { check, steps } = random.pick(system.workflows);
    const failsIn = 0.1 + random.next() * 0.7;
    return {
      ...empty,
      check,
      step: random.between(0, steps.length - 1),
      failsIn,
      causes: ['the test itself'],
    };
  }
  if (kind === 'environment')
    return { ...empty, runner: random.pick(system.runners), causes: ['the environment'] };
  if (kind === 'third party') {
    const effect = random.chance(0.7) ? { ...none, errorShare: 0.9 } : { ...none, slowMs: 3000 };
    return { ...empty, effects: new Map([[system.thirdParty, effect]]), causes: [system.thirdParty] };
  }
  if (kind === 'two causes') {
    const second = random.pick(products.filter((product) => product !== first));
    const effects = new Map(
      [first, second].map((product) => [
        product,
        effectOf(random, random.pick(['error', 'latency', 'network'] as const)),
      ]),
    );
    return { ...empty, effects, causes: [first, second] };
  }
  const effects = new Map([[first, effectOf(random, kind)]]);
  const through = system.workflows.filter(({ steps }) =>
    steps.some(({ tree }) => throughOf(tree).includes(first)),
  );
  const seenBy = kind === 'bad data that one check sees' ? random.pick(through).check : null;
  return { ...empty, effects, causes: [first], seenBy };
}

function effectOf(random: Random, kind: FaultKind): Effect {
  switch (kind) {
    case 'latency':
      return { ...none, slowMs: random.between(150, 2500) };
    case 'partial outage':
      return { ...none, errorShare: 0.25 + random.next() * 0.25 };
    case 'bad data with 200':
    case 'bad data that one check sees':
      return { ...none, wrongShare: 0.7 + random.next() * 0.3 };
    case 'network':
      return { ...none, reachMs: random.between(150, 2000), errorShare: random.chance(0.3) ? 0.2 : 0 };
    case 'queue lag':
      return { ...none, reachMs: random.between(500, 6000) };
    case 'config or deploy':
      return random.chance(0.6)
        ? { ...none, errorShare: 0.6 + random.next() * 0.4 }
        : { ...none, slowMs: random.between(200, 2000) };
    case 'cause without telemetry':
      return random.chance(0.6)
        ? { ...none, errorShare: 0.8, isSilent: true }
        : { ...none, slowMs: random.between(300, 2000), isSilent: true };
    case 'error':
    case 'third party':
    case 'two causes':
    case 'flaky test':
    case 'environment':
      return { ...none, errorShare: 0.7 + random.next() * 0.3 };
  }
}
