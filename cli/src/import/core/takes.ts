import type { Span } from './difference.ts';
import type { OverrideDraft, RenderedShift } from './draft.ts';

interface Taken {
  readonly overrides: OverrideDraft[];
  /** Somewhere in the span nobody of these is on, and whoever the rules name stays on. */
  readonly hasGap: boolean;
}

/** Overrides that put these people on in this span and, where one of them is on, nobody else; cut to the span. */
export function takesOf(shifts: readonly RenderedShift[], { from, to }: Span): Taken {
  let covered = from;
  let hasGap = false;
  const overrides = shifts
    .map(({ user, start, end }) => ({
      user,
      start: Math.max(from, Date.parse(start)),
      end: Math.min(to, Date.parse(end)),
    }))
    .filter(({ start, end }) => start < end)
    .toSorted((a, b) => a.start - b.start)
    .flatMap(({ user, start, end }): OverrideDraft[] => {
      if (start > covered) hasGap = true;
      const alone = Math.max(start, covered);
      const beside = Math.min(end, covered);
      covered = Math.max(covered, end);
      return [
        ...(start < beside ? [{ kind: 'add', user, start: iso(start), end: iso(beside) } as const] : []),
        ...(alone < end ? [{ kind: 'take', user, start: iso(alone), end: iso(end) } as const] : []),
      ];
    });
  return { overrides, hasGap: hasGap || covered < to };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
