import type { Random } from '../../pager/random.ts';

/** One call of a product and what it calls in turn, in order. */
export interface CallTree {
  readonly product: string;
  readonly operation: string;
  readonly children: readonly CallTree[];
  /** Whether it is somebody else's service: it sends no spans. */
  readonly isThirdParty: boolean;
}

export interface Workflow {
  readonly check: string;
  readonly steps: readonly { readonly name: string; readonly tree: CallTree }[];
}

/** A made-up organisation: products in layers, a third party, workflows with checks, runners. */
export interface System {
  readonly products: readonly string[];
  readonly thirdParty: string;
  readonly calls: ReadonlyMap<string, readonly string[]>;
  readonly workflows: readonly Workflow[];
  readonly runners: readonly string[];
  readonly usualMs: ReadonlyMap<string, number>;
  /** Whose logs are sent. */
  readonly writing: ReadonlySet<string>;
}

const deepest = 4;
export const thirdParty = 'third-party';
/** Doors that have workflows with checks: a larger house has no more of them that matter. */
const entriesMax = 8;

export function makeSystem(random: Random, size: number): System {
  const products = Array.from({ length: size }, (_, at) => `product-${at}`);
  const entries = Math.min(entriesMax, Math.max(2, Math.floor(size / 6)));
  const calls = new Map<string, string[]>();
  products.forEach((product, at) => {
    const below = products.slice(Math.max(at + 1, entries));
    const wanted = at < entries ? random.between(2, 4) : random.between(0, 3);
    const callees = new Set(Array.from({ length: below.length > 0 ? wanted : 0 }, () => random.pick(below)));
    calls.set(product, [...callees]);
  });
  const payer = products[random.between(entries, size - 1)] ?? '';
  calls.set(payer, [...(calls.get(payer) ?? []), thirdParty]);
  const usualMs = new Map(products.map((product) => [product, 2 + random.next() * 40]));
  const workflows = products
    .slice(0, entries)
    .flatMap((entry) => [1, 2].map((number) => workflow(random, { entry, number, calls })));
  const runners = ['runner-a', 'runner-b', 'runner-c'];
  return { products, thirdParty, calls, workflows, runners, usualMs, writing: someOf(random, products) };
}

const writingShare = 0.5;

/** Products that send their logs. */
export function someOf(random: Random, products: readonly string[]): Set<string> {
  return new Set(products.filter(() => random.chance(writingShare)));
}

interface Asked {
  readonly entry: string;
  readonly number: number;
  readonly calls: ReadonlyMap<string, readonly string[]>;
}

function workflow(random: Random, asked: Asked): Workflow {
  const steps = Array.from({ length: random.between(2, 4) }, (_, at) => ({
    name: `step ${at + 1}`,
    tree: tree(random, asked, asked.entry, deepest),
  }));
  return { check: `${asked.entry} workflow ${asked.number}`, steps };
}

function tree(random: Random, asked: Asked, ...[product, depth]: readonly [string, number]): CallTree {
  const callees = depth > 0 ? (asked.calls.get(product) ?? []).filter(() => random.chance(0.75)) : [];
  return {
    product,
    operation: `${product} ${random.between(1, 2)}`,
    isThirdParty: product === thirdParty,
    children: callees.map((callee) => tree(random, asked, callee, depth - 1)),
  };
}

/** Products that a tree goes through. */
export function throughOf(root: CallTree): string[] {
  return [...new Set([root.product, ...root.children.flatMap(throughOf)])];
}
