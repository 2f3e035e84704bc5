/** An action whose code is read only when it is asked for: each command waits for its own part of the program alone. */
export function lazily<A extends unknown[]>(
  load: () => Promise<(...told: A) => Promise<void>>,
): (...told: A) => Promise<void> {
  return async (...told) => (await load())(...told);
}
