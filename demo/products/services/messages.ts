import { workQueue, type Behaviour, type Json } from '../behaviour.ts';
import { optionalText, text } from '../fields.ts';

const messagesMax = 500;

export function messages(now: () => number): Behaviour {
  const queue = workQueue(now);
  const sent: Json[] = [];
  return {
    queue,
    operations: {
      send: async (input, calls) => {
        const { person } = await calls.need('identity', 'lookup', { id: text(input, 'person') });
        const message: Json = {
          to: text(input, 'to'),
          about: text(input, 'about'),
          text: text(input, 'text'),
          from: person,
          state: 'waiting',
        };
        if (optionalText(input, 'remind')) {
          const reminder = await calls.ask('scheduler', 'remind', { about: message['about'] });
          message['reminder'] = reminder !== null;
        }
        sent.push(message);
        if (sent.length > messagesMax) sent.shift();
        queue.push(() => {
          message['state'] = 'sent';
        });
        return { message };
      },
      list: (input) => ({ messages: sent.filter((message) => message['about'] === text(input, 'about')) }),
    },
  };
}
