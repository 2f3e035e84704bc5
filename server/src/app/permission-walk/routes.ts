import { contract } from '@fieldmarshal/contract';
import { isContractProcedure, type AnySchema } from '@orpc/contract';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { leastValue, type JsonSchema } from './least-value.ts';

/** One endpoint of the product API as the contract has it, with the least input that its schema takes. */
export interface Endpoint {
  /** Where it stands in the contract, such as `incidents.declare`. */
  readonly name: string;
  readonly method: string;
  /** With its parameters, such as `/incidents/{id}`. */
  readonly path: string;
  /** A valid input, without the parameters of the path where those are free. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** Every endpoint there is, read from the contract itself: one that is added is here at once. `inputs` is what the least input lacks. */
export function allEndpoints(
  inputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Endpoint[] {
  const converter = new ZodToJsonSchemaConverter();
  const found: Endpoint[] = [];
  const walk = (router: object, names: readonly string[]): void => {
    for (const [key, entry] of Object.entries(router)) {
      if (!isContractProcedure(entry)) {
        walk(entry as object, [...names, key]); // oxlint-disable-line typescript/no-unsafe-type-assertion -- a router holds routers and procedures
        continue;
      }
      const { route } = entry['~orpc'];
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- any procedure's input, so its type is not known
      const inputSchema = entry['~orpc'].inputSchema as AnySchema | undefined;
      const schema = schemaOf(converter, inputSchema);
      const name = [...names, key].join('.');
      found.push({
        name,
        method: route.method ?? 'POST',
        path: route.path ?? '',
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- inputs are objects, and what the converter writes is JSON Schema
        input: { ...(leastValue(schema) as Record<string, unknown> | null), ...inputs[name] },
      });
    }
  };
  walk(contract, []);
  return found;
}

function schemaOf(converter: ZodToJsonSchemaConverter, input: AnySchema | undefined): JsonSchema {
  if (input === undefined) return {};
  const [, schema] = converter.convert(input, { strategy: 'input' });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the converter writes is JSON Schema
  return schema as JsonSchema;
}

/** A route outside the contract. */
export interface Route {
  readonly method: string;
  readonly url: string;
}

/** Every other route of the server, from the router's own picture of itself. */
export function otherRoutes(picture: string): Route[] {
  const branch: string[] = [];
  return picture.split('\n').flatMap((line) => {
    const found = /^(?<indent>[│ ]*)[├└]── (?<part>\S+) \((?<methods>[A-Z, ]+)\)/u.exec(line)?.groups;
    if (found === undefined) return [];
    branch.splice((found['indent'] ?? '').length / 4, Infinity, found['part'] ?? '');
    const methods = (found['methods'] ?? '').split(', ').filter((method) => method !== 'HEAD');
    return methods.map((method) => ({ method, url: branch.join('') }));
  });
}
