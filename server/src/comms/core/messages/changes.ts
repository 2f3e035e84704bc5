/** What was true when something was drafted: what it is about, in a reader's words, and how that was. */
export type Basis = Readonly<Record<string, string>>;

/** Something that is different now; null: it was, or is, not among what is known. */
export interface Change {
  readonly about: string;
  readonly was: string | null;
  readonly is: string | null;
}

/** What is different now, in the order of now, and then what is gone; empty where nothing is. */
export function changesIn(before: Basis, now: Basis): Change[] {
  const changed = Object.entries(now).flatMap(([about, is]): Change[] =>
    before[about] === is ? [] : [{ about, was: before[about] ?? null, is }],
  );
  const gone = Object.entries(before).flatMap(([about, was]): Change[] =>
    Object.hasOwn(now, about) ? [] : [{ about, was, is: null }],
  );
  return [...changed, ...gone];
}

/** The same, a sentence each. */
export function changesBetween(before: Basis, now: Basis): string[] {
  return changesIn(before, now).map(({ about, was, is }) => {
    if (is === null) return `${capital(about)} is no longer among what is known; it was ${bare(was ?? '')}.`;
    return was === null
      ? `New: ${about} is ${bare(is)}.`
      : `${capital(about)} was ${bare(was)}, is ${bare(is)}.`;
  });
}

/** Without its own full stop. */
function bare(text: string): string {
  return text.replace(/[.\s]+$/u, '');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
