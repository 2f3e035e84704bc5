/** A slot is spread over its interval by its name, the same in every process and after every restart. */
export function phaseOf(key: string, everyMs: number): number {
  return hash32(key) % everyMs;
}

/** Milliseconds after which a new slot runs first: soon, and not all at once. */
export function firstRunAfterMs(key: string, everyMs: number): number {
  return hash32(`first ${key}`) % Math.min(everyMs, 5_000);
}

/** FNV-1a. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash;
}
