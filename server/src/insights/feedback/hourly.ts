const hourMs = 3_600_000;
/** Addresses that are remembered at once; beyond it all are forgotten, which lets some through and fills no memory. */
const keysMax = 10_000;

/** Says yes so many times an hour for one key, as long as this process lives. */
export function hourly(most: number): (key: string, now: number) => boolean {
  let hour = 0;
  const seen = new Map<string, number>();
  return (key, now) => {
    const current = Math.floor(now / hourMs);
    if (current !== hour || seen.size > keysMax) seen.clear();
    hour = current;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times <= most;
  };
}
