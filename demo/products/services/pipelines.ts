import { workQueue, type Behaviour } from '../behaviour.ts';
import { text } from '../fields.ts';

export function pipelines(now: () => number): Behaviour {
  const queue = workQueue(now);
  let carried = 0;
  return {
    queue,
    operations: {
      submit: async (input, calls) => {
        const query = { kind: text(input, 'kind'), id: text(input, 'id'), person: text(input, 'person') };
        await calls.need('objects', 'get', query);
        queue.push(() => {
          carried += 1;
        });
        return { about: query.id, waiting: queue.depth };
      },
      status: () => ({
        waiting: queue.depth,
        carried,
        behindSeconds: queue.oldestAt === null ? 0 : Math.round((now() - queue.oldestAt) / 1000),
      }),
    },
  };
}
