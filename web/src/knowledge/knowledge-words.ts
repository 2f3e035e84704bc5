/** How many said that a runbook helped; nothing where nobody said anything. */
export function helpedText({ yes, no }: { yes: number; no: number }): string {
  return yes + no === 0 ? '' : `helped ${yes} of ${yes + no}`;
}

/** Three digits that mean something, with the unit: `0.25 s`, `56.8 kB`. */
export function valueText(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return '–';
  const [scaled, letter] = scaledOf(value);
  const number = String(Number(scaled.toPrecision(3)));
  return `${number} ${letter}${unit}`.trimEnd();
}

function scaledOf(value: number): [number, string] {
  const size = Math.abs(value);
  if (size >= 1e9) return [value / 1e9, 'G'];
  if (size >= 1e6) return [value / 1e6, 'M'];
  return size >= 1e4 ? [value / 1e3, 'k'] : [value, ''];
}
