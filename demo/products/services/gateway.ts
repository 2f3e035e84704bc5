import { productNames, type ProductName } from '../../ports.ts';
import { DependencyFailed, Refusal, type Behaviour } from '../behaviour.ts';
import { record, text } from '../fields.ts';

/** Passes `{session, product, operation, input}` on, once it is known who asks and that they may. */
export function gateway(): Behaviour {
  return {
    patienceMs: 3000,
    operations: {
      pass: async (request, calls) => {
        const session = text(request, 'session');
        const product = productOf(text(request, 'product'));
        const operation = text(request, 'operation');
        const who = await calls.need('identity', 'verify', { session });
        const may = await calls.need('permissions', 'check', { person: session, action: operation });
        if (may['allowed'] !== true) throw new Refusal(403, `You may not use ${product}.`);
        const input = { ...record(request, 'input'), person: session };
        const result =
          product === 'objects'
            ? await calls.need(product, operation, input)
            : await calls.ask(product, operation, input);
        if (!result) throw new DependencyFailed(product, 502);
        return { who, result };
      },
    },
  };
}

function productOf(name: string): ProductName {
  const found = productNames.find((product) => product === name);
  if (!found || found === 'gateway') throw new Refusal(404, `There is no product ${name}.`);
  return found;
}
