import { mayLeaveOut } from '../../facts.ts';
import { clamp } from '../../numbers.ts';
import type { Testimony, Witness } from '../../testimony.ts';
import { echoing } from '../../traces/failures.ts';
import { patternChanges, type PatternChange } from './log-patterns.ts';

/** What is left of an error that is written where every failure came from below: it tells of somebody else. */
const echo = 0.2;

/** Messages that are new, or gone although the place where they are written is still reached. */
export const logs: Witness = {
  name: 'logs',
  travels: true,
  testify(facts) {
    const strongest = new Map<number, { change: PatternChange; nats: number }>();
    const echoes = echoing(facts.now);
    const isAsked = mayLeaveOut(facts);
    for (const change of patternChanges(facts)) {
      const nats = change.isMore || isAsked(change.product) ? change.nats * weightOf(change) : 0;
      if (nats > (strongest.get(change.product)?.nats ?? 1)) strongest.set(change.product, { change, nats });
    }
    return [...strongest].map(([candidate, { change, nats }]) =>
      testimony(candidate, change, { nats, isEcho: echoes.has(candidate) }),
    );
  },
};

/**
 * A new error says most; an error or a warning that is gone, or a new message that is none, says nothing. What comes and goes with the traffic changes
 * by a part; what a fault does is done nearly every time or never. Of a message that is gone it must be known how often its place was reached: a
 * product that is asked for other things than usual writes other things.
 */
function weightOf({ isError, isWarning, isMore, isPlaced, now, usual }: PatternChange): number {
  const size = Math.abs(now[0] / now[1] - usual[0] / usual[1]);
  if (isError) return isMore ? 1.5 * (0.5 + size / 2) : 0;
  return isMore || isWarning || !isPlaced ? 0 : size;
}

interface Weighed {
  readonly nats: number;
  readonly isEcho: boolean;
}

function testimony(
  candidate: number,
  { isMore, now, usual, text }: PatternChange,
  { nats, isEcho }: Weighed,
): Testimony {
  const verb = isMore ? 'now writes' : 'no longer writes as often';
  const said = `It ${verb} "${text.slice(0, 80)}": ${now[0]} of ${now[1]} times, usually ${usual[0]} of ${usual[1]}.`;
  return {
    witness: 'logs',
    candidate,
    llr: clamp(Math.log1p(nats), 0, 10) * (isEcho ? echo : 1),
    sentence: isEcho ? `${said} By its spans all its failures began in what it calls.` : said,
  };
}
