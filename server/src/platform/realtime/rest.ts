/** With thousands of streams a message costs tens of milliseconds, and paging waits meanwhile: then fewer carry more, and take at most a fifth. */
const restPerWork = 4;
const restMsMax = 1_000;

/**
 * How long nothing is written after writing took `workMs`. A process that was held up in the middle (a machine with no time for it, one
 * that slept) is no reason to be silent four times as long: never more than a second.
 */
export function restMs(workMs: number): number {
  return Math.min(workMs * restPerWork, restMsMax);
}
