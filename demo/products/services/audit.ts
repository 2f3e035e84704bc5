import type { Behaviour } from '../behaviour.ts';
import { text } from '../fields.ts';

const entriesMax = 1000;

export function audit(): Behaviour {
  const entries: { number: number; person: string; action: string }[] = [];
  let number = 1000;
  return {
    operations: {
      append: (input) => {
        number += 1;
        const entry = { number, person: text(input, 'person'), action: text(input, 'action') };
        entries.push(entry);
        if (entries.length > entriesMax) entries.shift();
        return { entry };
      },
    },
  };
}
