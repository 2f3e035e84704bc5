/**
 * A number that is the same for the same fault at other times and in other environments: of the first line of the error without
 * numbers, ids, host names and quoted values.
 */
export function errorKey(message: string): number {
  const [line = ''] = message.trim().slice(0, 2_000).split('\n');
  const bare = line
    .toLowerCase()
    .replaceAll(/https?:\/\/[^\s/'"]+/g, '')
    .replaceAll(/["'`][^"'`]{0,300}["'`]/g, '')
    .replaceAll(/\b[0-9a-f]{8,}\b/g, '')
    .replaceAll(/\d+/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return hash52(bare);
}

/** Two independent 32-bit hashes, cut to what a number holds exactly. */
function hash52(text: string): number {
  let high = 0x9e3779b1;
  let low = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x85ebca6b) >>> 0;
    low = Math.imul(low ^ code, 0x01000193) >>> 0;
  }
  return (high & 0xfffff) * 0x100000000 + low;
}
