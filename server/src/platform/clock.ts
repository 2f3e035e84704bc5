/** Wall-clock time of this process, as an argument so that tests can hold it. What is *due* is decided on database time instead. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
