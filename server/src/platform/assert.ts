/** States what must be true here whatever the input; a failure is a bug and fails the request or job, never the process. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
