import type { Random } from './random.ts';
import type { Weather } from './world.ts';

/** No trouble at all. */
export const still: Readonly<Weather> = {
  kill: 0,
  pause: 0,
  cut: 0,
  timerLost: 0,
  timerTwice: 0,
  refused: 0,
  answerLost: 0,
  receiptLater: 0,
  skewMs: 0,
  outages: 0,
};

/** Some worlds are calm, some have one kind of trouble, most have many. */
export function weatherOf(random: Random): Weather {
  if (random.chance(0.1)) return { ...still };
  const maybe = (most: number): number => (random.chance(0.6) ? random.next() * most : 0);
  return {
    kill: maybe(0.01),
    pause: maybe(0.002),
    cut: maybe(0.01),
    timerLost: maybe(0.1),
    timerTwice: maybe(0.05),
    refused: maybe(0.3),
    answerLost: maybe(0.1),
    receiptLater: maybe(0.2),
    skewMs: random.pick([0, 300_000, -300_000, 7_200_000]),
    outages: random.chance(0.5) ? random.between(1, 4) : 0,
  };
}
