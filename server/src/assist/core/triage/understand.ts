import { visible } from '@fieldmarshal/contract/text';
import { graveIn } from '../words/grave-words.ts';

/** A product as people may call it. */
export interface KnownProduct {
  readonly product: string;
  /** Name, display name, aliases. */
  readonly names: readonly string[];
}

type Symptom =
  | 'outage'
  | 'errors'
  | 'slow'
  | 'data'
  | 'security'
  | 'access'
  | 'appearance'
  | 'maintenance'
  | 'unknown';

/** What was understood of a report, each with the words it rests on. */
export interface Understanding {
  readonly products: readonly { readonly product: string; readonly words: string }[];
  readonly regions: readonly string[];
  readonly symptom: { readonly kind: Symptom; readonly words: string };
}

const planning = /\b(?:planned|scheduled) (?:maintenance|upgrade|work)|\bmaintenance\b/iu;
const symptoms: readonly (readonly [Symptom, RegExp])[] = [
  [
    'outage',
    /\b(?:outage|down|unavailab\w+|inaccessible|offline|unresponsive|not (?:loading|responding|available|working)|unreachable)\b/i,
  ],
  ['access', /\b(?:log(?:ging)? ?in|sign(?:ing)? ?in|authenticat\w+|sso|permission\w*|access denied)\b/i],
  [
    'errors',
    /\b(?:errors?|fail(?:s|ed|ing|ures?)?|unable|cannot|can['’]t|crash\w*|5\d\d|reject\w*|broken|stuck)\b/i,
  ],
  [
    'slow',
    /\b(?:slow\w*|latenc\w+|delay\w*|time[ -]?outs?|tim(?:es|ed|ing) out|degrad\w+|lag\w*|backlog|intermittent\w*)\b/i,
  ],
  ['appearance', /\b(?:display\w*|render\w*|ui|typo|wrong (?:colou?r|text)|layout)\b/i],
];
const region =
  /\b(?:[a-z]{2,14}-(?:[a-z]{2,10}-)?(?:north|south|east|west|central|north-?east|south-?east|south-?west|north-?west)\w*-?\d{0,2}[a-d]?|(?:eu|us|ap|sa|ca|me|af)-\d)\b/gi;

/**
 * Reads a person's first words: which products of the catalog, which regions, and what kind of symptom. Names count as whole
 * words in any writing; of names that overlap the longest wins. Nothing is guessed: what is not said is not in the answer.
 */
export function understand(text: string, known: readonly KnownProduct[]): Understanding {
  const plain = visible(text.slice(0, 20_000));
  return {
    products: productsIn(plain, known),
    regions: [...new Set(plain.match(region)?.map((name) => name.toLowerCase()))].slice(0, 50),
    symptom: symptomOf(plain),
  };
}

/** Lost data and security before all else; planned work before what it brings with it. What is denied (`not down`, `no errors`) is no symptom. */
function symptomOf(text: string): Understanding['symptom'] {
  const planned = saidOf(text, planning);
  if (planned !== null) return { kind: 'maintenance', words: planned };
  for (const [kind, grave] of [['data', 'data-lost'] as const, ['security', 'security'] as const]) {
    const told = graveIn(text, grave);
    if (told !== null) return { kind, words: told.words };
  }
  for (const [kind, pattern] of symptoms) {
    const words = saidOf(text, pattern);
    if (words !== null) return { kind, words };
  }
  return { kind: 'unknown', words: '' };
}

/** Whoever cannot log in says so with a denial; only what is itself a failure can be denied. */
const denied = /\b(?:no|not|never|without|no longer)\s+(?:\p{L}+\s+)?$|n['’]t\s+(?:\p{L}+\s+)?$/iu;
const failure =
  /^(?:outage|down|unavailab|inaccessible|offline|unresponsive|unreachable|error|fail|crash|broken|stuck|slow|latenc|delay|degrad|lag|backlog|maintenance|planned|scheduled)/iu;

function saidOf(text: string, pattern: RegExp): string | null {
  for (const { 0: words, index } of text.matchAll(new RegExp(pattern, 'giu')))
    if (!failure.test(words) || !denied.test(text.slice(Math.max(0, index - 40), index))) return words;
  return null;
}

function productsIn(text: string, known: readonly KnownProduct[]): { product: string; words: string }[] {
  const common = commonFirstWord(known);
  const hits = known.flatMap(({ product, names }) =>
    names.flatMap((name) => placesOfName(text, name, common)).map((place) => ({ ...place, product })),
  );
  const kept = hits.filter(
    (hit) =>
      !hits.some(
        (other) =>
          other.product !== hit.product &&
          other.from <= hit.from &&
          other.to >= hit.to &&
          other.to - other.from > hit.to - hit.from,
      ),
  );
  const byLength = kept.sort((a, b) => a.to - a.from - (b.to - b.from));
  const byProduct = new Map(byLength.map((hit) => [hit.product, hit]));
  return [...byProduct.values()]
    .sort((a, b) => a.from - b.from)
    .map(({ product, from, to }) => ({ product, words: text.slice(from, to) }));
}

/** Where a name stands whole, or without the words that most names begin with; one word alone that is left of it only as it is written. */
function placesOfName(text: string, name: string, common: ReadonlySet<string>): Place[] {
  const rest = withoutFirst(name, common);
  if (rest === name) return placesOf(text, name);
  const isBare = !/\s/u.test(rest);
  return [
    ...placesOf(text, name),
    ...placesOf(text, rest).filter(({ from, to }) => !isBare || text.slice(from, to) === rest),
  ];
}

interface Place {
  readonly from: number;
  readonly to: number;
}

/** Whole words, spaces and hyphens alike, in any case. */
function placesOf(text: string, name: string): Place[] {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.join('').length < 2 || words.length > 12) return [];
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])${words.join('[^\\p{L}\\p{N}\\n]{1,3}')}(?![\\p{L}\\p{N}])`,
    'giu',
  );
  return [...text.matchAll(pattern)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/** The words most names begin with, mostly the organisation's own name, which people leave out. */
function commonFirstWord(known: readonly KnownProduct[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { names } of known) {
    const first = new Set(
      names.flatMap((name) => [name.split(/\s+/)[0] ?? '', name.split(/\s+/).slice(0, 2).join(' ')]),
    );
    for (const word of first) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return new Set(
    [...counts].filter(([, count]) => count >= 3 && count >= known.length * 0.15).map(([word]) => word),
  );
}

function withoutFirst(name: string, common: ReadonlySet<string>): string {
  const words = name.split(/\s+/);
  const cut = common.has(words.slice(0, 2).join(' ')) ? 2 : common.has(words[0] ?? '') ? 1 : 0;
  const rest = words.slice(cut).join(' ');
  return rest.length > 3 ? rest : name;
}
