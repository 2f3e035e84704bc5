/**
 * The same JSON value with what PostgreSQL cannot keep replaced by U+FFFD: NUL and lone surrogates. Applied to events before they are
 * folded, so that log and fold agree; people's input was refused for it earlier, alerts and receipts were not.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '\u{FFFD}').toWellFormed();
  if (Array.isArray(value)) return value.map((item) => storable(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, storable(item)]));
}
