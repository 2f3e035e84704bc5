/**
 * Scenario time: it runs at 1, 2, 4 or 8 times the speed of the wall, and stands still while a drill is paused. A stretch is from when it
 * went on to when it stopped or changed speed; the last is open while it runs. All in milliseconds.
 */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly speed: number;
}

/** Scenario time that has passed at an instant of the wall; never falls. Before the first stretch it is 0. */
export function elapsedAt(stretches: readonly Stretch[], wallMs: number): number {
  return stretches.reduce((sum, { fromMs, toMs, speed }) => {
    const until = Math.min(wallMs, toMs ?? Infinity);
    return sum + Math.max(0, until - fromMs) * speed;
  }, 0);
}

/** When scenario time reaches `scenarioMs`, if nobody pauses it; null while it stands still and is not there yet. */
export function wallAt(stretches: readonly Stretch[], scenarioMs: number): number | null {
  let left = scenarioMs;
  for (const { fromMs, toMs, speed } of stretches) {
    const lasts = toMs === null ? Infinity : (toMs - fromMs) * speed;
    if (left <= lasts) return fromMs + Math.ceil(left / speed);
    left -= lasts;
  }
  return null;
}

export function pauseAt(stretches: readonly Stretch[], wallMs: number): Stretch[] {
  return stretches.map((one) => (one.toMs === null ? { ...one, toMs: Math.max(one.fromMs, wallMs) } : one));
}

/** Goes on at this speed; a stretch that is open ends first. */
export function runFrom(stretches: readonly Stretch[], wallMs: number, speed: number): Stretch[] {
  return [...pauseAt(stretches, wallMs), { fromMs: wallMs, toMs: null, speed }];
}
