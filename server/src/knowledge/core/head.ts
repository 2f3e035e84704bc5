import { objectName } from '@fieldmarshal/contract';
import { runbookSpec, type RunbookFile } from '@fieldmarshal/contract/knowledge';

type Head = Omit<RunbookFile, 'hasHead'>;

interface Read {
  /** What the YAML says, whatever it is; null where there is none. */
  readonly head: unknown;
  /** Why it cannot be read. */
  readonly fault: string | null;
}

interface Names {
  /** The name in the catalog of what a file calls a product, or a check; null for none. */
  readonly productOf: (given: string) => string | null;
  readonly checkOf: (given: string) => string | null;
}

/** Words that wikis and other tools use for the same in their heads. */
const keys = {
  displayName: ['displayName', 'title', 'name'],
  description: ['description', 'summary'],
  products: ['products', 'product', 'services', 'service'],
  checks: ['checks', 'check'],
  symptoms: ['symptoms', 'symptom', 'tags', 'keywords'],
  links: ['links'],
} as const;

/**
 * What the head of a Markdown file says of a runbook: the object that `apply` takes, or the same keys alone as other tools write them. What does
 * not fit is a sentence in `problems`, and the rest is taken.
 */
export function headOf({ head, fault }: Read, names: Names): Head {
  const problems: string[] = fault === null ? [] : [`The head cannot be read as YAML. ${sentence(fault)}`];
  const object = isRecord(head) ? head : {};
  if (head !== null && !isRecord(head)) problems.push('The head is no list of keys and values.');
  const isObject = 'spec' in object || 'kind' in object;
  if (isObject && object['kind'] !== undefined && object['kind'] !== 'Runbook')
    problems.push(
      `The head is of kind ${asText(object['kind'])}, not Runbook; what it shares with one was taken.`,
    );
  const spec = isObject ? asRecord(object['spec']) : object;
  const take = reader(spec, { problems, isObject });
  const name = isObject ? asRecord(object['metadata'])['name'] : undefined;
  const symptoms = take.texts('symptoms');
  problems.push(...strangersIn(spec, isObject));
  return {
    // A head may have the text itself, where nothing stands behind it.
    text: isObject && isPlain(spec['text']) ? String(spec['text']) : '',
    name: objectName.safeParse(name).data ?? null,
    displayName: take.text('displayName'),
    description: take.text('description'),
    products: known(take.texts('products'), { what: 'product', nameOf: names.productOf }, problems),
    checks: known(take.texts('checks'), { what: 'check', nameOf: names.checkOf }, problems),
    symptoms: runbookSpec.shape.symptoms.safeParse(symptoms).success ? symptoms : cut(symptoms, problems),
    links: linksOf(spec['links'], problems),
    problems,
  };
}

/** Reads the first of the keys that is there. What is of another form is told. */
function reader(
  spec: Record<string, unknown>,
  { problems, isObject }: { readonly problems: string[]; readonly isObject: boolean },
) {
  const find = (field: keyof typeof keys): unknown =>
    (isObject ? [field] : keys[field])
      .map((key) => spec[key])
      .find((value) => value !== undefined && value !== null);
  return {
    text: (field: 'displayName' | 'description'): string => {
      const value = find(field);
      if (value === undefined) return '';
      if (isPlain(value)) return String(value).trim();
      problems.push(`${field} is no text.`);
      return '';
    },
    texts: (field: 'products' | 'checks' | 'symptoms'): string[] => {
      const value = find(field);
      if (value === undefined) return [];
      // Some write a list as one text with commas.
      const list: readonly unknown[] =
        typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [value];
      const plain = list.filter((each) => isPlain(each)).map((each) => String(each).trim());
      if (plain.length < list.length) problems.push(`Some of ${field} is no text.`);
      return [...new Set(plain.filter((each) => each !== ''))];
    },
  };
}

interface Known {
  readonly what: string;
  readonly nameOf: (given: string) => string | null;
}

function known(given: readonly string[], { what, nameOf }: Known, problems: string[]): string[] {
  const found = given.flatMap((each) => {
    const name = nameOf(each);
    if (name === null) problems.push(`There is no ${what} “${each.slice(0, 60)}”.`);
    return name ?? [];
  });
  return [...new Set(found)];
}

function cut(symptoms: readonly string[], problems: string[]): string[] {
  const fit = symptoms.filter((each) => runbookSpec.shape.symptoms.safeParse([each]).success).slice(0, 50);
  problems.push(`${fit.length} of ${symptoms.length} symptoms fit.`);
  return fit;
}

function linksOf(value: unknown, problems: string[]): Head['links'] {
  if (value === undefined || value === null) return [];
  const { data } = runbookSpec.shape.links.safeParse(value);
  if (data === undefined) problems.push('The links are no list of titles with web addresses.');
  return data ?? [];
}

/** Of the form that `apply` takes, every key has a meaning: one that has none is a slip. Heads of other tools have keys of their own. */
function strangersIn(spec: Record<string, unknown>, isObject: boolean): string[] {
  if (!isObject) return [];
  return Object.keys(spec)
    .filter((key) => !(key in runbookSpec.shape))
    .slice(0, 10)
    .map((key) => `The key “${key.slice(0, 60)}” has no meaning here and was left out.`);
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function asText(value: unknown): string {
  return isPlain(value) ? `“${String(value).slice(0, 60)}”` : 'another form';
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
