import { kinds } from '@fieldmarshal/contract/catalog';
import { readCatalog } from '../../../demo/house.ts';
import type { Random } from '../../pager/random.ts';
import { someOf, thirdParty, type CallTree, type System, type Workflow } from './system.ts';

interface Callee {
  readonly product: string;
  /** Called every time; else in three of four calls. */
  readonly isHard: boolean;
}

const deepest = 3;
let read: ReturnType<typeof readCatalog> | null = null;

/** The products, dependencies and workflows of the demo's catalog, as a system to break: one door to everything, and a circle of calls. */
export function demoSystem(random: Random): System {
  const documents = (read ??= readCatalog());
  const callees = new Map(
    documents
      .filter(({ kind }) => kind === 'Product')
      .map(({ metadata, spec }): [string, Callee[]] => [
        metadata.name,
        kinds.Product.parse(spec).dependsOn.map(({ product, strength }) => ({
          product,
          isHard: strength === 'hard',
        })),
      ]),
  );
  const products = [...callees.keys()];
  const payer = random.pick(products.slice(1));
  callees.set(payer, [...(callees.get(payer) ?? []), { product: thirdParty, isHard: false }]);
  const workflows = documents
    .filter(({ kind }) => kind === 'Workflow')
    .map(({ metadata, spec }): Workflow => ({
      check: metadata.name,
      steps: kinds.Workflow.parse(spec).steps.map(({ name, products: [door = '', ...named] }) => ({
        name,
        tree: doorTree(random, callees, { door, named }),
      })),
    }));
  return {
    ...{ products, thirdParty, workflows, runners: ['runner-a', 'runner-b', 'runner-c'] },
    calls: new Map([...callees].map(([product, list]) => [product, list.map((callee) => callee.product)])),
    usualMs: new Map(products.map((product) => [product, 2 + random.next() * 40])),
    writing: someOf(random, products),
  };
}

type Callees = ReadonlyMap<string, readonly Callee[]>;

/** The door calls what it always calls, and what the step names. */
function doorTree(
  random: Random,
  callees: Callees,
  { door, named }: { readonly door: string; readonly named: readonly string[] },
): CallTree {
  const called = (callees.get(door) ?? []).filter(({ product, isHard }) => isHard || named.includes(product));
  return {
    ...{ product: door, operation: `${door} ${named.join(' ')}`, isThirdParty: false },
    children: called.map(({ product }) => tree(random, callees, product, deepest)),
  };
}

function tree(random: Random, callees: Callees, ...[product, depth]: readonly [string, number]): CallTree {
  const called = depth === 0 ? [] : (callees.get(product) ?? []);
  return {
    ...{ product, operation: `${product} ${random.between(1, 2)}`, isThirdParty: product === thirdParty },
    children: called
      .filter(({ isHard }) => isHard || random.chance(0.75))
      .map((callee) => tree(random, callees, callee.product, depth - 1)),
  };
}
