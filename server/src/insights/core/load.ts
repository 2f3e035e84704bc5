import type { Load, PersonLoad } from '@fieldmarshal/contract/insights';
import { quantile } from './distribution.ts';
import type { Known, PageFact } from './facts.ts';
import { nightMinutes } from './local-time.ts';

/** Pages this close to the one before are the same interruption. */
const sameMs = 15 * 60_000;
const hoursOfDay = 24;

/** Who was paged how often and when in their own day. Pure; hubs' titles are put in by the caller. */
export function loadOf(incidents: readonly Pick<Known, 'pages'>[]): Pick<Load, 'pages' | 'people' | 'hubs'> {
  const pages = incidents.flatMap(({ pages: all }) => all).toSorted((a, b) => a.at - b.at);
  const byPerson = Map.groupBy(pages, ({ person }) => person);
  const people = [...byPerson].map(([person, own]) => personLoad(person, own));
  const byHub = Map.groupBy(pages, ({ hub }) => hub);
  return {
    pages: pages.length,
    people: people.toSorted((a, b) => b.pages - a.pages || a.person.localeCompare(b.person)),
    hubs: [...byHub]
      .map(([hub, own]) => ({
        ...{ hub, title: hub ?? '', pages: own.length },
        interruptions: [...Map.groupBy(own, ({ person }) => person).values()].reduce(
          (sum, each) => sum + interruptionsOf(each),
          0,
        ),
        people: new Set(own.map(({ person }) => person)).size,
        nightPages: own.filter(isAtNight).length,
        hours: Array.from(
          { length: hoursOfDay },
          (_, hour) => own.filter((page) => page.hour === hour).length,
        ),
      }))
      .toSorted(byName),
  };
}

/** People of no hub last. */
function byName({ hub: a }: Load['hubs'][number], { hub: b }: Load['hubs'][number]): number {
  return Number(a === null) - Number(b === null) || (a ?? '').localeCompare(b ?? '');
}

function personLoad(person: string, pages: readonly PageFact[]): PersonLoad {
  const answers = pages.flatMap(({ ackMs }) => (ackMs === null || ackMs < 0 ? [] : [ackMs]));
  const nights = new Set(pages.flatMap(({ night }) => (night === null ? [] : [night])));
  const last = pages.at(-1);
  return {
    ...{ person, title: last?.name ?? person, hub: last?.hub ?? null, pages: pages.length },
    interruptions: interruptionsOf(pages),
    nightPages: pages.filter(isAtNight).length,
    nights: nights.size,
    nightsInARow: longestRun([...nights].toSorted()),
    leastRestMinutes: leastRestOf(pages),
    outOfHours: pages.filter(isOutOfHours).length,
    answered: pages.filter(({ ackMs }) => ackMs !== null).length,
    ackP50: quantile(answers, 0.5),
    ackP90: quantile(answers, 0.9),
  };
}

/** In the worst night, the longest stretch without a page, minutes; null where no night had one. */
function leastRestOf(pages: readonly PageFact[]): number | null {
  const rests = [...Map.groupBy(pages.filter(isAtNight), ({ night }) => night).values()].flatMap((night) => {
    // What was rolled up before minutes were kept has none until it is rolled up again.
    const at = night.flatMap(({ nightMinute }) => nightMinute ?? []);
    if (at.length === 0) return [];
    const edges = [0, ...at.toSorted((a, b) => a - b), nightMinutes];
    return [Math.max(...edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0)))];
  });
  return rests.length === 0 ? null : Math.min(...rests);
}

/** Of one person, oldest first. */
function interruptionsOf(pages: readonly PageFact[]): number {
  return pages.filter(({ at }, index) => {
    const before = pages[index - 1];
    return before === undefined || at - before.at > sameMs;
  }).length;
}

export function isAtNight({ night }: PageFact): boolean {
  return night !== null;
}

export function isOutOfHours({ hour, weekend }: PageFact): boolean {
  return weekend || hour < 8 || hour >= 18;
}

const dayMs = 86_400_000;

/** The most days that follow each other; days in order. */
function longestRun(days: readonly string[]): number {
  let [longest, run] = [0, 0];
  let before = -Infinity;
  for (const at of days.map((day) => Date.parse(day))) {
    run = at - before === dayMs ? run + 1 : 1;
    longest = Math.max(longest, run);
    before = at;
  }
  return longest;
}
