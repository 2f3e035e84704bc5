import type { Behaviour } from '../behaviour.ts';
import { text } from '../fields.ts';

export function reports(): Behaviour {
  let made = 0;
  return {
    operations: {
      generate: async (input, calls) => {
        const person = text(input, 'person');
        const query = { kind: text(input, 'kind'), by: text(input, 'by'), person };
        const counts = await calls.need('search', 'count', query);
        const fresh = await calls.ask('pipelines', 'status', {});
        made += 1;
        const number = `R-${made}`;
        const kept = await calls.ask('files', 'put', { case: 'reports', name: number, bytes: 2048, person });
        return {
          report: {
            number,
            ...counts,
            behindSeconds: fresh?.['behindSeconds'] ?? null,
            kept: kept !== null,
          },
        };
      },
    },
  };
}
