import type { Window } from '../source.ts';

const dayMs = 86_400_000;

/** A window in parts of at most so many days, one after the other, for APIs that tell no more at once. */
export function stretches({ from, to }: Window, days: number): [from: string, to: string][] {
  const found: [string, string][] = [];
  const end = Date.parse(to);
  for (let at = Date.parse(from); at < end; at += days * dayMs)
    found.push([new Date(at).toISOString(), new Date(Math.min(at + days * dayMs, end)).toISOString()]);
  return found;
}
