import type { Spec } from '@fieldmarshal/contract/catalog';
import { dayMs, workWindows, zoneOf } from '@fieldmarshal/contract/time';
import type { Violation } from '../check.ts';

type Fault = Pick<Violation, 'path' | 'message'>;
type Window = Spec<'MaintenanceWindow'>;

/** What no single field of a maintenance window shows. */
export function maintenanceFaults(spec: Window): Fault[] {
  const { products, environments, checks, validFrom, validUntil } = spec;
  const isBackward =
    validFrom !== undefined && validUntil !== undefined && Date.parse(validUntil) <= Date.parse(validFrom);
  return [
    ...(products.length + environments.length + checks.length === 0
      ? [{ path: ['products'], message: 'name at least one product, environment or check' }]
      : []),
    ...(isBackward ? [{ path: ['validUntil'], message: 'must be after validFrom' }] : []),
    ...timesFaults(spec, []),
  ];
}

/** A single time that ends before it begins, and times that leave no moment at which anybody would be paged. */
export function timesFaults(
  { timeZone, times }: Pick<Window, 'timeZone' | 'times'>,
  at: Fault['path'],
): Fault[] {
  const single = times.flatMap((time, index) => {
    if (!('start' in time)) return [];
    const length = Date.parse(time.end) - Date.parse(time.start);
    const path = [...at, 'times', index, 'end'];
    if (length <= 0) return [{ path, message: 'must be after start' }];
    return length > longestMs
      ? [{ path, message: 'must be within 31 days of start; pause a check that is off for longer' }]
      : [];
  });
  const always = isAlways({ timeZone, times })
    ? [{ path: [...at, 'times'], message: 'would cover all the time, so that nothing ever pages' }]
    : [];
  return [...single, ...always];
}

/** What somebody ended early is known for so long. */
const longestMs = 31 * dayMs;

/** Five weeks hold every rule of the week, and nearly every day of a month. */
const looked = { from: Date.UTC(2027, 0, 1), to: Date.UTC(2027, 0, 1) + 35 * dayMs };

function isAlways({ timeZone, times }: Pick<Window, 'timeZone' | 'times'>): boolean {
  let covered = looked.from;
  const repeating = times.filter((time) => !('start' in time));
  for (const { from, to } of workWindows(repeating, zoneOf(timeZone), looked)) {
    if (from > covered) return false;
    covered = Math.max(covered, to);
  }
  return covered >= looked.to;
}
