import { mutate, mutateBytes, oddText } from './odd.ts';
import type { Random } from './random.ts';
import { Generator, type Schema } from './schema-value.ts';
import type { Shot } from './send.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}

export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** What no request may do while others still need it: end the token they come with. */
const spared = /^\/(tokens|sessions|people\/[^/]+\/(erase|deactivate))/;

/** One request for each call, of an operation of the API as its own description has it. */
export function apiShots(description: Description, token: string, random: Random): () => Shot {
  const resolve = (ref: string): Schema =>
    description.components?.schemas?.[ref.split('/').at(-1) ?? ''] ?? {};
  const generator = new Generator(random, resolve);
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const usable = operations.filter(({ path, method }) => method === 'GET' || !spared.test(path));
  return () => {
    const { path, method, operation } = random.pick(usable);
    const query = new URLSearchParams();
    let target = path;
    for (const parameter of operation.parameters ?? []) {
      const text = random.chance(0.2) ? oddText(random) : plain(generator.value(parameter.schema ?? {}));
      if (parameter.in === 'path') target = target.replaceAll(`{${parameter.name}}`, encode(text) || 'x');
      else if (parameter.in === 'query' && random.chance(0.6))
        query.append(parameter.name, text.toWellFormed().slice(0, 3_000));
    }
    const schema = operation.requestBody?.content?.['application/json']?.schema;
    const body = schema === undefined ? undefined : bodyOf(random, mutate(random, generator.value(schema)));
    const suffix = query.size === 0 ? '' : `?${query.toString()}`;
    return {
      method,
      path: `/api/v1${target}${suffix}`.slice(0, 12_000),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(random.chance(0.2)
          ? { 'idempotency-key': random.pick(['a', 'k'.repeat(64), 'x'.repeat(5_000)]) }
          : {}),
      },
      ...(body ? { body } : {}),
    };
  };
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).slice(0, 3_000).replace(/%.?$/, '');
}

export function bodyOf(random: Random, value: unknown): Buffer {
  // JSON.stringify writes lone surrogates as escapes, as a sender would.
  const bytes = Buffer.from(JSON.stringify(value) ?? 'null');
  return random.chance(0.08) ? mutateBytes(random, bytes) : bytes;
}
