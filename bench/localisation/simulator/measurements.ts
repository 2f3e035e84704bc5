import type { Case, Change, Series } from '@fieldmarshal/server/localisation';
import type { Random } from '../../pager/random.ts';
import type { Fault } from './fault.ts';
import type { System } from './system.ts';

const minute = 60_000;
const before = 40;
const after = 20;

/** Metrics of every product by the minute, and the alerts they raise; effects travel from callee to caller, weaker each time. */
export function measurements(
  random: Random,
  system: System,
  fault: Fault,
): { series: Series[]; alerts: Case['alerts'] } {
  const at = Array.from({ length: before + after }, (_, row) => (row - before) * minute);
  const alerts: Case['alerts'][number][] = [];
  const series = system.products.flatMap((product): Series[] => {
    const { errors, slowMs } = felt(system, fault, product, 4);
    const own = fault.effects.get(product);
    const usualMs = (system.usualMs.get(product) ?? 20) * 2;
    const isBusy = own !== undefined && own.slowMs > 0 && random.chance(0.6);
    const isNoisy = random.chance(0.05);
    if ((errors > 0.05 || slowMs > usualMs) && random.chance(0.7))
      alerts.push({ product, name: 'burn rate', startedAt: random.between(0, 6) * minute });
    if (random.chance(0.03))
      alerts.push({ product, name: 'burn rate', startedAt: random.between(-20, 10) * minute });
    const make = (role: Series['role'], value: (isAfter: boolean) => number): Series => ({
      product,
      role,
      name: role,
      at,
      value: at.map((time) => value(time >= 0)),
      usual: [],
    });
    return [
      make('errors', (isAfter) =>
        Math.max(0, 0.003 + random.next() * 0.004 + (isAfter ? errors * (0.8 + random.next() * 0.4) : 0)),
      ),
      make(
        'latency',
        (isAfter) =>
          usualMs * (0.9 + random.next() * 0.2) + (isAfter ? slowMs * (0.8 + random.next() * 0.4) : 0),
      ),
      make('resource', (isAfter) => 0.3 + random.next() * 0.1 + (isAfter && (isBusy || isNoisy) ? 0.5 : 0)),
      make('load', () => 100 * (0.9 + random.next() * 0.2)),
    ];
  });
  return { series, alerts };
}

function felt(
  system: System,
  fault: Fault,
  ...[product, depth]: readonly [string, number]
): { errors: number; slowMs: number } {
  const own = fault.effects.get(product);
  const below =
    depth > 0
      ? (system.calls.get(product) ?? []).map((callee) => felt(system, fault, callee, depth - 1))
      : [];
  const reached = (system.calls.get(product) ?? []).map((callee) => fault.effects.get(callee)?.reachMs ?? 0);
  const errors = below.reduce(
    (total, { errors: share }) => Math.min(1, total + share * 0.6),
    own?.errorShare ?? 0,
  );
  const slowMs =
    below.reduce((total, { slowMs: ms }) => total + ms * 0.7, own?.slowMs ?? 0) +
    reached.reduce((total, ms) => total + ms * 0.7, 0);
  return { errors, slowMs };
}

/** Deploys of the last hours, most of them innocent. */
export function changesAround(
  random: Random,
  system: System,
  ...[fault, at]: readonly [Fault, number]
): { changes: Change[]; culprit: string | null } {
  const make = (id: string, product: string, time: number): Change => ({
    id,
    product,
    kind: 'deploy',
    at: time,
    text: `deploy of ${product}`,
    paths: [],
    difference: null,
  });
  const decoys = Array.from({ length: random.between(1, 4) }, (_, number) =>
    make(`decoy-${number}`, random.pick(system.products), at - random.between(1, 180) * minute),
  );
  const cause = fault.causes[0];
  if (fault.kind !== 'config or deploy' || cause === undefined) return { changes: decoys, culprit: null };
  return {
    changes: [...decoys, make('culprit', cause, -random.between(1, 30) * minute)],
    culprit: 'culprit',
  };
}
