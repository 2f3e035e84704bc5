import type { CoverReturn } from '@fieldmarshal/contract/oncall/overrides';

interface Times {
  start: string;
  end: string;
}

const quarterMs = 900_000;
const minuteMs = 60_000;

/** Where the part begins that is proposed: a time that has begun is proposed from the next quarter of an hour on, since it goes by. */
export function startOf({ start, whole }: Pick<CoverReturn, 'start' | 'whole'>): string {
  const at = Date.parse(start);
  return whole || at % minuteMs === 0 ? start : new Date(Math.ceil(at / quarterMs) * quarterMs).toISOString();
}

/** What is given: the whole, or the part from `from` (as a `datetime-local` field has it) that is as long as what is offered. */
export function givenFrom(
  { start, end, whole }: CoverReturn,
  offered: Times,
  from: string,
): { wire: Times; problem: string | undefined } {
  if (whole) return { wire: { start, end }, problem: undefined };
  const at = from === '' ? Number.NaN : new Date(from).getTime();
  if (Number.isNaN(at)) return { wire: { start, end }, problem: 'Say from when' };
  const until = at + Date.parse(offered.end) - Date.parse(offered.start);
  const isInside = at >= Date.parse(start) && until <= Date.parse(end);
  return {
    wire: { start: new Date(at).toISOString(), end: new Date(until).toISOString() },
    problem: isInside ? undefined : 'The part must lie in the time that you chose',
  };
}
