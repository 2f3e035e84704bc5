import type { Change } from '../case.ts';
import type { Facts } from '../facts.ts';
import { clamp } from '../numbers.ts';
import type { Difference } from './difference.ts';

export interface Reason {
  readonly nats: number;
  readonly sentence: string;
}

const hour = 3_600_000;
/** Older than this says no less. */
const longestHours = 8_760;

export function timing({ at }: Change, began: number): Reason {
  if (!(at <= began)) return { nats: -8, sentence: 'It came after the trouble had begun.' };
  const hours = clamp((began - at) / hour, 0, longestHours);
  return {
    nats: -0.4 * Math.log2(1 + hours),
    sentence: `It came ${Math.round(hours * 60)} min before the trouble began.`,
  };
}

/** `products` are those suspected, likeliest first. */
export function place(
  { product, kind }: Change,
  products: readonly string[],
  { index, graph }: Facts,
): Reason {
  if (product === null) return { nats: kind === 'commit' ? -0.5 : 0, sentence: '' };
  const rank = products.indexOf(product);
  if (rank === 0) return { nats: 1.5, sentence: 'It changed the product where the trouble is.' };
  if (rank > 0) return { nats: 0.7, sentence: 'It changed a product that is suspected.' };
  const [own, first] = [index.get(product), index.get(products[0] ?? '')];
  if (own === undefined || first === undefined)
    return { nats: -1.5, sentence: 'It changed a product where nothing is seen.' };
  if (graph.callees[first]?.includes(own) === true)
    return { nats: 0.7, sentence: 'It changed a product that the troubled one calls.' };
  const isCaller = graph.callers[first]?.includes(own) === true;
  return isCaller
    ? { nats: 0.5, sentence: 'It changed a product that calls the troubled one, and may ask too much of it.' }
    : { nats: -1.5, sentence: 'It changed a product where nothing is seen.' };
}

const harmless =
  /(^|\/)(docs?|documentation|test|tests|testdata|\.github|\.circleci|codeowners|readme|static)(\/|\.|$)|_test\.|\.test\.|\.(md|css|svg|txt|html)$|golangci/i;
const dependencies =
  /(^|\/)(go\.(mod|sum)|package(-lock)?\.json|yarn\.lock|requirements\.txt|pom\.xml|cargo\.(toml|lock))$/i;

export function substance(
  { paths, difference }: Change,
  { factor, isSwitched, isCut, come, gone }: Difference,
): Reason {
  if (paths.length > 0 && paths.every((path) => harmless.test(path)))
    return { nats: -3, sentence: 'It touches nothing that runs.' };
  if (paths.length > 0 && paths.every((path) => dependencies.test(path)))
    return { nats: -1.5, sentence: 'It only raises versions of dependencies.' };
  if (difference === null || difference === '') return { nats: -1, sentence: '' };
  if (factor >= 3)
    return {
      nats: 2.5,
      sentence: `It changes a setting by a factor of ${factor >= 100 ? '100 or more' : Number(factor.toPrecision(2))}.`,
    };
  if (isSwitched) return { nats: 1.5, sentence: 'It gives a setting another value.' };
  if (isCut) return { nats: 1, sentence: 'It takes lines away without replacing them.' };
  if (gone.size === 0 && come.size > 0) return { nats: 0.3, sentence: 'It adds something new.' };
  return gone.size + come.size === 0
    ? { nats: -0.5, sentence: 'It only moves things.' }
    : { nats: 0, sentence: '' };
}
