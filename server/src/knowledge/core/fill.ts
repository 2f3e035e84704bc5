import {
  fillQuery as fillInQuotes,
  fillTemplate,
  type TemplateValues,
} from '@fieldmarshal/contract/knowledge';
import type { Span } from './span.ts';

/** What the templates of an incident are filled with. */
export interface Filling {
  readonly incident: string;
  readonly product: string | null;
  readonly environment: string | null;
  readonly region: string | undefined;
  /** Of the environment; names that have a meaning of their own are not taken from here. */
  readonly variables: Readonly<Record<string, string>>;
}

type Filled = { readonly text: string } | { readonly problem: string };

/** The address of a link; each value is encoded, except one that the address begins with, which must make it a web address. */
export function fillLink(template: string, filling: Filling, span: Span): Filled {
  const values = { ...filling.variables, ...named(filling), ...timesOf(span) };
  const filled = fillTemplate(template, values, (value, isFirst) =>
    isFirst ? value.replace(/\/+$/u, '') : encodeURIComponent(value),
  );
  if ('missing' in filled) return { problem: lacks(filled.missing, filling) };
  const url = URL.parse(filled.text);
  if (url === null || !/^https?:$/u.test(url.protocol) || url.username !== '')
    return { problem: 'What comes of it is no web address.' };
  return { text: url.href };
}

/** A query; each value is escaped as part of a quoted string, which is where products and environments stand. */
export function fillQuery(template: string, filling: Filling, stepSeconds: number): Filled {
  const interval = `${Math.max(60, stepSeconds * 4)}s`;
  const values: TemplateValues = { ...filling.variables, ...named(filling), interval };
  const filled = fillInQuotes(template, values);
  return 'missing' in filled ? { problem: lacks(filled.missing, filling) } : filled;
}

const ofItself: ReadonlySet<string> = new Set([
  'incident',
  'interval',
  'from',
  'to',
  'fromMs',
  'toMs',
  'fromS',
  'toS',
]);

/** Whether an incident must name a product, and an environment, for a template to be filled. */
export function needsOf(template: string): { readonly product: boolean; readonly environment: boolean } {
  const names = [...template.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/gu)].map(([, name = '']) => name);
  return {
    product: names.includes('product'),
    environment: names.some((name) => name !== 'product' && !ofItself.has(name)),
  };
}

function named({ incident, product, environment, region }: Filling): TemplateValues {
  return { incident, product, environment, region };
}

function timesOf({ from, to }: Span): TemplateValues {
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    fromMs: String(from),
    toMs: String(to),
    fromS: String(Math.floor(from / 1_000)),
    toS: String(Math.ceil(to / 1_000)),
  };
}

function lacks(missing: readonly string[], { environment }: Filling): string {
  const sentences = missing.map((name) => {
    if (name === 'product') return 'The incident names no product.';
    if (name === 'environment' || environment === null) return 'The incident names no environment.';
    return `The environment ${environment} has no ${name === 'region' ? 'region' : `variable ${name}`}.`;
  });
  return [...new Set(sentences)].join(' ');
}
