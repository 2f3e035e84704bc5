import { Refusal, type Behaviour, type Json } from '../behaviour.ts';
import { integer, text } from '../fields.ts';

const filesPerCaseMax = 50;
const casesMax = 200;

export function files(): Behaviour {
  const byCase = new Map<string, Json[]>();
  return {
    operations: {
      put: async (input, calls) => {
        const person = text(input, 'person');
        const { allowed } = await calls.need('permissions', 'check', { person, action: 'upload' });
        if (allowed !== true) throw new Refusal(403, 'You may not upload here.');
        const file: Json = { name: text(input, 'name'), bytes: integer(input, 'bytes') };
        const owner = text(input, 'case');
        if (!byCase.has(owner) && byCase.size >= casesMax) throw new Refusal(409, 'The file store is full.');
        const kept = [...(byCase.get(owner) ?? []), file];
        byCase.set(owner, kept.slice(-filesPerCaseMax));
        const written = await calls.ask('audit', 'append', { person, action: 'upload' });
        return { file, audit: written?.['entry'] ?? null };
      },
      list: (input) => ({ files: byCase.get(text(input, 'case')) ?? [] }),
      tile: () => ({ tile: 'coast' }),
    },
  };
}
