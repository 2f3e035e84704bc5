import type { Behaviour } from '../behaviour.ts';
import { records, text } from '../fields.ts';

export function maps(): Behaviour {
  return {
    operations: {
      near: async (input, calls) => {
        const tile = await calls.ask('files', 'tile', { place: text(input, 'place') });
        const homes = records(input, 'homes').toSorted((a, b) => Number(a['km']) - Number(b['km']));
        return { homes, picture: tile !== null };
      },
    },
  };
}
