/**
 * One text for one value: keys in code-unit order, no spaces, as JSON reads it. What JSON or PostgreSQL cannot hold is replaced, never
 * refused: NUL and lone surrogates by U+FFFD, `-0` by `0`, bigint by its digits; what JSON leaves out is left out. Equal before and after being stored as jsonb.
 */
export function canonicalJson(value: unknown): string {
  return canonicalText(plainJson(value));
}

/** The same of what {@link plainJson} gave, or a jsonb column. */
export function canonicalText(plain: unknown): string {
  if (Array.isArray(plain)) return `[${plain.map(canonicalText).join(',')}]`;
  if (typeof plain === 'object' && plain !== null) {
    const parts = Object.entries(plain)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => `${JSON.stringify(key)}:${canonicalText(part)}`);
    return `{${parts.join(',')}}`;
  }
  return JSON.stringify(plain);
}

/** The value as it will come back from a jsonb column. */
export function plainJson(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? part.toString() : part,
  );
  // Typed as always giving text, it gives undefined for undefined and functions.
  const json: string | undefined = text;
  return json === undefined ? null : clean(JSON.parse(json));
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value === 'object' && value !== null) {
    // A key such as "__proto__" must stay a key.
    const entries = Object.entries(value).map(([key, part]) => [storable(key), clean(part)] as const);
    return Object.fromEntries(entries);
  }
  return value === 0 ? 0 : value;
}

function storable(text: string): string {
  return text.replaceAll('\0', '\u{FFFD}').toWellFormed();
}
