import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fault, faultKinds, type Fault } from '../../demo/faults/fault.ts';
import { environmentNames, productNames } from '../../demo/ports.ts';
import { queueProducts } from '../../demo/products/services/services.ts';
import { Random } from '../pager/random.ts';

/** What is switched on at one time, and what has to come of it: one or more faults of products, or something else that makes tests fail. */
export interface Case {
  readonly name: string;
  readonly faults: readonly Fault[];
  /** Where no product is at fault. */
  readonly other: { readonly what: 'flaky-test' | 'cut-off-runner'; readonly environment: string } | null;
}

const name = z.string().min(1).max(80).optional();
const other = z.enum(['flaky-test', 'cut-off-runner']);

/**
 * The format of `--faults FILE`: a JSON array of cases. A case is one fault or several at once, each as the demo's own API takes it
 * (`demo/faults/fault.ts`): `{ "faults": [{ "environment": "eu-prod", "product": "search", "fault": "errors", "rate": 0.5 }] }`, or what is
 * wrong while no product is: `{ "other": "flaky-test", "environment": "eu-prod" }`. `name` is what the table calls it.
 */
const file = z
  .array(
    z.union([
      z.strictObject({ name, faults: z.array(fault).min(1).max(4) }),
      z.strictObject({ name, other, environment: z.enum(environmentNames) }),
    ]),
  )
  .min(1)
  .max(1_000);

/** Throws with the place and the reason where the file is not as {@link file} says. */
export function readCases(path: string): Case[] {
  const parsed = file.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data.map((each): Case => {
    const found = 'faults' in each ? caseOf(each.faults) : otherCase(each.other, each.environment);
    return { ...found, name: each.name ?? found.name };
  });
}

function otherCase(what: z.infer<typeof other>, environment: string): Case {
  return { name: `${what} ${environment}`, faults: [], other: { what, environment } };
}

/** Every kind of fault in every product, in turn over the connected environments, two at once, and what no product does. */
export function allCases(): Case[] {
  const single = faultKinds.flatMap((kind, row) =>
    productNames
      .filter((product) => kind !== 'queue-lag' || queueProducts.includes(product))
      .map((product, column) => caseOf([at(kind, product, row + column)])),
  );
  const double = productNames.map((product, index) => {
    const other = productNames[(index + 5) % productNames.length] ?? product;
    return caseOf([at('errors', product, index), at('latency', other, index)]);
  });
  const others = other.options.flatMap((what) => [otherCase(what, 'eu-prod'), otherCase(what, 'us-prod')]);
  return [...single, ...double, ...others];
}

/** A part of the cases that is the same for the same seed. */
export function sampleOf(cases: readonly Case[], count: number, seed: number): Case[] {
  const random = new Random(seed);
  const drawn = cases.map((each) => ({ each, lot: random.next() })).toSorted((a, b) => a.lot - b.lot);
  return drawn.slice(0, count).map(({ each }) => each);
}

function at(kind: Fault['fault'], product: Fault['product'], index: number): Fault {
  return fault.parse({ environment: index % 2 === 0 ? 'eu-prod' : 'us-prod', product, fault: kind });
}

function caseOf(faults: readonly Fault[]): Case {
  return { name: nameOf(faults), faults, other: null };
}

function nameOf(faults: readonly Fault[]): string {
  return faults
    .map(({ fault: kind, product, environment }) => `${kind} ${product} ${environment}`)
    .join(' + ');
}
