import { emptyCase, type Case } from '@fieldmarshal/server/localisation';
import { Random } from '../../pager/random.ts';
import { kinds, makeFault, type Fault, type FaultKind } from './fault.ts';
import { demoSystem } from './demo-system.ts';
import { changesAround, measurements } from './measurements.ts';
import { otherPlaces } from './places.ts';
import { runAll, type Ran } from './runs.ts';
import { makeSystem, type System } from './system.ts';

export interface Incident {
  readonly id: string;
  readonly kind: FaultKind;
  readonly causes: readonly string[];
  readonly culpritChange: string | null;
  readonly input: Case;
}

const minute = 60_000;

const smallest = 12;
const largest = 200;
/** Of so many incidents of a kind one is on the demo's own topology. */
const demoEvery = 4;

/** Incidents of all kinds in turn, on systems of 12 to 200 products and on the demo's. The same seed gives the same incidents. */
export function* incidents(seed: number, count: number): Generator<Incident> {
  for (let number = 0; number < count; number += 1) {
    const random = new Random(seed * 100_003 + number);
    const kind = kinds[number % kinds.length] ?? 'error';
    const isDemo = Math.floor(number / kinds.length) % demoEvery === demoEvery - 1;
    const found = incident(random, kind, isDemo ? demoSystem : generated);
    yield { ...found, id: `sim-${seed}-${number}`, kind };
  }
}

type Found = Omit<Incident, 'id' | 'kind'>;

/** Of any size; as many between 12 and 25 as between 100 and 200. */
function generated(random: Random): System {
  return makeSystem(random, Math.round(smallest * (largest / smallest) ** random.next()));
}

/** An incident is one only where a run fails; where none does, another fault is thrown. */
function incident(random: Random, kind: FaultKind, make: (random: Random) => System): Found {
  for (;;) {
    const system = make(random);
    const fault = makeFault(random, system, kind);
    const silent = new Set(
      [...fault.effects].filter(([, { isSilent }]) => isSilent).map(([product]) => product),
    );
    const quiet = runAll(random, system, { fault: null, silent, from: -60 * minute });
    const troubled = runAll(random, system, { fault, silent, from: 0 });
    const failing = troubled.runs.find((ran) => !ran.run.passed && isOf(fault, ran));
    if (failing === undefined) continue;
    return { causes: fault.causes, ...described({ random, system, fault }, { quiet, troubled, failing }) };
  }
}

/** Runs also fail by accident; the incident is about one that failed by the fault. */
function isOf({ check, runner, effects, seenBy }: Fault, { run, through }: Ran['runs'][number]): boolean {
  const isReached = effects.size === 0 || [...effects.keys()].some((product) => through.has(product));
  return (
    isReached && (check ?? seenBy ?? run.check) === run.check && (runner === null || run.runner === runner)
  );
}

interface Scene {
  readonly random: Random;
  readonly system: System;
  readonly fault: Fault;
}

function described(
  { random, system, fault }: Scene,
  { quiet, troubled, failing }: { quiet: Ran; troubled: Ran; failing: Ran['runs'][number] },
): Pick<Found, 'culpritChange' | 'input'> {
  const at = failing.run.at;
  const seen = measurements(random, system, fault);
  const { changes, culprit } = changesAround(random, system, fault, at);
  const names = [...system.calls].flatMap(([from, to]) => to.map((callee) => [from, callee] as const));
  const empty = emptyCase(
    [
      ...system.products.map((id) => ({ id, kind: 'product' as const })),
      { id: system.thirdParty, kind: 'third-party' },
      { id: 'the test itself', kind: 'test' },
      { id: 'the environment', kind: 'environment' },
    ],
    names,
    at,
  );
  const input: Case = {
    ...empty,
    now: { spans: troubled.book, logs: troubled.log.patterns() },
    usual: { spans: quiet.book, logs: quiet.log.patterns() },
    series: seen.series.filter(({ product }) => fault.effects.get(product)?.isSilent !== true),
    alerts: seen.alerts.filter(({ product }) => fault.effects.get(product)?.isSilent !== true),
    step: failing.step,
    requests: failing.requests,
    runs: [...quiet.runs, ...troubled.runs].map(({ run }) => run),
    changes,
    thirdParties: [{ name: system.thirdParty, isDown: fault.kind === 'third party' && random.chance(0.5) }],
    places: otherPlaces(random, system, fault),
  };
  return { culpritChange: culprit, input };
}
