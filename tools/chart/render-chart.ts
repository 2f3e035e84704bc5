import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { fieldOf, functions, isTrue, textOf } from './functions.ts';
import { parseTemplate, type Expression, type Node } from './parse-template.ts';

const record = z.record(z.string(), z.unknown());
type Values = Readonly<Record<string, unknown>>;

interface Scope {
  readonly dot: unknown;
  readonly variables: Map<string, unknown>;
  readonly defined: ReadonlyMap<string, readonly Node[]>;
}

/**
 * The chart's templates as Helm renders them, by name: `values` over those of the chart. Helm is a program that no registry of packages
 * ships, so this reads what the chart uses of its language, and throws at the rest.
 */
export function renderChart(chart: string, values: Values, release = 'watch'): Map<string, string> {
  const read = (path: string): string => readFileSync(join(chart, path), 'utf8');
  const { name, version, appVersion } = record.parse(parse(read('Chart.yaml')));
  const dot = {
    Values: merged(record.parse(parse(read('values.yaml'))), values),
    Release: { Name: release, Service: 'Helm', Namespace: 'default' },
    Chart: { Name: name, Version: version, AppVersion: appVersion },
  };
  const files = readdirSync(join(chart, 'templates')).map((file) => {
    try {
      return { file, nodes: parseTemplate(read(`templates/${file}`)) };
    } catch (error) {
      throw new Error(`${file}: ${String(error)}`, { cause: error });
    }
  });
  const all = files.flatMap(({ nodes }) => nodes);
  const defined = new Map(all.flatMap((node) => (node.kind === 'define' ? [[node.name, node.body]] : [])));
  return new Map(
    files
      .filter(({ file }) => file.endsWith('.yaml'))
      .map(({ file, nodes }) => [file, rendered(nodes, { dot, variables: new Map([['$', dot]]), defined })]),
  );
}

/** Objects field by field; anything else is replaced. */
export function merged(values: Values, over: Values): Values {
  const isObject = (value: unknown): value is Values =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const changed = Object.entries(over).map(([name, value]) => {
    const under = values[name];
    return [name, isObject(value) && isObject(under) ? merged(under, value) : value];
  });
  return { ...values, ...record.parse(Object.fromEntries(changed)) };
}

function rendered(nodes: readonly Node[], scope: Scope): string {
  return nodes.map((node) => renderedNode(node, scope)).join('');
}

function renderedNode(node: Node, scope: Scope): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'define':
      return '';
    case 'output':
      return textOf(valueOf(node.value, scope));
    case 'set':
      scope.variables.set(node.variable, valueOf(node.value, scope));
      return '';
    case 'if':
      return rendered(isTrue(valueOf(node.value, scope)) ? node.body : node.otherwise, scope);
    case 'with': {
      const dot = valueOf(node.value, scope);
      return isTrue(dot) ? rendered(node.body, { ...scope, dot }) : rendered(node.otherwise, scope);
    }
    case 'range':
      return ranged(node, scope);
  }
}

/** Entries of an object come in the order of their names. */
function ranged(node: Extract<Node, { kind: 'range' }>, scope: Scope): string {
  const list = valueOf(node.value, scope) ?? {};
  const entries: [unknown, unknown][] = Array.isArray(list)
    ? [...list.entries()]
    : Object.entries(list).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return rendered(node.otherwise, scope);
  return entries
    .map(([key, dot]) => {
      const variables = new Map(scope.variables);
      const given = node.variables.length === 2 ? [key, dot] : [dot];
      for (const [at, name] of node.variables.entries()) variables.set(name, given[at]);
      return rendered(node.body, { ...scope, dot, variables });
    })
    .join('');
}

function valueOf(expression: Expression, scope: Scope): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'path':
      return expression.names.reduce((value, name) => fieldOf(value, name), startOf(expression, scope));
    case 'call':
      return called(expression, scope);
  }
}

function startOf({ from }: Extract<Expression, { kind: 'path' }>, scope: Scope): unknown {
  if (from === 'dot') return scope.dot;
  if ('kind' in from) return valueOf(from, scope);
  if (!scope.variables.has(from.variable)) throw new Error(`there is no ${from.variable}`);
  return scope.variables.get(from.variable);
}

function called({ name, args }: Extract<Expression, { kind: 'call' }>, scope: Scope): unknown {
  const given = args.map((arg) => valueOf(arg, scope));
  if (name === 'include') {
    const [which, dot] = given;
    const nodes = scope.defined.get(String(which));
    if (nodes === undefined) throw new Error(`no template is called ${String(which)}`);
    return rendered(nodes, { ...scope, dot, variables: new Map([['$', dot]]) });
  }
  const run = functions[name];
  if (run === undefined) throw new Error(`"${name}" is no function that is known here`);
  // What a function does with an argument of another kind is for the test of the chart to see.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return run(...(given as never[]));
}
