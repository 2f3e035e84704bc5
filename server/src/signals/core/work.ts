import type { AnyCatalogObject, CatalogObject, Spec } from '@fieldmarshal/contract/catalog';
import { nextWork, workWindows, zoneOf } from '@fieldmarshal/contract/time';
import type { Matcher } from './matcher.ts';

type Window = Spec<'MaintenanceWindow'>;

/** Times of work of one object of the catalog, and what they cover. */
export interface WorkSource extends Pick<Window, 'timeZone' | 'times'> {
  readonly source: string;
  readonly title: string;
  readonly products: readonly string[];
  readonly environments: readonly string[];
  readonly checks: readonly string[];
  readonly validFrom?: number | undefined;
  readonly validUntil?: number | undefined;
  readonly from: AnyCatalogObject['origin']['from'];
}

interface Objects {
  readonly windows: readonly CatalogObject<'MaintenanceWindow'>[];
  readonly checks: readonly CatalogObject<'Check'>[];
}

/** Every object that says when it is worked on. */
export function workSources({ windows, checks }: Objects): WorkSource[] {
  return [...windows.map((window) => ofWindow(window)), ...checks.flatMap((check) => ofCheck(check))];
}

function ofWindow({ name, spec, origin }: CatalogObject<'MaintenanceWindow'>): WorkSource {
  const { products, environments, checks, timeZone, times, validFrom, validUntil } = spec;
  return {
    source: `MaintenanceWindow/${name}`,
    title: spec.displayName ?? name,
    ...{ products, environments, checks, timeZone, times },
    validFrom: validFrom === undefined ? undefined : Date.parse(validFrom),
    validUntil: validUntil === undefined ? undefined : Date.parse(validUntil),
    from: origin.from,
  };
}

function ofCheck({ name, spec, origin }: CatalogObject<'Check'>): WorkSource[] {
  const base = { title: spec.displayName ?? name, products: [], checks: [name], from: origin.from };
  const here = spec.environments.flatMap(({ environment, maintenance }) =>
    maintenance
      ? { ...base, ...maintenance, source: `Check/${name}/${environment}`, environments: [environment] }
      : [],
  );
  const everywhere = spec.maintenance
    ? [{ ...base, ...spec.maintenance, source: `Check/${name}`, environments: [] }]
    : [];
  return [...everywhere, ...here];
}

/** One window as it is to be planned. */
export interface Planned {
  readonly source: string;
  readonly plannedFor: number;
  readonly endsAt: number;
  readonly title: string;
  readonly matchers: readonly Matcher[];
  readonly products: readonly string[];
  readonly environments: readonly string[];
}

/** So far ahead each window is planned; the next one always is, so that it is seen before it comes. */
const aheadMs = 48 * 3_600_000;

/** The windows of a source that are under way, that begin within two days, and else the next one. */
export function plannedOf(work: WorkSource, now: number): Planned[] {
  const { source, title, products, environments, checks } = work;
  const soon = soonOf(work, now);
  return (soon.length > 0 ? soon : nextOf(work, now, 1)).map(({ from, to }) => ({
    ...{ source, title, products, environments },
    plannedFor: from,
    endsAt: to,
    matchers: checksMatcher(checks),
  }));
}

function soonOf(
  { times, timeZone, validFrom = -Infinity, validUntil = Infinity }: WorkSource,
  now: number,
): { from: number; to: number }[] {
  return workWindows(times, zoneOf(timeZone), { from: now, to: now + aheadMs }).filter(
    ({ from }) => from >= validFrom && from < validUntil,
  );
}

export function nextOf(
  { times, timeZone, validFrom, validUntil }: WorkSource,
  now: number,
  count: number,
): { from: number; to: number }[] {
  return nextWork(times, zoneOf(timeZone), { now, count, validFrom, validUntil });
}

function checksMatcher(checks: readonly string[]): Matcher[] {
  const [only] = checks;
  if (only === undefined) return [];
  if (checks.length === 1) return [{ name: 'check', value: only, isRegex: false, isEqual: true }];
  const value = checks.map((name) => name.replaceAll('.', String.raw`\.`)).join('|');
  return [{ name: 'check', value, isRegex: true, isEqual: true }];
}

/** A window of the catalog as it is stored. */
export interface Stored extends Omit<Planned, 'source' | 'plannedFor'> {
  readonly source: string | null;
  readonly plannedFor: number | null;
  readonly startsAt: number;
}

/** What makes the stored windows be the wanted ones. */
export interface WorkPlan<S extends Stored> {
  readonly make: readonly Planned[];
  readonly change: readonly { readonly before: S; readonly wanted: Planned }[];
  /** In force, and wanted no longer. */
  readonly end: readonly S[];
  /** Not begun, and wanted no longer. */
  readonly drop: readonly S[];
}

/** One that somebody ended, or called off, stays so: its row is still there, and is over. */
export function planOf<S extends Stored>(
  wanted: readonly Planned[],
  stored: readonly S[],
  now: number,
): WorkPlan<S> {
  const known = new Map(stored.map((row) => [keyOf(row), row]));
  const keys = new Set(wanted.map((each) => keyOf(each)));
  const unwanted = stored.filter((row) => row.endsAt > now && !keys.has(keyOf(row)));
  return {
    make: wanted.filter((each) => !known.has(keyOf(each))),
    change: wanted.flatMap((each) => {
      const before = known.get(keyOf(each));
      return before && before.endsAt > now && contentOf(before) !== contentOf(each)
        ? { before, wanted: each }
        : [];
    }),
    end: unwanted.filter(({ startsAt }) => startsAt <= now),
    drop: unwanted.filter(({ startsAt }) => startsAt > now),
  };
}

function keyOf({ source, plannedFor }: Pick<Stored, 'source' | 'plannedFor'>): string {
  return `${source} ${plannedFor}`;
}

function contentOf({
  endsAt,
  title,
  matchers,
  products,
  environments,
}: Omit<Planned, 'source' | 'plannedFor'>): string {
  const parts = matchers.map(({ name, value, isRegex, isEqual }) => [name, value, isRegex, isEqual]);
  return JSON.stringify([endsAt, title, parts, products, environments]);
}
