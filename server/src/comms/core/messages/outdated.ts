import type { Wanted } from './plan.ts';

interface Sent extends Wanted {
  readonly id: string;
  readonly sentAt: Date | null;
  readonly corrects: string | null;
}

/**
 * Which of all that was sent nobody must read any more once `sent` is out: earlier words to the same readers. A correction leaves what was
 * sent after the words it corrects.
 */
export function outdatedBy<M extends Sent>(sent: M, all: readonly M[]): M[] {
  const chain = correctedBy(sent, all);
  const until = (chain.at(-1) ?? sent).sentAt?.getTime() ?? Infinity;
  return all.filter(
    (each) =>
      each.id !== sent.id &&
      each.audience === sent.audience &&
      each.application === sent.application &&
      each.language === sent.language &&
      (chain.includes(each) || (each.sentAt?.getTime() ?? 0) <= until),
  );
}

/** What a correction corrects, back to the first words. */
function correctedBy<M extends Sent>({ corrects }: M, all: readonly M[]): M[] {
  const before = all.find(({ id }) => id === corrects);
  return before === undefined ? [] : [before, ...correctedBy(before, all)];
}
