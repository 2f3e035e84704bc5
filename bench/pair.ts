import { z } from 'zod';
import { readTool } from './peer.ts';
import { quietS, rounds } from './prerequisites.ts';
import { round } from './verdict.ts';

interface Target {
  readonly name: string;
  /** Arguments of the load generator that point it there. */
  readonly argv: string;
}

const figure = z.object({
  median: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
});
const result = z.object({ table: z.record(z.string(), z.record(z.string(), figure)) });

/** Medians of two targets, by the load generator's name of the quantity. */
export interface Pair {
  /** The second target's median. */
  value(quantity: string): number;
  /** The second target's median as a multiple of the first's. */
  ratio(quantity: string): number;
  print(...quantities: readonly string[]): void;
}

interface Measure {
  readonly tool: 'ingest' | 'latency';
  readonly targets: readonly [peer: Target, subject: Target];
  /** Arguments for both. */
  readonly common: string;
}

/** Runs a load generator against two targets in turn, so that both get the same machine. */
export function pair(loadgen: string, { tool, targets, common }: Measure): Pair {
  const argv = [
    ...['--tool', tool, '--rounds', rounds, '--quiet-s', quietS, `--common=${common}`, '--json'],
    ...targets.flatMap((target) => ['--target', `${target.name}=${target.argv}`]),
  ];
  const { table } = result.parse(readTool(loadgen, 'pair.mjs', argv));
  const [peer, subject] = targets;
  const of = (quantity: string, { name }: Target, what: 'median' | 'min' | 'max' = 'median'): number =>
    table[quantity]?.[name]?.[what] ?? Number.NaN;
  const ratio = (quantity: string): number => of(quantity, subject) / of(quantity, peer);
  return {
    value: (quantity) => of(quantity, subject),
    ratio,
    print: (...quantities) => {
      for (const quantity of quantities) {
        const texts = targets.map((target) => {
          const [min, max] = [of(quantity, target, 'min'), of(quantity, target, 'max')];
          return `${target.name} ${round(of(quantity, target))} [${round(min)}..${round(max)}]`;
        });
        console.log(`${quantity.padEnd(24)} ${texts.join('   ')}   × ${round(ratio(quantity))}`);
      }
    },
  };
}
