import { setImmediate } from 'node:timers/promises';

/** Intake and paging share the process: they run after so many milliseconds of long work. */
const sliceMs = 15;

/** For long work in steps, to be called between them: lets everything else run once the slice of time is used up. */
export function slices(): () => Promise<void> {
  let end = performance.now() + sliceMs;
  return async () => {
    if (performance.now() < end) return;
    await setImmediate();
    end = performance.now() + sliceMs;
  };
}
