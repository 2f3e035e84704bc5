/** What was started so far; undone in reverse order, each step whatever becomes of the others. */
export interface Undo {
  add(step: () => Promise<void>): void;
  run(): Promise<void>;
}

export function undo(onTrouble: (sentence: string) => void): Undo {
  const steps: (() => Promise<void>)[] = [];
  return {
    add: (step) => steps.push(step),
    run: async () => {
      for (const step of steps.splice(0).toReversed()) {
        await step().catch((error: unknown) => onTrouble(`While ending: ${String(error)}`));
      }
    },
  };
}
