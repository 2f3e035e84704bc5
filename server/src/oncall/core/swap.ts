import { restHoursMin, spansByPerson } from './coverage.ts';
import { shifts, type ScheduleRules, type Span } from './shifts.ts';
import { zoneOf } from '@fieldmarshal/contract/time';

const hourMs = 3_600_000;
const restLookMs = 14 * 24 * hourMs;

interface Swap {
  /** Who is on in `offered`, and takes a time of the giver in return. */
  readonly asker: string;
  readonly giver: string;
  readonly offered: Span;
  /** Where what is given in return must lie. */
  readonly within: Span;
}

/** `whole`: it is given as it stands; else any part of it that is as long as what is offered. */
export type Return = Span & { readonly whole: boolean };

/**
 * What the giver could give in return, in order: the longest stretches in `within`, outside of `offered`, in which the giver is on by the
 * rota and the asker is not, that are long enough. Empty where the giver is on in part of `offered`: then nobody would be relieved.
 * The fallback gives nothing: it stands in for a hole, and cannot be replaced by an override.
 */
export function returnsOf(rules: ScheduleRules, { asker, giver, offered, within }: Swap): Return[] {
  if (isOnIn(rules, giver, offered)) return [];
  const spans = [
    { from: within.from, to: Math.min(within.to, offered.from) },
    { from: Math.max(within.from, offered.to), to: within.to },
  ];
  return spans.flatMap((span) => {
    const alone = ofRota(rules, span).filter(
      ({ people }) => people.includes(giver) && !people.includes(asker),
    );
    return (spansByPerson(alone).get(giver) ?? []).flatMap((found) => {
      const whole = isAsLong(rules, offered, found);
      return whole || found.to - found.from > offered.to - offered.from ? [{ ...found, whole }] : [];
    });
  });
}

/**
 * Whether two times count as equally long: in elapsed time, or on a wall clock of the schedule, so that a week with a change of clocks is
 * as long as one without.
 */
export function isAsLong({ timezone, layers }: ScheduleRules, a: Span, b: Span): boolean {
  if (a.to - a.from === b.to - b.from) return true;
  return [timezone, ...layers.flatMap((layer) => layer.timezone ?? [])].some((name) => {
    const zone = zoneOf(name);
    const [first, second] = [a, b].map(({ from, to }) => zone.wallAt(to) - zone.wallAt(from));
    return first === second;
  });
}

/** Whether the rota, not counting its fallback, has a person on in any part of a time. */
export function isOnIn(rules: ScheduleRules, person: string, span: Span): boolean {
  return ofRota(rules, span).some(({ people }) => people.includes(person));
}

/** Who is on by the rota itself, without its fallback. */
export function ofRota(rules: ScheduleRules, span: Span) {
  return shifts({ ...rules, fallback: [] }, span);
}

/**
 * The shorter of the rests before and after a time in which a person is on, in hours, if it is under 11 h, which nobody should have to go
 * below; else null. Looks at this schedule, two weeks either way.
 */
export function shortRestHours(rules: ScheduleRules, person: string, { from, to }: Span): number | null {
  const around = { from: from - restLookMs, to: to + restLookMs };
  const spans = spansByPerson(shifts(rules, around)).get(person) ?? [];
  const rests = spans.slice(1).flatMap((span, index) => {
    const before = spans[index];
    const isBesideIt = before !== undefined && (touches(before, { from, to }) || touches(span, { from, to }));
    return isBesideIt ? [(span.from - before.to) / hourMs] : [];
  });
  const shortest = Math.min(...rests);
  return shortest < restHoursMin ? shortest : null;
}

function touches(a: Span, b: Span): boolean {
  return a.from < b.to && b.from < a.to;
}
