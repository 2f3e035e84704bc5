import { Refusal, type Behaviour, type Json } from '../behaviour.ts';
import { text } from '../fields.ts';
import { people } from '../seed.ts';

export function identity(): Behaviour {
  const known = new Map(people.map((person) => [String(person['id']), person]));
  const personBy = (id: string): Json => {
    const person = known.get(id);
    if (!person) throw new Refusal(401, 'Nobody of this name may sign in.');
    return person;
  };
  return {
    operations: {
      verify: async (input, calls) => {
        const person = personBy(text(input, 'session'));
        const written = await calls.ask('audit', 'append', {
          person: String(person['name']),
          action: 'request',
        });
        return { person, audit: written?.['entry'] ?? null };
      },
      lookup: (input) => ({ person: personBy(text(input, 'id')) }),
    },
  };
}
