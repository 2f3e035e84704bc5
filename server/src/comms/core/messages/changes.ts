/** What was true when something was drafted: what it is about, in a reader's words, and how that was. */
export type Basis = Readonly<Record<string, string>>;

/** What is different now, a sentence each, in the order of now; empty where nothing is. */
export function changesBetween(before: Basis, now: Basis): string[] {
  const changed = Object.entries(now).flatMap(([about, value]) => {
    const was = before[about];
    if (was === value) return [];
    return [
      was === undefined
        ? `New: ${about} is ${bare(value)}.`
        : `${capital(about)} was ${bare(was)}, is ${bare(value)}.`,
    ];
  });
  const gone = Object.keys(before)
    .filter((about) => !Object.hasOwn(now, about))
    .map(
      (about) => `${capital(about)} is no longer among what is known; it was ${bare(before[about] ?? '')}.`,
    );
  return [...changed, ...gone];
}

/** Without its own full stop. */
function bare(text: string): string {
  return text.replace(/[.\s]+$/u, '');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
