import type { Behaviour, Json } from '../behaviour.ts';
import { records, text } from '../fields.ts';

export function permissions(): Behaviour {
  let groups: Json[] = [];
  return {
    operations: {
      check: async (input, calls) => {
        const { person } = await calls.need('identity', 'lookup', { id: text(input, 'person') });
        const fresh = await calls.ask('objects', 'groups', {});
        if (fresh) groups = records(fresh, 'groups');
        return { allowed: true, person, groups: groups.length };
      },
    },
  };
}
