import type { PlannedWork, Silence } from '@fieldmarshal/contract/signals/silence';

interface Place {
  readonly check: string;
  readonly products: readonly string[];
  readonly environment: string;
}

interface Next {
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
}

interface Known {
  readonly planned: readonly PlannedWork[];
  /** Made once, by somebody. */
  readonly windows: readonly Silence[];
}

/** The maintenance of a check in an environment that is under way, or comes first. */
export function nextMaintenance(place: Place, { planned, windows }: Known): Next | null {
  const coming = [
    ...planned
      .filter((work) => covers(work, place))
      .flatMap(({ title, next }) =>
        next.filter(({ ended }) => !ended).map(({ startsAt, endsAt }) => ({ title, startsAt, endsAt })),
      ),
    ...windows.filter(
      (window) =>
        window.source === null && window.matchers.length === 0 && covers({ ...window, checks: [] }, place),
    ),
  ];
  return coming.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))[0] ?? null;
}

function covers(
  work: Pick<PlannedWork, 'products' | 'environments' | 'checks'>,
  { check, products, environment }: Place,
): boolean {
  return (
    (work.checks.length === 0 || work.checks.includes(check)) &&
    (work.environments.length === 0 || work.environments.includes(environment)) &&
    (work.products.length === 0 || products.some((product) => work.products.includes(product)))
  );
}
