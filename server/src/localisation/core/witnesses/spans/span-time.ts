import { clamp, saturate, sum } from '../../numbers.ts';
import { once } from '../../once.ts';
import type { Testimony, Witness } from '../../testimony.ts';
import { lostTimeByProduct, type LostTime } from '../../traces/lost-time.ts';

/** Where the time of the slow requests goes: into a product's own work, or into reaching it. */
export const spanTime: Witness = {
  name: 'span-time',
  travels: false,
  testify: once((facts) => {
    if (facts.case.symptom.kind === 'resource') return [];
    const lost = lostTimeByProduct(facts.usual, facts.now);
    const strength = new Map([...lost].map(([product, time]) => [product, strengthOf(time)]));
    const total = sum([...strength.values()]);
    if (total <= 0) return [];
    return [...lost].map(([product, time]) => testimony(product, time, (strength.get(product) ?? 0) / total));
  }),
};

/** Lost time counts in full once it is as much as the work usually takes; a small part of much work is the day's weather. */
function strengthOf({ ownUs, reachingUs, usualUs }: LostTime): number {
  const lost = ownUs + reachingUs;
  return lost * saturate(lost / (usualUs + 1000), 0.5);
}

function testimony(candidate: number, time: LostTime, share: number): Testimony {
  const lost = time.ownUs + time.reachingUs;
  const ratio = lost / (time.usualUs + 1000);
  const llr = share * Math.log1p(ratio * 4) * 2 * saturate(time.nats, 6);
  const where = time.reachingUs > time.ownUs ? 'before it answers calls (network, queue)' : 'in its own work';
  const sentence =
    share > 0.05
      ? `${Math.round(share * 100)} % of the time lost is lost ${where}: ${milliseconds(lost)} more than usual over the requests seen.`
      : 'Its spans take about as long as they usually do.';
  return { witness: 'span-time', candidate, llr: clamp(llr, 0, 10), sentence };
}

function milliseconds(us: number): string {
  return us >= 1_000_000 ? `${(us / 1_000_000).toPrecision(3)} s` : `${(us / 1000).toPrecision(3)} ms`;
}
