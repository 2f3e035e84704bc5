import { Refusal, workQueue, type Behaviour } from '../behaviour.ts';
import { text } from '../fields.ts';

const places = ['Mon 09:30', 'Mon 11:00', 'Tue 10:15', 'Wed 14:00', 'Thu 08:45', 'Fri 13:30'];

export function scheduler(now: () => number): Behaviour {
  const queue = workQueue(now);
  const takenBy = new Map<string, string>();
  return {
    queue,
    operations: {
      free: () => ({ places: places.filter((place) => !takenBy.has(place)) }),
      book: async (input, calls) => {
        const { place, id, kind, person } = {
          place: text(input, 'place'),
          id: text(input, 'id'),
          kind: text(input, 'kind'),
          person: text(input, 'person'),
        };
        const holder = takenBy.get(place);
        if (holder !== undefined && holder !== id) throw new Refusal(409, `${place} is taken.`);
        const { record } = await calls.need('objects', 'put', {
          kind,
          id,
          person,
          value: { appointment: place },
        });
        if (kind !== 'rehearsal') {
          // Who is booked anew frees the place they had.
          for (const [earlier, by] of takenBy) if (by === id) takenBy.delete(earlier);
          takenBy.set(place, id);
        }
        const passedOn = await calls.ask('pipelines', 'submit', { kind, id, person });
        return { booking: { id, place }, record, passedOn: passedOn !== null };
      },
      remind: (input) => {
        const about = text(input, 'about');
        queue.push(() => undefined);
        return { about };
      },
    },
  };
}
