import type { IntakeResult } from './schema.ts';

type Answer = Pick<IntakeResult, 'outcome' | 'reason'>;

/** By the numbers in their names, so that a bundle that announces a key goes before those that it signs: 9 before 10, part 2 before part 10. */
export function inOrder<T extends { readonly name: string }>(files: readonly T[]): T[] {
  return files.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/**
 * Brings files one after another and gives the answer to each once it is final. The bundle that announces a key may have a name that sorts
 * behind: those that an unknown key signed go again for as long as anything was taken in, so their answers come last; so do those `kept` from
 * earlier, of which nothing is said unless they went. `bring` gives null for what could not be brought.
 */
export async function* bringAll<F, A extends Answer | null>(
  files: readonly F[],
  bring: (file: F) => Promise<A>,
  kept: readonly F[] = [],
): AsyncGenerator<readonly [file: F, answer: A]> {
  let left = files;
  let back = kept;
  while (left.length > 0) {
    const early: (readonly [F, A])[] = [];
    let isNews = false;
    for (const file of left) {
      const answer = await bring(file);
      if (isEarly(answer)) early.push([file, answer]);
      else yield [file, answer];
      isNews ||= answer?.outcome === 'taken' || answer?.outcome === 'waits';
    }
    if (!isNews) yield* early;
    left = isNews ? [...back, ...early.map(([file]) => file)] : [];
    back = [];
  }
}

/** Whether what announces its key may still come. */
export function isEarly(answer: Answer | null): boolean {
  return answer?.reason === 'unknown-key';
}
